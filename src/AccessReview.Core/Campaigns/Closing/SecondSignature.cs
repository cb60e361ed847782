using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>Whether an application's owner signs beside the campaign's owner: where that one decided items, or alone approved what
/// was left out.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="Name">Its name.</param>
/// <param name="OwnerId">Its owner.</param>
/// <param name="Certified">Items the campaign's owner certified.</param>
/// <param name="Revoked">Items the campaign's owner revoked.</param>
/// <param name="Changed">Items the campaign's owner kept at a lower role.</param>
/// <param name="LeftOut">Accounts left out with no approval but the campaign owner's own.</param>
/// <param name="DecisionsHash">SHA-256 over the row hashes of those decisions, in the order of the items, each item once.</param>
/// <param name="SignOffId">The signature over exactly these decisions, if given.</param>
public sealed record SecondSignature(long ApplicationId, string Name, long? OwnerId, int Certified, int Revoked, int Changed, int LeftOut, byte[] DecisionsHash, long? SignOffId)
{
    /// <summary>Items the campaign's owner decided.</summary>
    public int Items => Certified + Revoked + Changed;

    /// <summary>Whether one is needed.</summary>
    public bool IsNeeded => Items + LeftOut > 0;

    /// <summary>Whether it was given.</summary>
    public bool IsGiven => SignOffId is not null;

    /// <summary>Reads them for every application of a campaign.</summary>
    internal static async Task<IReadOnlyList<SecondSignature>> ReadAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var found = new List<SecondSignature>();
        var given = await db.SignOffs.AsNoTracking()
            .Where(s => s.CampaignId == campaign.Id && s.Level == SignOffLevel.ApplicationOwner && s.WithdrawnAt == null).OrderBy(s => s.Id).ToListAsync(cancel);
        foreach (var plan in campaign.Applications.Where(a => a.Active).OrderBy(a => a.Id))
        {
            var application = await db.Applications.AsNoTracking().Where(a => a.Id == plan.ApplicationId).Select(a => new { a.Id, a.Name, a.OwnerId }).SingleAsync(cancel);
            var (count, hash) = await DecidedByOwnerAsync(db, campaign, plan.Id, cancel);
            var leftOut = plan.ScopeApprovedById == campaign.OwnerId ? await db.LeftOutAccounts.CountAsync(l => l.CampaignApplicationId == plan.Id && l.CampaignId == campaign.Id, cancel) : 0;
            var signature = given.LastOrDefault(s => s.ApplicationId == application.Id && s.SignerId != campaign.OwnerId && s.ItemsHash.AsSpan().SequenceEqual(hash));
            found.Add(new SecondSignature(
                application.Id, application.Name, application.OwnerId, count[TurnState.Certified], count[TurnState.Revoked], count[TurnState.Changed], leftOut, hash, signature?.Id));
        }

        return found;
    }

    private static async Task<(Dictionary<TurnState, int> Count, byte[] Hash)> DecidedByOwnerAsync(ReviewDb db, Campaign campaign, long campaignApplicationId, CancellationToken cancel)
    {
        var ownerKey = Actor.Demo(campaign.OwnerId).Key;
        var decided =
            from turn in db.ReviewTurns.AsNoTracking()
            join decision in db.Decisions on turn.DecisionId equals (long?)decision.Id
            join item in db.ReviewItems on turn.ItemId equals item.Id
            where turn.CampaignId == campaign.Id && item.CampaignApplicationId == campaignApplicationId && decision.By == ownerKey
            orderby turn.Number, turn.Stage
            select new { turn.Number, turn.State, decision.RowHash };
        using var hash = new RowsHash();
        var count = Enum.GetValues<TurnState>().ToDictionary(s => s, _ => 0);
        var last = 0;
        await foreach (var row in decided.AsAsyncEnumerable().WithCancellation(cancel))
        {
            // What went with its account in both stages is one item (Reviewing/SignOffScope).
            if (row.Number != last)
            {
                hash.Add(row.RowHash);
                count[row.State]++;
                last = row.Number;
            }
        }

        return (count, hash.ToCovered().Sha256.Bytes);
    }
}
