using System.Text.Json;
using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Settings;

/// <summary>A looser brake that somebody asked for and that waits for a second person.</summary>
/// <param name="RequestSeq">The event that asked: whoever answers names it, so that nobody agrees to what they did not see.</param>
/// <param name="Above">Removals within a day, as asked for.</param>
/// <param name="Percent">Percent of an application, as asked for.</param>
/// <param name="NowAbove">The same as it stands.</param>
/// <param name="NowPercent">The same as it stands.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="AskedAt">When.</param>
/// <param name="MayAgree">Whether the reader can be the second person.</param>
public sealed record LooserBrake(long RequestSeq, int Above, int Percent, int NowAbove, int NowPercent, string AskedBy, DateTime AskedAt, bool MayAgree);

/// <summary>Reads the looser brake that waits, if one does.</summary>
public sealed class ReadLooserBrake(Databases databases)
{
    /// <summary>What waits; nothing when nothing does. Whoever may answer sees it.</summary>
    public async Task<Outcome<LooserBrake?>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var roles = await RolesOf.ActorAsync(db, actor, cancel);
        return (roles & Sight.Retention) == Role.None
            ? Problem.Denied("Administrators and campaign owners see what waits for a second person.")
            : await LooserBrakeJob.ReadAsync(db, cancel) is { } waiting ? await ShowAsync(db, waiting.Asked, actor, cancel) : (LooserBrake?)null;
    }

    private static async Task<LooserBrake> ShowAsync(ReviewDb db, AskedBrake asked, Actor actor, CancellationToken cancel)
    {
        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        var names = await ActorNames.ReadAsync(db, [asked.AskedBy], cancel);
        return new LooserBrake(
            asked.Seq, Math.Max(asked.Above, policy.BrakeAbove), Math.Max(asked.Percent, policy.BrakePercent), policy.BrakeAbove, policy.BrakePercent,
            names.Of(asked.AskedBy), asked.AskedAt, actor.Kind == ActorKind.Person && actor.Key != asked.AskedBy);
    }
}

/// <summary>Agrees, as the second person, that the brake becomes looser: an administrator or a campaign owner, never the one who asked.</summary>
public sealed class AgreeToLooserBrake(Change change)
{
    /// <summary>Agrees; gives the number of the policy's new version.</summary>
    /// <param name="commandId">Makes sending again harmless.</param>
    /// <param name="actor">The second person.</param>
    /// <param name="seen">The request that was shown: <see cref="LooserBrake.RequestSeq"/>. Another one has taken its place when somebody asked again.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, long seen, CancellationToken cancel) =>
        change.RunAsync<int>(commandId, actor, nameof(AgreeToLooserBrake), async (scope, token) =>
        {
            if (scope.Actor.Kind != ActorKind.Person || !scope.Has(Sight.Retention))
            {
                return Problem.Denied("An administrator or a campaign owner agrees to a looser brake.");
            }

            var waiting = await LooserBrakeJob.SeenAsync(scope.Db, seen, token);
            if (!waiting.IsOk)
            {
                return waiting.Problem;
            }

            var (work, asked) = waiting.Value;
            if (scope.Actor.Key == asked.AskedBy)
            {
                return Problem.Denied("The second person is never the one who asked.");
            }

            var (_, policy) = await CurrentPolicy.ReadAsync(scope.Db, token);
            var loose = policy with { BrakeAbove = Math.Max(policy.BrakeAbove, asked.Above), BrakePercent = Math.Max(policy.BrakePercent, asked.Percent) };
            var version = await PolicyVersion.AddAsync(scope, loose, token);
            scope.Db.Remove(work);
            scope.Record(new LooserBrakeAgreed(version.Number, version.Fingerprint(), asked.Seq, loose.BrakeAbove, loose.BrakePercent));
            return version.Number;
        }, cancel);
}

