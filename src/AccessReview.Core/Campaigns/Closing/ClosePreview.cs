using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>What the owner would sign to close.</summary>
/// <param name="Name">The campaign's name.</param>
/// <param name="Statement">The exact text.</param>
/// <param name="Facts">The counts behind it.</param>
/// <param name="Exceptions">Each exception that is present, in words.</param>
/// <param name="Today">Today in the campaign's time zone.</param>
/// <param name="IsOverdue">Whether the due day has passed.</param>
/// <param name="DueDate">The due day.</param>
/// <param name="Checklist">What to look at on the day of closing.</param>
/// <param name="Rows">What stands behind exceptions that no other page lists, in words.</param>
public sealed record CloseView(
    string Name, string Statement, CloseFacts Facts, IReadOnlyList<(ExceptionKind Kind, string Words)> Exceptions, DateOnly Today, bool IsOverdue, DateOnly DueDate,
    IReadOnlyList<ChecklistLine> Checklist, IReadOnlyDictionary<ExceptionKind, IReadOnlyList<string>> Rows)
{
    /// <summary>Why it cannot be closed yet; null: it can.</summary>
    public Problem? NotYet { get; init; }

    /// <summary>What of it another hour or another page may change while it is read.</summary>
    public CloseDay Day => new(DueDate, IsOverdue, NotYet is not null);
}

/// <summary>How a campaign stands to its due day.</summary>
/// <param name="DueDate">The due day.</param>
/// <param name="IsOverdue">Whether it has passed.</param>
/// <param name="IsAwaited">Whether the campaign cannot be closed before it has passed.</param>
public sealed record CloseDay(DateOnly DueDate, bool IsOverdue, bool IsAwaited);

/// <summary>Shows what closing a campaign would say and do.</summary>
public sealed class ClosePreview(Databases databases, TimeProvider time)
{
    /// <summary>Reads it, for whoever closes the campaign.</summary>
    public async Task<Outcome<CloseView>> RunAsync(Actor actor, int number, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var found = await FindAsync(db, actor, number, cancel);
        if (!found.IsOk)
        {
            return found.Problem;
        }

        var campaign = found.Value;
        var facts = await CloseFacts.ReadAsync(db, campaign, cancel);
        var name = actor.PersonId is { } person ? (await CurrentPeople.FindAsync(db, person, cancel))?.Name ?? "" : "";
        var now = time.Now();
        return new CloseView(
            campaign.Name, CloseText.Of(actor.PersonId, name, campaign, facts), facts, [.. facts.Exceptions.Select(e => (e.Key, StatedExceptions.Words(e.Key, e.Value)))],
            Clock.DayIn(now, TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone)), now > campaign.DueAt, campaign.DueDate,
            await CloseChecklist.ReadAsync(db, campaign, facts, now, cancel), await ExceptionRows.ReadAsync(db, campaign, facts, cancel))
        { NotYet = CloseRule.WhyNotYet(campaign, facts.Undecided, now) };
    }

    /// <summary>Reads how it stands to its due day now, for the page that is open while the day passes.</summary>
    public async Task<Outcome<CloseDay>> DayAsync(Actor actor, int number, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var found = await FindAsync(db, actor, number, cancel);
        if (!found.IsOk)
        {
            return found.Problem;
        }

        var (campaign, now) = (found.Value, time.Now());
        var awaits = campaign.Deadline == DeadlineRule.Revoke && now <= campaign.DueAt
            && await (await ItemsByEnd.FirstTurnsAsync(db, campaign.Id, TurnState.Undecided, cancel)).AnyAsync(cancel); // Not how many: it is asked again and again.
        return new CloseDay(campaign.DueDate, now > campaign.DueAt, CloseRule.WhyNotYet(campaign, awaits ? 1 : 0, now) is not null);
    }

    private static async Task<Outcome<Campaign>> FindAsync(ReviewDb db, Actor actor, int number, CancellationToken cancel)
    {
        if (await CampaignDoor.ToRunAsync(db, actor, cancel) is { } denied)
        {
            return denied;
        }

        if (await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleOrDefaultAsync(c => c.Number == number, cancel) is not { } campaign)
        {
            return Problem.NotFound($"Campaign C{number}");
        }

        if (await CloseRule.WhyNotAsync(db, campaign, actor, cancel) is { } another)
        {
            return another;
        }

        if (!campaign.MayMoveTo(CampaignState.Closed))
        {
            return new Problem("campaign.state", $"This campaign is {Campaign.Word(campaign.State)} and cannot be closed.");
        }

        return campaign;
    }
}
