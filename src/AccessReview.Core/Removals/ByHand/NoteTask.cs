using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Notes that a task by hand was done. It says nothing about whether the access is gone.</summary>
public sealed class NoteTask(Change change)
{
    /// <summary>Notes it, for oneself; the person it waits for and campaign owners may.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long taskId, DateOnly on, string reference, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(NoteTask), async (scope, token) =>
        {
            if (await scope.Db.RemovalTasks.AsTracking().SingleOrDefaultAsync(t => t.Id == taskId, token) is not { } task)
            {
                return Problem.NotFound("The task");
            }

            if (scope.Actor.PersonId is not { } me || !(scope.Has(Role.CampaignOwner) || task.PersonId == me))
            {
                return Problem.Denied("A task is noted as done by the person it waits for, or by a campaign owner.");
            }

            var removal = await scope.Db.Removals.AsNoTracking().SingleAsync(r => r.Id == task.RemovalId, token);
            if (task.DoneById is not null || RemovalRules.DroppedStates.Contains(removal.State))
            {
                return new Problem("task.ended", task.DoneById is not null ? "This task is noted as done already." : $"R{removal.Number} is {RemovalWords.Of(removal.State).ToLowerInvariant()}, and its tasks with it.");
            }

            // A day is a day somewhere: tomorrow in UTC may be today in Auckland.
            if (on > DateOnly.FromDateTime(scope.At).AddDays(1) || on < DateOnly.FromDateTime(removal.DecidedAt).AddDays(-1))
            {
                return new Problem("task.day", "The day it was done lies between the decision and today.");
            }

            if (reference.Trim().Length > Removal.MaxReference)
            {
                return new Problem("removal.reference", $"A reference has at most {Removal.MaxReference} characters.");
            }

            (task.DoneById, task.DoneOn, task.DoneReference) = (me, on, reference.Trim() is { Length: > 0 } given ? given : null);
            scope.Record(new RemovalTaskDone(taskId, removal.Id, task.Kind, me, on), removal.CampaignId);
            return Done.Yes;
        }, cancel);
}

/// <summary>A task by hand was noted as done.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="RemovalId">Its removal.</param>
/// <param name="Kind">What was to be done.</param>
/// <param name="DoneById">By whom.</param>
/// <param name="DoneOn">On which day.</param>
public sealed record RemovalTaskDone(long TaskId, long RemovalId, RemovalTaskKind Kind, long DoneById, DateOnly DoneOn) : EventBody;