/// <summary>Takes the request back, or turns it down: whoever may answer or ask.</summary>
public sealed class DropLooserBrake(Change change)
{
    /// <summary>Drops it; the brake stays as it is.</summary>
    /// <param name="commandId">Makes sending again harmless.</param>
    /// <param name="actor">Who drops it.</param>
    /// <param name="seen">The request that was shown: <see cref="LooserBrake.RequestSeq"/>.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long seen, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(DropLooserBrake), async (scope, token) =>
        {
            if (!scope.Has(Sight.Retention))
            {
                return Problem.Denied("An administrator or a campaign owner turns a looser brake down.");
            }

            var waiting = await LooserBrakeJob.SeenAsync(scope.Db, seen, token);
            if (!waiting.IsOk)
            {
                return waiting.Problem;
            }

            scope.Db.Remove(waiting.Value.Work);
            scope.Record(new LooserBrakeDropped(waiting.Value.Asked.Seq));
            return Done.Yes;
        }, cancel);
}

/// <summary>The request, kept as a job until it is answered; a later one takes the place of the one before. What was asked for, and by whom, stands
/// in the event alone.</summary>
internal sealed record LooserBrakeJob(long RequestSeq)
{
    private const string WorkKind = "looser-brake";

    /// <summary>What waits: one at most.</summary>
    public static IQueryable<Work> Waiting(ReviewDb db) => db.Works.Where(w => w.Kind == WorkKind);

    /// <summary>What waits, as the events have it; null when nothing does.</summary>
    public static async Task<WaitingBrake?> ReadAsync(ReviewDb db, CancellationToken cancel) =>
        await Waiting(db).SingleOrDefaultAsync(cancel) is { } work
        && await LooserBrakeReplay.WaitingAsync(db, JsonSerializer.Deserialize<LooserBrakeJob>(work.Arguments)!.RequestSeq, cancel) is { } asked
            ? new WaitingBrake(work, asked)
            : null;

    /// <summary>What waits, for whoever answers it: exactly the request they saw.</summary>
    public static async Task<Outcome<WaitingBrake>> SeenAsync(ReviewDb db, long seen, CancellationToken cancel) =>
        await ReadAsync(db, cancel) is not { } waiting ? new Problem("brake.gone", "Nobody asks for a looser brake any more.")
        : waiting.Asked.Seq != seen ? Problem.Conflict("Another brake is asked for than the one you saw. Look at it again.")
        : waiting;

    /// <summary>Asks for what a policy has looser than the one in force, and gives the policy without it; null when nothing is looser.</summary>
    public static async Task<Policy?> AskAsync(ChangeScope scope, Policy wanted, Policy inForce, CancellationToken cancel)
    {
        if (wanted.BrakeAbove <= inForce.BrakeAbove && wanted.BrakePercent <= inForce.BrakePercent)
        {
            return null;
        }

        var arguments = JsonSerializer.Serialize(new LooserBrakeJob(scope.Seq));
        if (await Waiting(scope.Db).SingleOrDefaultAsync(cancel) is { } before)
        {
            (before.AskedBy, before.AskedAt, before.Arguments) = (scope.Actor.Key, scope.At, arguments);
        }
        else
        {
            scope.Db.Add(new Work { Kind = WorkKind, UniqueKey = WorkKind, AskedBy = scope.Actor.Key, AskedAt = scope.At, Arguments = arguments });
        }

        return wanted with { BrakeAbove = Math.Min(wanted.BrakeAbove, inForce.BrakeAbove), BrakePercent = Math.Min(wanted.BrakePercent, inForce.BrakePercent) };
    }
}

/// <summary>A looser brake that waits: its job, and who asked for what.</summary>
internal sealed record WaitingBrake(Work Work, AskedBrake Asked);

/// <summary>A second person agreed to a looser brake: a new version of the policy.</summary>
/// <param name="Number">The version.</param>
/// <param name="Json">The SHA-256 of its text.</param>
/// <param name="RequestSeq">The event that asked.</param>
/// <param name="Above">Removals within a day up to which nobody is asked.</param>
/// <param name="Percent">Percent of an application up to which nobody is asked.</param>
public sealed record LooserBrakeAgreed(int Number, Sha256 Json, long RequestSeq, int Above, int Percent) : EventBody;

/// <summary>A looser brake was turned down or taken back.</summary>
public sealed record LooserBrakeDropped(long RequestSeq) : EventBody;
