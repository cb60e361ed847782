using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>Whether an application's owner signs beside the campaign's owner: where that one decided items, or alone approved what
/// was left out. Once the campaign's owner is that no more, the same goes for whoever may close it instead.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="Name">Its name.</param>
/// <param name="OwnerId">Its owner.</param>
/// <param name="Certified">Items they certified.</param>
/// <param name="Revoked">Items they revoked.</param>
/// <param name="Changed">Items they kept at a lower role.</param>
/// <param name="LeftOut">Accounts left out with no approval but their own.</param>
/// <param name="DecisionsHash">SHA-256 over the row hashes of those decisions, in the order of the items, of each person each item once.</param>
/// <param name="SignOffId">The signature over exactly these decisions, if given.</param>
public sealed record SecondSignature(long ApplicationId, string Name, long? OwnerId, int Certified, int Revoked, int Changed, int LeftOut, byte[] DecisionsHash, long? SignOffId)
{
    /// <summary>Items they decided.</summary>
    public int Items => Certified + Revoked + Changed;

    /// <summary>Who of those who may close it decided items there, or approved what is left out.</summary>
    public IReadOnlyList<(long Id, string Name)> By { get; init; } = [];

    /// <summary>Who may close the campaign, and is no second person therefore.</summary>
    public IReadOnlyList<long> Closers { get; init; } = [];

    /// <summary>Whether one is needed.</summary>
    public bool IsNeeded => Items + LeftOut > 0;

    /// <summary>Whether there is a second person: not where the application has no owner, or its owner may close the campaign too.</summary>
    public bool HasSigner => OwnerId is { } owner && !Closers.Contains(owner);

    /// <summary>Whether it was given.</summary>
    public bool IsGiven => SignOffId is not null;

    /// <summary>Reads them for every application of a campaign; of one that has ended as they were then.</summary>
    internal static async Task<IReadOnlyList<SecondSignature>> ReadAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var found = new List<SecondSignature>();
        var given = await db.SignOffs.AsNoTracking()
            .Where(s => s.CampaignId == campaign.Id && s.Level == SignOffLevel.ApplicationOwner && s.WithdrawnAt == null).OrderBy(s => s.Id).ToListAsync(cancel);
        var closers = await ClosersAsync(db, campaign, cancel);
        var names = await PersonNames.ReadAsync(db, closers.Select(c => (long?)c), cancel);
        foreach (var plan in campaign.Applications.Where(a => a.Active).OrderBy(a => a.Id))
        {
            var application = await db.Applications.AsNoTracking().Where(a => a.Id == plan.ApplicationId).Select(a => new { a.Id, a.Name, a.OwnerId }).SingleAsync(cancel);
            var (count, hash, by) = await DecidedByAsync(db, campaign, plan.Id, closers, cancel);
            var leftOut = plan.ScopeApprovedById is { } approver && closers.Contains(approver) ? await db.LeftOutAccounts.CountAsync(l => l.CampaignApplicationId == plan.Id && l.CampaignId == campaign.Id, cancel) : 0;
            var signature = given.LastOrDefault(s => s.ApplicationId == application.Id && !closers.Contains(s.SignerId) && s.ItemsHash.AsSpan().SequenceEqual(hash));
            found.Add(new SecondSignature(
                application.Id, application.Name, application.OwnerId, count[TurnState.Certified], count[TurnState.Revoked], count[TurnState.Changed], leftOut, hash, signature?.Id)
            {
                By = [.. closers.Where(c => by.Contains(Actor.Demo(c).Key) || (leftOut > 0 && plan.ScopeApprovedById == c)).Select(c => (c, names.GetValueOrDefault(c, "")))],
                Closers = closers,
            });
        }

        return found;
    }

    // The campaign's owner; once that one has left or is owner of campaigns no more, whoever may close it instead as well.
    // Of one that has ended, as it was then: whoever leaves later changes nothing.
    private static async Task<List<long>> ClosersAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var owner = campaign.OwnerId;
        var all = campaign.EndedAt is not { } ended ? await CampaignOwners.OfAsync(db, owner, cancel)
            : Actor.PersonOf(campaign.EndedBy) == owner ? [owner]
            : await CampaignOwners.OfAsync(db, owner, ended, campaign.DayOf(ended), cancel);
        return [owner, .. all.Where(other => other != owner)];
    }

    private static async Task<(Dictionary<TurnState, int> Count, byte[] Hash, HashSet<string> By)> DecidedByAsync(
        ReviewDb db, Campaign campaign, long campaignApplicationId, List<long> closers, CancellationToken cancel)
    {
        var keys = closers.ConvertAll(c => Actor.Demo(c).Key);
        var decided =
            from turn in db.ReviewTurns.AsNoTracking()
            join made in db.Decisions on turn.DecisionId equals (long?)made.Id

            // What the deadline took along at the close was signed for as it had been decided before.
            join decision in db.Decisions on (made.Rule == Decision.ByDeadline ? made.ReplacesId : made.Id) equals (long?)decision.Id
            join item in db.ReviewItems on turn.ItemId equals item.Id
            where turn.CampaignId == campaign.Id && item.CampaignApplicationId == campaignApplicationId && keys.Contains(decision.By)
            orderby turn.Number, turn.Stage
            select new { turn.Number, turn.State, decision.RowHash, decision.By };
        using var hash = new RowsHash();
        var (count, by) = (Enum.GetValues<TurnState>().ToDictionary(s => s, _ => 0), new HashSet<string>(StringComparer.Ordinal));
        var (number, state, last) = (0, TurnState.Undecided, "");
        await foreach (var row in decided.AsAsyncEnumerable().WithCancellation(cancel))
        {
            // What went with its account in both stages is one item (Reviewing/SignOffScope); where two decided it, any revoke wins.
            if (row.Number != number || row.By != last)
            {
                hash.Add(row.RowHash);
                by.Add(row.By);
            }

            if (row.Number != number || row.State == TurnState.Revoked)
            {
                count[state] -= row.Number == number ? 1 : 0;
                count[row.State]++;
                state = row.State;
            }

            (number, last) = (row.Number, row.By);
        }

        return (count, hash.ToCovered().Sha256.Bytes, by);
    }
}
