using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Takes back the removals of a sign-off that is withdrawn. Part of that withdrawal's own change.</summary>
public sealed class CancelRemovals
{
    /// <summary>Whether the sign-off may still be withdrawn: not once somebody has noted one of its removals as done, or a
    /// reading has shown one gone. Null: it may.</summary>
    public async Task<Problem?> MayWithdrawAsync(ReviewDb db, long signOffId, CancellationToken cancel)
    {
        var acted = await Of(db, signOffId).AsNoTracking()
            .Where(r => r.DoneById != null || r.VerifiedAt != null || r.State == RemovalState.Executed || r.State == RemovalState.Reappeared)
            .OrderBy(r => r.Number).Select(r => (int?)r.Number).ToListAsync(cancel);
        return acted switch
        {
            [] => null,
            [var only] => new Problem("sign-off.removed", $"Removal R{only} from this sign-off has been carried out, so the sign-off can no longer be withdrawn."),
            [var first, ..] => new Problem("sign-off.removed", $"{acted.Count} removals from this sign-off have been carried out (R{first} first), so the sign-off can no longer be withdrawn."),
        };
    }

    /// <summary>Cancels the open removals of the decisions that the sign-off covers. Ask <see cref="MayWithdrawAsync"/> first.</summary>
    public Task CancelAsync(ChangeScope scope, long signOffId, CancellationToken cancel)
    {
        scope.AfterEvent(token => Of(scope.Db, signOffId).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, RemovalState.Cancelled).SetProperty(r => r.EventSeq, scope.Seq), token));
        return Task.CompletedTask;
    }

    private static IQueryable<Removal> Of(ReviewDb db, long signOffId) =>
        from removal in db.Removals
        where removal.State != RemovalState.Cancelled
            && db.SignOffItems.Any(i => i.SignOffId == signOffId && i.ItemId == removal.ItemId && i.DecisionId == removal.DecisionId)
        select removal;
}
