using System.Globalization;
using System.Text.Json;
using AccessReview.Connectors;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Which removal another system is being asked for, now or when a process was stopped. It stands in the row of the job, from before
/// the first request until its result is written down: meanwhile nobody knows what has happened, and the removal is not taken back.</summary>
public sealed class RemovalUnderWay(WorkQueue queue, TimeProvider time)
{
    private const string None = "{}";

    /// <summary>What is said to whoever would take it back.</summary>
    internal const string Sentence = "is being carried out at this moment. Try again in a few minutes.";

    /// <summary>The last look before another system is asked: the job is still ours and the removal still due. From here on it is under way.
    /// Writers come one at a time, so whoever takes it back came before, and is seen here, or comes after, and sees this.</summary>
    /// <param name="work">The job.</param>
    /// <param name="removalId">The removal.</param>
    /// <param name="step">What is to be asked for; null: no other system is asked.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Whether to ask.</returns>
    public Task<bool> BeginAsync(Work work, long removalId, BegunStep? step, CancellationToken cancel) => queue.WriteAsync(
        work,
        async (db, mine, token) =>
        {
            var now = time.Now();
            var due = await db.Removals.DueAt(now).AnyAsync(r => r.Id == removalId, token);
            (mine.Arguments, mine.LeaseUntil) = (due ? JsonSerializer.Serialize(new Mark(removalId, step)) : None, now + WorkQueue.Lease);
            return due;
        },
        cancel);

    /// <summary>It is no longer under way: part of the change that writes its result down. A mark that another has made since stays.</summary>
    /// <returns>Whether the job is still ours.</returns>
    public static async Task<bool> EndAsync(ChangeScope scope, Work work, CancellationToken cancel)
    {
        if (await scope.Db.Works.AsTracking().SingleOrDefaultAsync(w => w.Id == work.Id && w.Attempt == work.Attempt, cancel) is { } mine)
        {
            mine.Arguments = None;
            return true;
        }

        return false;
    }

    /// <summary>Nothing was asked for but to read, and the job is given up: it is not under way. A mark that another has made since stays.</summary>
    internal Task<bool> ForgetAsync(Work work) => queue.WriteAsync(work, (_, mine) => mine.Arguments = None, CancellationToken.None);

    /// <summary>The removal that is under way; null: none is.</summary>
    public static async Task<long?> ReadAsync(ReviewDb db, CancellationToken cancel) => (await MarkAsync(db, cancel))?.RemovalId;

    /// <summary>What another system is being asked for; null: nothing, or it is not known.</summary>
    internal static async Task<BegunStep?> StepAsync(ReviewDb db, CancellationToken cancel) => (await MarkAsync(db, cancel))?.Step;

    // An earlier release marked the removal alone.
    private static async Task<Mark?> MarkAsync(ReviewDb db, CancellationToken cancel) =>
        await db.Works.Where(w => w.Kind == CarryOutRemovals.Kind).Select(w => w.Arguments).SingleOrDefaultAsync(cancel) is not { } mark || mark == None ? null
            : long.TryParse(mark, CultureInfo.InvariantCulture, out var removalId) ? new Mark(removalId, null)
            : JsonSerializer.Deserialize<Mark>(mark);

    private sealed record Mark(long RemovalId, BegunStep? Step);
}

/// <summary>One act that another system is asked for, as an attempt tells of it.</summary>
/// <param name="ConnectionId">The connection it goes through.</param>
/// <param name="Act">What is done.</param>
/// <param name="Target">To what, in words.</param>
public sealed record BegunStep(long ConnectionId, AttemptAct Act, string Target)
{
    /// <summary>The step of a route.</summary>
    internal static BegunStep Of(RouteStep step) => new(step.ConnectionId, ActOf(step.Act), step.Target);

    /// <summary>What kind of act it is.</summary>
    internal static AttemptAct ActOf(RemovalAct act) => act switch
    {
        RemovalAct.Account => AttemptAct.Account,
        RemovalAct.Member => AttemptAct.Member,
        RemovalAct.AppAssignment => AttemptAct.AppAssignment,
        RemovalAct.DirectoryMember => AttemptAct.DirectoryMember,
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
    };
}
