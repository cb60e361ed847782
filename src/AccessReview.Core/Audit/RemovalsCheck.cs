using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Holds the rows of removals against what the events say, one after the other: each is there, follows from a decision, and stands as
/// its events, its readings and the withdrawn sign-offs say.</summary>
internal static class RemovalsCheck
{
    /// <param name="run">The verification.</param>
    /// <param name="removals">What the events say, by removal.</param>
    /// <param name="withdrawn">Sign-offs that were withdrawn.</param>
    /// <param name="closed">Campaigns that were closed.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task RunAsync(Verification run, Dictionary<long, SaidOfRemoval> removals, List<long> withdrawn, List<long> closed, CancellationToken cancel)
    {
        var takenBack = await TakenBackAsync(run.Db, withdrawn, cancel);
        var read = await ReadOfRemovals.OfAsync(run.Db, cancel);
        var number = 0;
        await foreach (var row in Rows(run.Db).ReadAhead(cancel).WithCancellation(cancel))
        {
            var removal = row.Removal;
            if (removal.Number != ++number)
            {
                run.Found("removal.gone", $"Before removal R{removal.Number} one is not there, or its number was changed.");
                number = removal.Number;
            }

            if (!row.IsDecided)
            {
                run.Found("removal.decision", $"Removal R{removal.Number} does not follow from the decision that it cites.");
            }

            if (!row.IsAboutItsItem)
            {
                run.Found("removal.item", $"Removal R{removal.Number} is about something else than the item that was decided.");
            }

            var (said, last) = (removals.GetValueOrDefault(removal.Id), read.GetValueOrDefault(removal.Id));
            if (!Stands(row, last, said, takenBack.TryGetValue(removal.Id, out var before) ? before : null) || !IsAsNoted(removal, said)
                || (removal.LastExtractId, removal.VerifiedAt) != (last?.ExtractId, last?.VerifiedAt))
            {
                run.Found("removal.state", $"Removal R{removal.Number} stands otherwise than the events and its last reading say.");
            }

            _ = said?.Seen = true;
        }

        await ReadOfRemovals.CheckAsync(run, cancel);
        foreach (var (id, said) in removals.Where(r => !r.Value.Seen))
        {
            run.Found("removal.gone", $"Removal {id}, of which event {said.FirstSeq} speaks, is not there.");
        }

        // The close plans what was not planned before it, and nothing is cancelled after it.
        foreach (var campaign in closed)
        {
            if (await RemovalStatements.CountAsync(run.Db, campaign, null, cancel) is > 0 and var lacking)
            {
                run.Found("removal.gone", $"Campaign {campaign} was closed, and {lacking} of its revokes and changes have no removal.");
            }
        }
    }

    /// <summary>Removals that a withdrawn sign-off had made final, and whether they were planned before that: then they have to be cancelled. A
    /// lower role is of the sign-off of each stage (<see cref="CancelRemovals"/>).</summary>
    private static async Task<Dictionary<long, bool>> TakenBackAsync(ReviewDb db, List<long> withdrawn, CancellationToken cancel)
    {
        if (withdrawn.Count == 0)
        {
            return [];
        }

        // Keys come from one sequence: what was planned before a withdrawal has a lower one than the withdrawal's reason.
        var found = await (
            from removal in db.Removals
            join item in db.SignOffItems on removal.ItemId equals item.ItemId
            join signOff in db.SignOffs on item.SignOffId equals signOff.Id
            where withdrawn.Contains(signOff.Id) && (item.DecisionId == removal.DecisionId || removal.ChangeTo != null)
            select new { removal.Id, Before = removal.Id < signOff.WithdrawnReasonId }).ToListAsync(cancel);
        return found.GroupBy(f => f.Id).ToDictionary(f => f.Key, f => f.Any(one => one.Before));
    }

    private static IQueryable<Row> Rows(ReviewDb db) =>
        from removal in db.Removals
        join decision in db.Decisions on removal.DecisionId equals decision.Id into decisions
        from decision in decisions.DefaultIfEmpty()
        join item in db.ReviewItems on removal.ItemId equals item.Id into items
        from item in items.DefaultIfEmpty()
        join plan in db.CampaignApplications on item.CampaignApplicationId equals plan.Id into plans
        from plan in plans.DefaultIfEmpty()
        orderby removal.Id
        select new Row
        {
            Removal = removal, DecidedItem = (long?)decision!.ItemId, DecidedAt = (DateTime?)decision.At, Decided = (DecisionKind?)decision.Kind, DecidedTo = decision.ChangeTo,
            ItsCampaign = (long?)item!.CampaignId, ItsApplication = (long?)plan!.ApplicationId, ItsAccount = (long?)item.AccountId, ItsGroup = item.GroupId,
            Superseded = removal.ChangeTo != null && db.Removals.Any(r => r.ItemId == removal.ItemId && r.Id > removal.Id && r.ChangeTo == null),
        };

    private static bool Stands(Row row, ReadOfRemoval? read, SaidOfRemoval? said, bool? takenBack)
    {
        var removal = row.Removal;
        var givenUp = said?.State == RemovalState.Cancelled;
        if (removal.State == RemovalState.Cancelled || takenBack == true || row.Superseded || givenUp)
        {
            return removal.State == RemovalState.Cancelled && (takenBack is not null || row.Superseded || givenUp);
        }

        if (read is not null && read.Seq > (said?.StateSeq ?? 0))
        {
            // That waived access is still there changes nothing, until a reading shows it gone.
            return removal.State == read.Result || (removal.State == RemovalState.Waived && said?.State == RemovalState.Waived && read.Result != RemovalState.Verified);
        }

        return removal.State == (said switch
        {
            { State: { } state } => state,
            { StateSeq: > 0 } => removal is { NotBefore: not null, ExecutedAt: null } ? RemovalState.Requested : read?.Result ?? RemovalState.WaitingForPerson,
            _ => removal.NotBefore is null ? RemovalState.WaitingForPerson : RemovalState.Requested,
        });
    }

    private static bool IsAsNoted(Removal removal, SaidOfRemoval? said) =>
        removal.DoneById == said?.DoneById && removal.DoneOn == said?.DoneOn && removal.AgreedById == said?.AgreedById && removal.WaiverId == said?.WaiverId
        && removal.ExecutedAt == said?.ExecutedAt && (said?.PersonId is null || said.PersonId == removal.PersonId);

    private sealed class Row
    {
        public required Removal Removal { get; init; }

        public required long? DecidedItem { get; init; }

        public required DateTime? DecidedAt { get; init; }

        public required DecisionKind? Decided { get; init; }

        public required string? DecidedTo { get; init; }

        public required long? ItsCampaign { get; init; }

        public required long? ItsApplication { get; init; }

        public required long? ItsAccount { get; init; }

        public required long? ItsGroup { get; init; }

        /// <summary>It was only to be lowered, and a later revoke of the same item won.</summary>
        public required bool Superseded { get; init; }

        public bool IsDecided => (DecidedItem, DecidedAt, Decided) == (Removal.ItemId, Removal.DecidedAt, Removal.ChangeTo is null ? DecisionKind.Revoke : DecisionKind.Change)
            && DecidedTo == Removal.ChangeTo;

        public bool IsAboutItsItem => (ItsCampaign, ItsApplication, ItsAccount) == (Removal.CampaignId, Removal.ApplicationId, Removal.AccountId) && ItsGroup == Removal.GroupId;
    }
}
