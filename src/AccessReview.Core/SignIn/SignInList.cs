using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.SignIn;

/// <summary>The sign-ins that wait for an administrator, those that are bound, and who is signed in.</summary>
public sealed class SignInList(Databases databases, SessionLimits limits, TimeProvider time)
{
    /// <summary>The most lines of each part.</summary>
    public const int Most = 200;

    /// <summary>One that waits.</summary>
    /// <param name="Waits">What is known of it.</param>
    /// <param name="Holders">Who has the address it came with, as the staff list has it; proved or not.</param>
    public sealed record Waiting(WaitingSignIn Waits, IReadOnlyList<PersonChoice> Holders);

    /// <summary>One that is bound; whether it is the last of an administrator there, which is not unbound.</summary>
    public sealed record Bound(long Id, long PersonId, string Name, string Address, string Issuer, string BoundBy, DateTime BoundAt, bool Stays);

    /// <summary>A person with sessions that last.</summary>
    public sealed record Present(long PersonId, string Name, int Sessions, DateTime SeenAt);

    /// <summary>Everything; the counts are of all, the lists of at most <see cref="Most"/>.</summary>
    public sealed record Answer(IReadOnlyList<Waiting> Waiting, int WaitingInAll, IReadOnlyList<Bound> Bound, int BoundInAll, IReadOnlyList<Present> Present);

    /// <summary>Reads it. Administrators see it.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="search">The beginning of the bound person's name, or of the address; empty for all.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Outcome<Answer>> RunAsync(Actor actor, string? search, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if ((await RolesOf.ActorAsync(db, actor, cancel) & Role.Administrator) == Role.None)
        {
            return Problem.Denied("Administrators see who signs in as whom.");
        }

        var today = await CurrentPolicy.DayAsync(db, time.Now(), cancel);
        var waits = await db.WaitingSignIns.AsNoTracking().OrderByDescending(w => w.LastAt).ThenBy(w => w.Id).Take(Most).ToListAsync(cancel);
        var waiting = new List<Waiting>();
        foreach (var one in waits)
        {
            waiting.Add(new Waiting(one, await HoldersAsync(db, one.Address, today, cancel)));
        }

        var (bound, inAll) = await BoundAsync(db, search, today, cancel);
        return new Answer(waiting, await db.WaitingSignIns.CountAsync(cancel), bound, inAll, await PresentAsync(db, cancel));
    }

    private static async Task<IReadOnlyList<PersonChoice>> HoldersAsync(ReviewDb db, string address, DateOnly today, CancellationToken cancel)
    {
        var holders = await AddressHolders.FindAsync(db, [address], cancel);
        var records = await CurrentPeople.Known(db).Where(r => holders.Contains(r.PersonId)).OrderBy(r => r.PersonId).ToListAsync(cancel);
        return await FindPeople.SeenOffAsync(db, records.ConvertAll(r => FindPeople.Choice(r, today)), cancel);
    }

    private static async Task<(IReadOnlyList<Bound> Lines, int InAll)> BoundAsync(ReviewDb db, string? search, DateOnly today, CancellationToken cancel)
    {
        var found = from identity in db.SignInIdentities.AsNoTracking()
                    where identity.Active
                    join record in CurrentPeople.Of(db) on identity.PersonId equals record.PersonId into records
                    from person in records.DefaultIfEmpty()
                    select new { identity, Sort = person == null ? "" : person.NameSort, Email = person == null ? "" : person.EmailKey, Name = person == null ? null : person.Name };
        foreach (var word in SearchWords.Of(search))
        {
            var (sort, former, key) = (TextKey.Sort(word), TextKey.FormerSort(word), TextKey.Of(word));
            var (inner, formerInner) = (" " + sort, " " + former);
            found = found.Where(f => f.Sort.StartsWith(sort) || f.Sort.Contains(inner) || f.Sort.StartsWith(former) || f.Sort.Contains(formerInner) || f.Email.StartsWith(key));
        }

        var lines = await found.OrderBy(f => f.Sort).ThenBy(f => f.identity.Id).Take(Most).ToListAsync(cancel);
        var names = await ActorNames.ReadAsync(db, lines.Select(l => l.identity.BoundBy), cancel);
        var last = await LastSignIns.FindAsync(db, today, cancel);
        return ([.. lines.Select(l => new Bound(
            l.identity.Id, l.identity.PersonId, l.Name ?? "no longer in the staff list", l.identity.Address, l.identity.Issuer, names.Of(l.identity.BoundBy), l.identity.BoundAt,
            last.Contains(l.identity.Id)))], await found.CountAsync(cancel));
    }

    private async Task<IReadOnlyList<Present>> PresentAsync(ReviewDb db, CancellationToken cancel)
    {
        var now = time.Now();
        var (begun, seen) = (now - limits.Absolute, now - limits.Idle);
        var lines = await db.Sessions.AsNoTracking().Where(s => s.PersonId != null && s.EndedAt == null && s.StartedAt > begun && s.SeenAt > seen)
            .GroupBy(s => s.PersonId!.Value).Select(g => new { PersonId = g.Key, Count = g.Count(), Seen = g.Max(s => s.SeenAt) })
            .OrderByDescending(g => g.Seen).Take(Most).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, lines.Select(l => (long?)l.PersonId), cancel);
        return [.. lines.Select(l => new Present(l.PersonId, names.GetValueOrDefault(l.PersonId, "somebody no longer on the staff list"), l.Count, l.Seen))];
    }
}
