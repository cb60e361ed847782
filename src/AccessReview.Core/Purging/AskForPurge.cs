using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Purging;

/// <summary>Asks that something be purged: an administrator or a campaign owner asks, and one of the other kind must agree.</summary>
public sealed class AskForPurge(Change change)
{
    /// <summary>Asks.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, PurgeKind kind, long id, string reason, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(AskForPurge), async (scope, token) =>
        {
            if (scope.Actor.Kind != ActorKind.Person || !scope.Has(Role.Administrator | Role.CampaignOwner))
            {
                return Problem.Denied("An administrator and a campaign owner purge together; others do not.");
            }

            if (string.IsNullOrWhiteSpace(reason) || reason.Trim().Length > PrivateText.MaxLength)
            {
                return new Problem("purge.reason", $"Say why, in at most {PrivateText.MaxLength} characters. It stays in the record.");
            }

            if (await PurgeRules.StandingAsync(scope.Db, kind, id, scope.At, token) is { } problem)
            {
                return problem;
            }

            var key = PurgeJob.KeyOf(kind, id);
            var before = await scope.Db.Works.SingleOrDefaultAsync(w => w.Kind == PurgeJob.WorkKind && w.UniqueKey == key, token);
            if (before is { State: WorkState.Waiting })
            {
                return new Problem("purge.asked", "This was asked for already and waits.");
            }

            var text = scope.Keep(reason.Trim());
            if (before is not null)
            {
                scope.Db.Remove(before);
            }

            scope.Db.Add(new Work
            {
                Kind = PurgeJob.WorkKind, UniqueKey = key, AskedBy = scope.Actor.Key, AskedAt = scope.At, Arguments = new PurgeJob(kind, id, scope.Seq, text.Id).Write(),
            });
            scope.Record(new PurgeRequested(kind, id, new Sha256(text.Hash)), kind == PurgeKind.Campaign ? id : null);
            return Done.Yes;
        }, cancel);
}
