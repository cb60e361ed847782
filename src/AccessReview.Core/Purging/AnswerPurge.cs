using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Purging;

/// <summary>The second person's yes: never the one who asked, and together the two are an administrator and a campaign owner.</summary>
public sealed class ApprovePurge(Change change)
{
    /// <summary>Approves. The operator's <c>purge</c> then carries it out.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, PurgeKind kind, long id, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(ApprovePurge), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator | Role.CampaignOwner))
            {
                return Problem.Denied("An administrator and a campaign owner purge together; others do not.");
            }

            var waiting = await PurgeDoor.WaitingAsync(scope, kind, id, token);
            if (!waiting.IsOk)
            {
                return waiting.Problem;
            }

            var job = waiting.Value.Job;
            if (await PurgeReplay.RequestAsync(scope.Db, job, token) is not { } asked)
            {
                return PurgeDoor.Gone;
            }

            if (await PurgeDoor.WhyNotSecondAsync(scope.Db, scope.Actor, scope.Roles, asked, token) is { } barred)
            {
                return barred;
            }

            if (asked.ApprovalSeq is not null)
            {
                return new Problem("purge.approved", "This was approved already and waits for the operator.");
            }

            if (await PurgeRules.StandingAsync(scope.Db, kind, id, scope.At, token) is { } problem)
            {
                return problem;
            }

            scope.Record(new PurgeApproved(kind, id, job.RequestSeq), kind == PurgeKind.Campaign ? id : null);
            return Done.Yes;
        }, cancel);
}

/// <summary>Takes a request back, or turns it down: whoever may ask may stop it, until it is carried out.</summary>
public sealed class DropPurge(Change change)
{
    /// <summary>Drops it.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, PurgeKind kind, long id, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(DropPurge), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator | Role.CampaignOwner))
            {
                return Problem.Denied("An administrator or a campaign owner stops a purge; others do not.");
            }

            var waiting = await PurgeDoor.WaitingAsync(scope, kind, id, token);
            if (!waiting.IsOk)
            {
                return waiting.Problem;
            }

            scope.Db.Remove(waiting.Value.Work);
            scope.Record(new PurgeDropped(kind, id, waiting.Value.Job.RequestSeq), kind == PurgeKind.Campaign ? id : null);
            return Done.Yes;
        }, cancel);
}

/// <summary>A purge that waits, and who may be its second person.</summary>
internal static class PurgeDoor
{
    internal sealed record Waiting(Work Work, PurgeJob Job);

    /// <summary>Nobody asks any more.</summary>
    public static Problem Gone { get; } = new("purge.gone", "Nobody asks for this purge any more.");

    /// <summary>The request, if it waits.</summary>
    public static async Task<Outcome<Waiting>> WaitingAsync(ChangeScope scope, PurgeKind kind, long id, CancellationToken cancel)
    {
        var key = PurgeJob.KeyOf(kind, id);
        return await scope.Db.Works.SingleOrDefaultAsync(w => w.Kind == PurgeJob.WorkKind && w.UniqueKey == key && w.State == WorkState.Waiting, cancel) is { } work
            ? new Waiting(work, PurgeJob.Read(work))
            : Gone;
    }

    /// <summary>Why this person cannot be the second one; null when they can. Of the first one counts what they held when they asked and hold still.</summary>
    public static async Task<Problem?> WhyNotSecondAsync(ReviewDb db, Actor actor, Role roles, AskedPurge asked, CancellationToken cancel)
    {
        if (actor.Kind != ActorKind.Person || (roles & (Role.Administrator | Role.CampaignOwner)) == Role.None)
        {
            return Problem.Denied("An administrator and a campaign owner purge together; others do not.");
        }

        if (actor.Key == asked.AskedBy)
        {
            return Problem.Denied("The second person is never the one who asked.");
        }

        var first = Actor.PersonOf(asked.AskedBy) is { } person ? asked.Held & await RolesOf.InForceAsync(db, person, cancel) : Role.None;
        return PurgeRules.AreBoth(first, roles)
            ? null
            : Problem.Denied("One of the two is an administrator and the other a campaign owner.");
    }
}
