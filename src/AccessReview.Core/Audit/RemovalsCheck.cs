using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Holds the rows of removals against what the events say, one after the other: each is there, follows from a decision, and stands as
/// its events, its last reading and the withdrawn sign-offs say.</summary>
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
        var number = 0;
        await foreach (var row in Rows(run.Db).ReadAhead(cancel).WithCancellation(cancel))
        {
            var removal = row.Removal;
            if (removal.Number != ++number)
            {
                run.Found("removal.gone", $"Before removal R{removal.Number} one is not there, or its number was changed.");
                number = removal.Number;
            }

            if (row.DecidedItem != removal.ItemId || row.DecidedAt != removal.DecidedAt || row.Decided != (removal.ChangeTo is null ? DecisionKind.Revoke : DecisionKind.Change))
            {
                run.Found("removal.decision", $"Removal R{removal.Number} does not follow from the decision that it cites.");
            }

            var said = removals.GetValueOrDefault(removal.Id);
            if (!Stands(row, said, takenBack.TryGetValue(removal.Id, out var before) ? before : null) || !IsAsNoted(removal, said))
            {
                run.Found("removal.state", $"Removal R{removal.Number} stands otherwise than the events and its last reading say.");
            }

            _ = said?.Seen = true;
        }

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
        join check in db.RemovalChecks on new { RemovalId = removal.Id, ExtractId = removal.LastExtractId } equals new { check.RemovalId, ExtractId = (long?)check.ExtractId } into checks
        from check in checks.DefaultIfEmpty()
        join decision in db.Decisions on removal.DecisionId equals decision.Id into decisions
        from decision in decisions.DefaultIfEmpty()
        orderby removal.Id
        select new Row
        {
            Removal = removal, CheckSeq = (long?)check!.EventSeq, Read = (RemovalState?)check.Result,
            DecidedItem = (long?)decision!.ItemId, DecidedAt = (DateTime?)decision.At, Decided = (DecisionKind?)decision.Kind,
            Superseded = removal.ChangeTo != null && db.Removals.Any(r => r.ItemId == removal.ItemId && r.Id > removal.Id && r.ChangeTo == null),
        };

    private static bool Stands(Row row, SaidOfRemoval? said, bool? takenBack)
    {
        var removal = row.Removal;
        var givenUp = said?.State == RemovalState.Cancelled;
        if (removal.State == RemovalState.Cancelled || takenBack == true || row.Superseded || givenUp)
        {
            return removal.State == RemovalState.Cancelled && (takenBack is not null || row.Superseded || givenUp);
        }

        if (removal.LastExtractId is not null && row.CheckSeq is null)
        {
            return false;
        }

        if (row.CheckSeq > (said?.StateSeq ?? 0))
        {
            // That waived access is still there changes nothing, until a reading shows it gone.
            return removal.State == row.Read || (removal.State == RemovalState.Waived && said?.State == RemovalState.Waived && row.Read != RemovalState.Verified);
        }

        return removal.State == (said switch
        {
            { State: { } state } => state,
            { StateSeq: > 0 } => removal is { NotBefore: not null, ExecutedAt: null } ? RemovalState.Requested : row.Read ?? RemovalState.WaitingForPerson,
            _ => removal.NotBefore is null ? RemovalState.WaitingForPerson : RemovalState.Requested,
        });
    }

    private static bool IsAsNoted(Removal removal, SaidOfRemoval? said) =>
        removal.DoneById == said?.DoneById && removal.DoneOn == said?.DoneOn && removal.AgreedById == said?.AgreedById && removal.WaiverId == said?.WaiverId
        && removal.ExecutedAt == said?.ExecutedAt && (said?.PersonId is null || said.PersonId == removal.PersonId);

    private sealed class Row
    {
        public required Removal Removal { get; init; }

        public required long? CheckSeq { get; init; }

        public required RemovalState? Read { get; init; }

        public required long? DecidedItem { get; init; }

        public required DateTime? DecidedAt { get; init; }

        public required DecisionKind? Decided { get; init; }

        /// <summary>It was only to be lowered, and a later revoke of the same item won.</summary>
        public required bool Superseded { get; init; }
    }
}
