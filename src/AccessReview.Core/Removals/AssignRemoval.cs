using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Gives a removal to somebody who can carry it out.</summary>
public sealed class AssignRemoval(Change change)
{
    /// <summary>Names who has to do it, with the tasks by hand that go with it, or who has to do what is left of those once it is done; a campaign owner or the application's owner
    /// does so.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long removalId, long personId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(AssignRemoval), async (scope, token) =>
        {
            if (await scope.Db.Removals.SingleOrDefaultAsync(r => r.Id == removalId, token) is not { } removal)
            {
                return Problem.NotFound("The removal");
            }

            var owner = await scope.Db.Applications.Where(a => a.Id == removal.ApplicationId).Select(a => a.OwnerId).SingleAsync(token);
            if (!HandRules.MayAssign(scope.Roles, scope.Actor.PersonId, owner))
            {
                return Problem.Denied("A campaign owner or the application's owner says who carries out a removal.");
            }

            var open = RemovalRules.IsOpen(removal.State);
            var tasks = await scope.Db.RemovalTasks.AsTracking().Where(t => t.RemovalId == removalId && t.DoneById == null).OrderBy(t => t.Id).ToListAsync(token);
            if (!open && (tasks.Count == 0 || removal.State != RemovalState.Verified))
            {
                return new Problem("removal.ended", $"R{removal.Number} is {RemovalWords.Of(removal.State).ToLowerInvariant()}; there is nothing left to do.");
            }

            if (await CurrentPeople.FindAsync(scope.Db, personId, token) is not { } person || person.HasLeft(scope.Today))
            {
                return new Problem("removal.person", "A removal goes to somebody who works here, as the newest staff list has it.");
            }

            var moved = tasks.FindAll(t => t.PersonId != personId);
            moved.ForEach(t => t.PersonId = personId);
            if (open && removal.PersonId != personId)
            {
                scope.Record(new RemovalAssigned(removal.Id, removal.PersonId, personId), removal.CampaignId);
                removal.PersonId = personId;
            }
            else if (moved.Count > 0)
            {
                scope.Record(new RemovalTasksAssigned(removal.Id, [.. moved.Select(t => t.Id)], personId), removal.CampaignId);
            }

            return Done.Yes;
        }, cancel);
}

/// <summary>A removal went to another person.</summary>
public sealed record RemovalAssigned(long RemovalId, long? FromId, long ToId) : EventBody;

/// <summary>Tasks by hand went to another person, and the removal they go with did not.</summary>
public sealed record RemovalTasksAssigned(long RemovalId, IReadOnlyList<long> TaskIds, long ToId) : EventBody;
