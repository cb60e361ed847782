using System.Collections.Concurrent;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.SignIn;

/// <summary>How long a session may last.</summary>
/// <param name="Idle">Without anything done.</param>
/// <param name="Absolute">In all.</param>
/// <param name="Fresh">How long after they proved who they are somebody may sign a statement.</param>
public sealed record SessionLimits(TimeSpan Idle, TimeSpan Absolute, TimeSpan Fresh)
{
    /// <summary>What holds where nothing is configured.</summary>
    public static SessionLimits Default { get; } = new(TimeSpan.FromHours(1), TimeSpan.FromHours(12), TimeSpan.FromMinutes(15));
}

/// <summary>Begins sessions, watches them and ends them.</summary>
public sealed class Sessions(Databases databases, OperationalWrites writes, SessionLimits limits, SeenBell bell, TimeProvider time)
{
    /// <summary>How often it is written down that somebody is still there.</summary>
    public static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    // What was seen since it was last written. A circuit tells of every click; the database hears of it after the next check.
    private readonly ConcurrentDictionary<string, DateTime> seen = new(StringComparer.Ordinal);

    // What it is to hear of.
    private readonly ConcurrentDictionary<string, DateTime> unwritten = new(StringComparer.Ordinal);

    /// <summary>Begins a session; rows of long ago go.</summary>
    /// <param name="key">Its name in the cookie.</param>
    /// <param name="personId">Whose it is.</param>
    /// <param name="method">How they proved who they are.</param>
    /// <param name="signOutHint">What a sign-out at the provider asks for.</param>
    /// <param name="cancel">Stops before it is written.</param>
    /// <param name="provedAt">When they proved it, as the provider says; null: it does not say.</param>
    public Task StartAsync(string key, long? personId, AuthenticationMethod method, byte[]? signOutHint, CancellationToken cancel, DateTime? provedAt = null) =>
        writes.RunAsync(async (db, token) =>
        {
            var now = time.Now();
            var old = now - Session.KeptFor;
            await db.Sessions.Where(s => s.StartedAt < old).ExecuteDeleteAsync(token);
            if (!await db.Sessions.AnyAsync(s => s.Key == key, token))
            {
                db.Sessions.Add(new Session { Key = key, PersonId = personId, Method = method, StartedAt = now, SeenAt = now, SignOutHint = signOutHint, ProvedAt = provedAt is { } at ? Earlier(at, now) : null });
            }

            return Done.Yes;
        }, cancel);

    /// <summary>The person of a session that lasts comes back from the provider, to which they went to prove once more who they are.</summary>
    /// <param name="key">The session.</param>
    /// <param name="personId">Whom the provider names.</param>
    /// <param name="provedAt">When they proved it, as the provider says; null: it does not say, so nothing is proved, and the session goes on as it was.</param>
    /// <param name="cancel">Stops before it is written.</param>
    /// <returns>Whether there is such a session.</returns>
    public async Task<bool> ProvedAsync(string key, long personId, DateTime? provedAt, CancellationToken cancel) =>
        await IsAliveAsync(key, cancel) && await writes.RunAsync(
            (db, token) =>
            {
                var proved = provedAt is { } at ? Earlier(at, time.Now()) : (DateTime?)null;
                return db.Sessions.Where(s => s.Key == key && s.PersonId == personId && s.EndedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.ProvedAt, s => proved ?? s.ProvedAt), token);
            },
            cancel) == 1;

    // A provider whose clock runs ahead gives nobody a longer time.
    private static DateTime Earlier(DateTime proved, DateTime now) => proved < now ? proved : now;

    /// <summary>Notes that the person did something just now.</summary>
    public void Seen(string key) => seen[key] = time.Now();

    /// <summary>Whether the session lasts. It reads only: who may go on reading waits for no writer, and for no disk that is full.</summary>
    public async Task<bool> IsAliveAsync(string key, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var row = await db.Sessions.AsNoTracking().Where(s => s.Key == key).Select(s => new { s.StartedAt, s.SeenAt, s.EndedAt }).SingleOrDefaultAsync(cancel);
        var now = time.Now();
        var last = row is not null && seen.TryGetValue(key, out var here) && here > row.SeenAt ? here : row?.SeenAt;
        if (row is not { EndedAt: null } || now - row.StartedAt >= limits.Absolute || now - last >= limits.Idle)
        {
            seen.TryRemove(key, out _);
            return false;
        }

        if (last is { } at && at - row.SeenAt >= SeenEvery)
        {
            if (unwritten.TryAdd(key, at))
            {
                bell.Ring();
            }

            // While it cannot be written it is tried now and then, and not at every click.
            unwritten[key] = at;
        }

        return true;
    }

    /// <summary>Writes down who was still there, of those the database has not heard of for <see cref="SeenEvery"/>. What could not be written is
    /// kept for the next time.</summary>
    public async Task WriteSeenAsync(CancellationToken cancel)
    {
        var now = unwritten.ToArray();
        if (now.Length == 0)
        {
            return;
        }

        await writes.RunAsync(async (db, token) =>
        {
            foreach (var (key, at) in now)
            {
                // Another node may have seen them later.
                await db.Sessions.Where(s => s.Key == key && s.SeenAt < at).ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, at), token);
            }

            return Done.Yes;
        }, cancel);
        foreach (var written in now)
        {
            unwritten.TryRemove(written);
        }
    }

    /// <summary>Ends a session.</summary>
    /// <returns>What a sign-out at the provider asks for, if there is something.</returns>
    public async Task<byte[]?> EndAsync(string key, CancellationToken cancel)
    {
        // A try that comes after one whose commit was not heard of finds it ended, and still has what it asks for.
        byte[]? hint = null;
        await writes.RunAsync(async (db, token) =>
        {
            seen.TryRemove(key, out _);
            if (await db.Sessions.SingleOrDefaultAsync(s => s.Key == key && s.EndedAt == null, token) is { } session)
            {
                hint = session.SignOutHint;
                (session.EndedAt, session.SignOutHint) = (time.Now(), null);
            }

            return Done.Yes;
        }, cancel);
        return hint;
    }

    /// <summary>What a sign-out at the provider asks for; null when there is nothing.</summary>
    public async Task<byte[]?> HintAsync(string key, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await db.Sessions.AsNoTracking().Where(s => s.Key == key).Select(s => s.SignOutHint).SingleOrDefaultAsync(cancel);
    }

    /// <summary>Ends everybody's sessions: in a record that goes on from an earlier state, those that were ended since would last again.</summary>
    internal static Task EndEverybodysAsync(ReviewDb db, DateTime now, CancellationToken cancel) => db.Sessions
        .Where(s => s.EndedAt == null)
        .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now).SetProperty(s => s.SignOutHint, (byte[]?)null), cancel);

    /// <summary>Ends every session of a person inside a change.</summary>
    internal static void EndAll(ChangeScope scope, long personId) => scope.AfterEvent(token => scope.Db.Sessions
        .Where(s => s.PersonId == personId && s.EndedAt == null)
        .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, scope.At).SetProperty(s => s.SignOutHint, (byte[]?)null), token));
}

/// <summary>Rings when the database is to hear who is still there.</summary>
public sealed class SeenBell : Bell;
