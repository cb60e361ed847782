using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Takes back the removals of a sign-off that is withdrawn. Part of that withdrawal's own change.</summary>
public sealed class CancelRemovals
{
    /// <summary>Whether the sign-off may still be withdrawn: not once somebody has noted one of its removals as done, or the product has
    /// taken anything away for one, or a reading has shown one gone; and not while one is being carried out. Null: it may.</summary>
    public async Task<Problem?> MayWithdrawAsync(ReviewDb db, long signOffId, CancellationToken cancel)
    {
        var begun = await RemovalUnderWay.ReadAsync(db, cancel);
        var takenAway = db.RemovalAttempts.Where(a => a.Result == AttemptResult.Done || a.Result == AttemptResult.TooMuch);
        var acted = await Of(db, signOffId).AsNoTracking()
            .Select(r => new { Row = r, Whole = r.DoneById != null || r.VerifiedAt != null || r.State == RemovalState.Executed || r.State == RemovalState.Reappeared })
            .Where(r => r.Whole || r.Row.Id == begun || takenAway.Any(a => a.RemovalId == r.Row.Id))
            .OrderBy(r => r.Row.Number).Select(r => new { r.Row.Number, r.Whole, UnderWay = r.Row.Id == begun }).ToListAsync(cancel);
        var parts = acted.TrueForAll(a => a.Whole) ? "" : ", at least in part";
        return acted switch
        {
            [] => null,
            _ when acted.Find(a => a.UnderWay) is { } now => new Problem("removal.under-way", $"Removal R{now.Number} from this sign-off {RemovalUnderWay.Sentence}"),
            [var only] => new Problem("sign-off.removed", $"Removal R{only.Number} from this sign-off has been carried out{parts}, so the sign-off can no longer be withdrawn."),
            [var first, ..] => new Problem("sign-off.removed", $"{acted.Count} removals from this sign-off have been carried out{parts} (R{first.Number} first), so the sign-off can no longer be withdrawn."),
        };
    }

    /// <summary>Cancels the open removals that the sign-off made final. Ask <see cref="MayWithdrawAsync"/> first.</summary>
    public Task CancelAsync(ChangeScope scope, long signOffId, CancellationToken cancel)
    {
        scope.AfterEvent(token => Of(scope.Db, signOffId).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, RemovalState.Cancelled).SetProperty(r => r.EventSeq, scope.Seq), token));
        return Task.CompletedTask;
    }

    // A lower role is the agreed word of every stage, so that it is of each one's sign-off, whosever decision it cites.
    private static IQueryable<Removal> Of(ReviewDb db, long signOffId) =>
        from removal in db.Removals
        where removal.State != RemovalState.Cancelled
            && db.SignOffItems.Any(i => i.SignOffId == signOffId && i.ItemId == removal.ItemId && (i.DecisionId == removal.DecisionId || removal.ChangeTo != null))
        select removal;
}
