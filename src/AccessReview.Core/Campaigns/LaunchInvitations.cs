using System.Globalization;
using AccessReview.Core.Campaigns.Workload;
using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>What the owner sends to one reviewer by hand, where the product has no mail server or the reviewer no address.</summary>
public sealed record Invitation(long PersonId, string Name, string Email, int Items, int Minutes, string Subject, string Text)
{
    /// <summary>Nothing says that they know of it.</summary>
    public bool IsUntold { get; init; }

    /// <summary>Who told them by hand, and when; null: nobody.</summary>
    public (string By, DateTime At)? Told { get; init; }
}

/// <summary>Makes a ready text for every reviewer who has something left to decide, first for those who may not know of it.</summary>
public sealed class LaunchInvitations(Databases databases, Mailing mailing)
{
    /// <summary>Makes them, for campaign owners.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="number">The campaign.</param>
    /// <param name="address">The full address of the campaign's workspace; the same for everybody, and it grants nothing.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Outcome<Invitations>> RunAsync(Actor actor, int number, string address, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await CampaignDoor.ToRunAsync(db, actor, cancel) is { } denied)
        {
            return denied;
        }

        if (await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number && c.State == CampaignState.Active, cancel) is not { } campaign)
        {
            return Problem.NotFound($"The open campaign C{number}");
        }

        var left = (await OpenWork.ReadAsync(db, cancel)).FindAll(l => l.CampaignId == campaign.Id && l.Undecided > 0);
        var exceptions = await ExceptionsAsync(db, db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaign.Id), cancel);
        var own = await ExceptionsAsync(db, (await OwnTurns.OfAsync(db, null, cancel)).Where(t => t.CampaignId == campaign.Id), cancel);
        var reviewers = left.Select(l => l.ReviewerId).ToHashSet();
        var people = (await CurrentPeople.Of(db).Select(r => new { r.PersonId, r.Id, r.Name, r.WorkEmail }).ToListAsync(cancel)).Where(r => reviewers.Contains(r.PersonId))
            .GroupBy(r => r.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Id)!);
        var paces = await OwnPace.ReadAsync(db, reviewers, cancel);
        var untold = await WhoKnows.UntoldAsync(db, actor.PersonId, cancel);
        var told = await WhoKnows.ByHand(db).AsNoTracking().Where(t => t.CampaignId == campaign.Id).ToDictionaryAsync(t => t.ReviewerId, cancel);
        var names = await PersonNames.ReadAsync(db, told.Values.Select(t => (long?)t.ById), cancel);
        return new Invitations(campaign.Name, MailSwitch.WhyOff(mailing, databases) is null,
        [
            .. left.Select(mine =>
            {
                var (id, items, closer) = (mine.ReviewerId, mine.Undecided, exceptions.GetValueOrDefault(mine.ReviewerId) - own.GetValueOrDefault(mine.ReviewerId));
                var person = people.GetValueOrDefault(id);
                var minutes = paces.Minutes(id, items, closer);
                return new Invitation(id, person?.Name ?? "not known", person?.WorkEmail ?? "", items, minutes, Subject(campaign), Text(campaign, person?.Name, items, closer, minutes, address))
                {
                    IsUntold = untold.Contains((campaign.Id, id)),
                    Told = told.GetValueOrDefault(id) is { } by ? (names.GetValueOrDefault(by.ById, "not known"), by.At) : null,
                };
            }).OrderByDescending(i => i.IsUntold).ThenBy(i => i.Name, StringComparer.Ordinal),
        ]);
    }

    // Undecided items worth a closer look, by reviewer.
    private static Task<Dictionary<long, int>> ExceptionsAsync(ReviewDb db, IQueryable<ReviewTurn> turns, CancellationToken cancel) => (
        from turn in turns
        where turn.State == TurnState.Undecided
        join item in db.ReviewItems on turn.ItemId equals item.Id
        where item.Findings != Finding.None
        group turn by turn.ReviewerId into mine
        select new { mine.Key, Count = mine.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);

    // Subjects are read over shoulders: no name of a campaign or of an application.
    private static string Subject(Campaign campaign) => string.Create(CultureInfo.InvariantCulture, $"Access review: please decide by {campaign.DueDate:d MMMM yyyy}");

    private static string Text(Campaign campaign, string? name, int items, int exceptions, int minutes, string address) => string.Create(CultureInfo.InvariantCulture, $"""
        Hello {name},

        please review who can get into what in {campaign.Name}: {items} {(items == 1 ? "item" : "items")} before you, {exceptions} of them worth a closer look. It takes about {minutes} {(minutes == 1 ? "minute" : "minutes")}.
        For each account and each group you choose Certify (keep) or Revoke (remove), and sign at the end.

        {address}

        It is due by the end of {campaign.DueDate:dddd, d MMMM yyyy} ({campaign.TimeZone}). {MailWords.Silence(campaign.Deadline == DeadlineRule.Revoke)}
        """);
}

/// <summary>The texts for one campaign.</summary>
/// <param name="Campaign">The campaign's name.</param>
/// <param name="IsMailed">Whether the product writes to reviewers itself.</param>
/// <param name="Reviewers">A text for each.</param>
public sealed record Invitations(string Campaign, bool IsMailed, IReadOnlyList<Invitation> Reviewers);

/// <summary>How long a review takes, by the product's own rough measure.</summary>
public static class Effort
{
    /// <summary>Seconds for an item without a finding.</summary>
    public const int RoutineSeconds = 4;

    /// <summary>Seconds for an item with one.</summary>
    public const int ExceptionSeconds = 20;

    /// <summary>Whole minutes, at least one.</summary>
    /// <param name="items">Items in all.</param>
    /// <param name="exceptions">Of those, with a finding.</param>
    /// <param name="ownSeconds">The reviewer's own seconds for an exception, where there is a history; routine items then take the same share of it.</param>
    public static int Minutes(int items, int exceptions, int? ownSeconds)
    {
        var pace = ownSeconds / (double)ExceptionSeconds ?? 1;
        return (int)Math.Max(1, Math.Ceiling((((items - exceptions) * RoutineSeconds) + (exceptions * ExceptionSeconds)) * pace / 60));
    }
}
