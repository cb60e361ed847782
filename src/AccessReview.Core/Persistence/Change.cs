using System.Text.Json;
using AccessReview.Core.Audit;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AccessReview.Core.Persistence;

/// <summary>The one door for writes. A command's work, its event, the chain's head and its receipt are one transaction; a
/// command sent twice answers twice and happens once; writers come one at a time, so what the work loads cannot change
/// under it.</summary>
public sealed class Change(Databases databases, Pace pace, TimeProvider time)
{
    private static readonly JsonSerializerOptions AnswerJson = new(JsonSerializerDefaults.Web);

    /// <summary>Runs a command. A database that cannot just now is an answer too (<see cref="Problem.IsForNow"/>).</summary>
    /// <param name="commandId">Made where the command was born (the browser), so that sending again is harmless.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="command">The command's name, for refusals.</param>
    /// <param name="work">Loads, decides and records. Answers with a problem to change nothing.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<T>> RunAsync<T>(
        Guid commandId, Actor actor, string command, Func<ChangeScope, CancellationToken, Task<Outcome<T>>> work, CancellationToken cancel) =>
        RunAsync(commandId, actor, command, ahead: null, work, cancel);

    /// <summary>Runs a command that reads so much that the writers behind it should not wait for its reading.</summary>
    /// <param name="commandId">Made where the command was born (the browser), so that sending again is harmless.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="command">The command's name, for refusals.</param>
    /// <param name="ahead">Reads before it is the command's turn, beside the writers. The work must ask whether what it read still holds.</param>
    /// <param name="work">Loads, decides and records. Answers with a problem to change nothing.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public async Task<Outcome<T>> RunAsync<T>(
        Guid commandId, Actor actor, string command, Func<CancellationToken, Task>? ahead, Func<ChangeScope, CancellationToken, Task<Outcome<T>>> work, CancellationToken cancel)
    {
        using var running = Telemetry.Command(command);
        if (pace.Take(actor) is { } tooSoon)
        {
            running.Answered(tooSoon);
            return tooSoon;
        }

        try
        {
            if (ahead is not null)
            {
                await Task.Run(() => ahead(cancel), cancel).ConfigureAwait(false);
            }

            var outcome = await InTurnAsync(running, () => TryAsync(commandId, actor, command, work, cancel), cancel).ConfigureAwait(false);
            running.Answered(outcome.Problem);
            return outcome;
        }
        catch (Exception e) when (StorageTrouble.Of(e) is { } trouble)
        {
            running.Answered(trouble);
            return trouble;
        }
    }

    /// <summary>Records that somebody was refused a command that is none of this door's (an upload, a job), and gives the refusal back.</summary>
    public async Task<Problem> RefuseAsync(Actor actor, string command, Problem denied, CancellationToken cancel) =>
        (await RunAsync<Done>(Guid.NewGuid(), actor, command, (_, _) => Task.FromResult<Outcome<Done>>(denied), cancel)).Problem!;

    private async Task<T> InTurnAsync<T>(Telemetry.Running running, Func<Task<T>> run, CancellationToken cancel)
    {
        // Whose turn it is goes on at once, on any thread: a page's own may still be drawing or reading, and every writer would wait for it.
        running.Waits();
        var gate = await databases.EnterAsync(cancel).ConfigureAwait(false);
        running.Entered();
        try
        {
            return await run();
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Outcome<T>> TryAsync<T>(
        Guid commandId, Actor actor, string command, Func<ChangeScope, CancellationToken, Task<Outcome<T>>> work, CancellationToken cancel)
    {
        await using var strategyDb = databases.CreateDbContext();
        var outcome = await strategyDb.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var db = databases.CreateDbContext();
                return await OnceAsync(db, commandId, actor, work, token);
            },
            cancel);
        if (outcome.Problem is { Code: Problem.DeniedCode })
        {
            await strategyDb.Database.CreateExecutionStrategy().ExecuteAsync(token => RecordDenialAsync(actor, command, token), cancel);
        }

        return outcome;
    }

    private async Task<Outcome<T>> OnceAsync<T>(
        ReviewDb db, Guid commandId, Actor actor, Func<ChangeScope, CancellationToken, Task<Outcome<T>>> work, CancellationToken cancel)
    {
        await using var transaction = await Writing.BeginAsync(db, cancel);
        var start = await ChainStatements.BeginAsync(db, commandId, actor, cancel);
        var (head, before, held, employment, sessionEnded, _, policy) = start;
        if (before is not null)
        {
            return before.Actor == actor.Key
                ? JsonSerializer.Deserialize<T>(before.Answer, AnswerJson)!
                : Problem.Denied("This command was sent by somebody else.");
        }

        // By the clock: a record that lies ahead of it ends nobody's time here before its last day.
        var now = time.Now();
        if (sessionEnded || employment?.HasLeft(policy.DayOf(now)) == true)
        {
            return sessionEnded ? Problem.SessionOver : Problem.Denied("You are not on the staff list any more, or your last day has passed, so nothing was changed.");
        }

        var roles = actor.Kind == ActorKind.Person ? held : await RolesOf.ActorAsync(db, actor, cancel);
        var at = Later(now, head.At);
        var scope = new ChangeScope(db, head, actor, roles, at, policy.DayOf(at));
        var outcome = await work(scope, cancel);
        if (!outcome.IsOk)
        {
            return outcome;
        }

        if (scope.Event is null)
        {
            return db.ChangeTracker.HasChanges() || scope.SetBased.Count > 0
                ? throw new InvalidOperationException("A command changed rows and recorded no event.")
                : outcome;
        }

        // A long answer takes as long to write down as a fifth of its rows take: the database need not wait for it.
        var receipt = Task.Run(
            () => new CommandReceipt { CommandId = commandId, Actor = actor.Key, EventSeq = scope.Seq, Answer = JsonSerializer.Serialize(outcome.Value, AnswerJson) }, CancellationToken.None);
        await CommitAsync(scope, start, transaction, receipt, cancel);
        return outcome;
    }

    private static async Task CommitAsync(ChangeScope scope, ChainStatements.Start start, IDbContextTransaction transaction, Task<CommandReceipt>? receipt, CancellationToken cancel)
    {
        var db = scope.Db;
        foreach (var row in db.ChangeTracker.Entries<IAudited>().Where(e => e.State is EntityState.Added or EntityState.Modified))
        {
            row.Entity.EventSeq = scope.Seq;
        }

        var happened = Append(scope, start.Head);
        await ChainStatements.AppendAsync(db, happened, cancel);
        if (db.ChangeTracker.HasChanges())
        {
            await db.SaveChangesAsync(cancel);
        }

        foreach (var statements in scope.SetBased)
        {
            await statements(cancel);
        }

        if (scope.Actor.Method == AuthenticationMethod.Demo && !start.DemoUsed)
        {
            // Whatever is made from here on, and whatever was made before, is evidence of a demonstration.
            await db.Installations.Where(i => !i.DemoUsed).ExecuteUpdateAsync(set => set.SetProperty(i => i.DemoUsed, true), cancel);
        }

        await ChainStatements.EndAsync(db, happened, receipt is null ? null : await receipt, scope.NextFreeId, cancel);
        await transaction.CommitAsync(cancel);
        Telemetry.Committed(scope.Event!);
    }

    private static AuditEvent Append(ChangeScope scope, ChainHead head)
    {
        var body = EventJson.Write(
            new EventEnvelope(scope.Seq, scope.At, scope.Actor.Key, scope.Actor.Method, scope.Roles.ToString(), scope.CampaignId), scope.Event!);
        return new AuditEvent
        {
            Seq = scope.Seq,
            At = scope.At,
            Type = scope.Event!.Type,
            Version = scope.Event.Version,
            CampaignId = scope.CampaignId,
            Actor = scope.Actor.Key,
            Body = body,
            PrevHash = head.Hash,
            Hash = Hashes.OfEvent(head.Hash, body),
        };
    }

    private static DateTime Later(DateTime now, DateTime last) => now > last ? now : last;

    /// <summary>Writes that somebody was refused: at most one event a minute for each actor and command, with a count.</summary>
    private async Task RecordDenialAsync(Actor actor, string command, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        await using var transaction = await Writing.BeginAsync(db, cancel);
        var start = await ChainStatements.BeginAsync(db, Guid.Empty, actor, cancel);
        var now = Later(time.Now(), start.Head.At);
        var denial = await db.Denials.SingleOrDefaultAsync(d => d.Actor == actor.Key && d.Command == command, cancel);
        if (denial is not null && now - denial.LastEventAt < TimeSpan.FromMinutes(1))
        {
            denial.Since++;
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return;
        }

        var scope = new ChangeScope(db, start.Head, actor, await RolesOf.ActorAsync(db, actor, cancel), now, start.Policy.DayOf(now));
        scope.Record(new CommandDenied(new Code(command), 1 + (denial?.Since ?? 0)));
        denial ??= db.Add(new Denial { Actor = actor.Key, Command = command }).Entity;
        (denial.LastEventAt, denial.Since) = (now, 0);
        await CommitAsync(scope, start, transaction, receipt: null, cancel);
    }
}

/// <summary>Somebody was refused a command.</summary>
/// <param name="Command">Which.</param>
/// <param name="Times">How often since the last event of this kind.</param>
public sealed record CommandDenied(Code Command, int Times) : EventBody;
