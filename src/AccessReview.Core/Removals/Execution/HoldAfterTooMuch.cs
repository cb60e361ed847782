using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Nothing more goes through a connection by which others lost their access as well until a second person has looked: each removal waits for
/// one who agrees to it since then, until one of them has taken nothing but its own.</summary>
internal static class HoldAfterTooMuch
{
    /// <summary>The act by which others lost their access.</summary>
    /// <param name="Seq">The event that tells of it.</param>
    /// <param name="Number">The number of its removal.</param>
    /// <param name="Target">To what it was done.</param>
    internal sealed record Act(long Seq, int Number, string Target)
    {
        /// <summary>What is said to whoever would agree.</summary>
        public string Words => $"When R{Number} was carried out at {Target}, others lost their access there as well: look there, and at its proof, before you agree.";
    }

    /// <summary>The last such act that the removal waits for somebody to have looked at; null: there is none.</summary>
    public static async Task<Act?> FindAsync(ReviewDb db, long removalId, IReadOnlyList<RouteStep> steps, CancellationToken cancel)
    {
        var connections = steps.Select(s => s.ConnectionId).Distinct().ToList();

        // Only what one has agreed to since gets as far as another act there: once such a one is done, and nothing more than it, the others pass again.
        var act = await (
            from attempt in db.RemovalAttempts.AsNoTracking()
            where connections.Contains(attempt.ConnectionId) && attempt.Result == AttemptResult.TooMuch
                && !db.RemovalAttempts.Any(a => a.ConnectionId == attempt.ConnectionId && a.Id > attempt.Id && a.Result == AttemptResult.Done)
            join removal in db.Removals on attempt.RemovalId equals removal.Id
            orderby attempt.Id descending
            select new Act(attempt.EventSeq, removal.Number, attempt.Target)).FirstOrDefaultAsync(cancel);
        return act is null || (await RemovalBrake.AgreedSinceAsync(db, act.Seq, cancel)).Contains(removalId) ? null : act;
    }

    /// <summary>Holds the removal, as long as it is due and the job is ours.</summary>
    public static async Task RunAsync(Change change, Work work, long removalId, CancellationToken cancel) => (await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(RemoveOnce), async (scope, token) =>
    {
        var removal = await scope.Db.Removals.AsTracking().SingleAsync(r => r.Id == removalId, token);
        if (removal.State != RemovalState.Requested || !await RemovalUnderWay.EndAsync(scope, work, token))
        {
            return Done.Yes;
        }

        (removal.State, removal.AgreedById) = (RemovalState.WaitingForSecondPerson, null);
        var accounts = await RemovalBrake.AccountsAsync(scope.Db, removal.ApplicationId, token);
        var before = await RemovalBrake.Before(scope.Db, removal.ApplicationId, scope.At, scope.At).CountAsync(token);
        scope.Record(new RemovalsHeld(removal.ApplicationId, [removalId], 1, accounts, before), removal.CampaignId);
        return Done.Yes;
    }, cancel)).Require();
}
