using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Takes back the note that a task by hand was done: it is open again, and both stay in the record. How its removal stands was never
/// decided by it.</summary>
public sealed class TakeBackTask(Change change)
{
    /// <summary>Takes it back; whoever noted it and campaign owners may, until the removal is verified.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long taskId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(TakeBackTask), async (scope, token) =>
        {
            if (await scope.Db.RemovalTasks.AsTracking().SingleOrDefaultAsync(t => t.Id == taskId, token) is not { } task)
            {
                return Problem.NotFound("The task");
            }

            if (scope.Actor.PersonId is not { } me || !(scope.Has(Role.CampaignOwner) || task.DoneById == me))
            {
                return Problem.Denied("A note that a task was done is taken back by whoever made it, or by a campaign owner.");
            }

            if (task is not { DoneById: { } by, DoneOn: { } on })
            {
                return new Problem("task.open", "This task is not noted as done; there is nothing to take back.");
            }

            var removal = await scope.Db.Removals.AsNoTracking().SingleAsync(r => r.Id == task.RemovalId, token);
            if (!MayStill(removal.State))
            {
                return new Problem("task.settled", $"R{removal.Number} is {RemovalWords.Of(removal.State).ToLowerInvariant()}; what was noted around it stays as it is.");
            }

            (task.DoneById, task.DoneOn, task.DoneReference) = (null, null, null);
            scope.Record(new RemovalTaskTakenBack(taskId, removal.Id, task.Kind, by, on), removal.CampaignId);
            return Done.Yes;
        }, cancel);

    /// <summary>Whether a note may still be taken back, as the removal stands: what is verified is told as it was when it was seen.</summary>
    internal static bool MayStill(RemovalState state) => state is not (RemovalState.Verified or RemovalState.Cancelled or RemovalState.Overruled);
}

/// <summary>The note that a task by hand was done was taken back.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="RemovalId">Its removal.</param>
/// <param name="Kind">What was to be done, and is again.</param>
/// <param name="DoneById">Who was noted to have done it.</param>
/// <param name="DoneOn">On which day.</param>
public sealed record RemovalTaskTakenBack(long TaskId, long RemovalId, RemovalTaskKind Kind, long DoneById, DateOnly DoneOn) : EventBody;
