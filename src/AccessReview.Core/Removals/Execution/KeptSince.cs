using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>A removal not carried out, or whose access a reading has shown since, tried again or not, where another campaign has kept the access since, signed and closed. The product carries out no older word
/// against a newer one, and nobody is late with it: a person settles which of them holds.</summary>
internal sealed class KeptSince
{
    /// <summary>The removal.</summary>
    public required long RemovalId { get; init; }

    /// <summary>The number of the campaign that kept it.</summary>
    public required int Campaign { get; init; }

    /// <summary>The item of that campaign.</summary>
    public required long ItemId { get; init; }

    /// <summary>The decision that kept it.</summary>
    public required long DecisionId { get; init; }

    /// <summary>When that was decided.</summary>
    public required DateTime At { get; init; }

    private string Words => $"C{Campaign} has kept this access since, by a signed decision of {Clock.Said(DateOnly.FromDateTime(At))}: a person settles which of the two holds.";

    /// <summary>Every such removal, once for each campaign that kept it. What a still newer decision takes away again is kept no more: its own removal says so, and the older one
    /// is as due as it was; unless two people let it stay for now, against whom no older one is carried out. Compose.</summary>
    public static IQueryable<KeptSince> Of(ReviewDb db) =>
        from removal in db.Removals
        where RemovalRules.SettledStates.Contains(removal.State)
            && (removal.ExecutedAt == null || (removal.State != RemovalState.Executed && removal.State != RemovalState.Waived))
        from item in db.ReviewItems.Where(i => i.AccountId == removal.AccountId && i.GroupId == removal.GroupId && i.CampaignId != removal.CampaignId)
        join outcome in db.ItemOutcomes on item.Id equals outcome.ItemId
        where outcome.Signed && (outcome.Kind == OutcomeKind.Certified || (outcome.Kind == OutcomeKind.Changed && removal.ChangeTo == null))
        join decision in db.Decisions on outcome.DecisionId equals (long?)decision.Id
        where decision.At > removal.DecidedAt

            // By the account's items, which are few.
            && !db.ReviewItems.Any(i => i.AccountId == removal.AccountId && db.Removals.Any(o => o.ItemId == i.Id && o.DecidedAt > decision.At && !RemovalRules.StayingStates.Contains(o.State)
                && ((o.GroupId == null && o.ChangeTo == null) || (o.GroupId == removal.GroupId && o.ChangeTo == removal.ChangeTo))))
        join campaign in db.Campaigns on item.CampaignId equals campaign.Id
        select new KeptSince { RemovalId = removal.Id, Campaign = campaign.Number, ItemId = item.Id, DecisionId = decision.Id, At = decision.At };

    /// <summary>The number of the removal by which a still newer decision takes the access away again that this decision kept, although it may stay for now; null: none does.</summary>
    public Task<int?> TakenAgainByAsync(ReviewDb db, Removal removal, CancellationToken cancel) => db.Removals
        .Where(o => o.DecidedAt > At && !RemovalRules.DroppedStates.Contains(o.State) && db.ReviewItems.Any(i => i.Id == o.ItemId && i.AccountId == removal.AccountId)
            && ((o.GroupId == null && o.ChangeTo == null) || (o.GroupId == removal.GroupId && o.ChangeTo == removal.ChangeTo)))
        .MinAsync(o => (int?)o.Number, cancel);

    /// <summary>What is said of those of the removals whose access was kept since, of the last campaign that did.</summary>
    public static async Task<IReadOnlyDictionary<long, string>> WordsAsync(ReviewDb db, IReadOnlyList<long> removals, CancellationToken cancel) =>
        (await LastAsync(db, removals, cancel)).ToDictionary(k => k.Key, k => k.Value.Words);

    /// <summary>The last decision that kept the access, of those of the removals that have one.</summary>
    public static async Task<IReadOnlyDictionary<long, KeptSince>> LastAsync(ReviewDb db, IReadOnlyList<long> removals, CancellationToken cancel) =>
        (await Of(db).Where(k => removals.Contains(k.RemovalId)).ToListAsync(cancel)).GroupBy(k => k.RemovalId).ToDictionary(g => g.Key, g => g.MaxBy(k => (k.At, k.DecisionId))!);
}
