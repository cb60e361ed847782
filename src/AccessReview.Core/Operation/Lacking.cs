using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Operation;

/// <summary>What a backup does not have and the database it replaces has.</summary>
/// <param name="SharedUpTo">The last event both have; 0 when they have none in common.</param>
/// <param name="LostUpTo">The last event of the replaced database.</param>
/// <param name="LostHead">Its hash.</param>
/// <param name="Words">What is lost, a line each; empty when nothing is.</param>
public sealed record Lacking(long SharedUpTo, long LostUpTo, byte[] LostHead, IReadOnlyList<string> Words)
{
    /// <summary>Whether everything that anchors know of beyond the backup is among it.</summary>
    internal bool Covers(AnchoredLoss anchored) => anchored.Anchors.All(a => a.Seq > SharedUpTo && a.Seq <= LostUpTo);

    /// <summary>Compares. Both chains start alike and part at most once, so the last shared event is found by halving.</summary>
    internal static async Task<Lacking> CompareAsync(ReviewDb backup, ReviewDb replaced, CancellationToken cancel)
    {
        var (ours, theirs) = (await backup.ChainHeads.AsNoTracking().SingleAsync(cancel), await replaced.ChainHeads.AsNoTracking().SingleAsync(cancel));
        var (low, high) = (0L, Math.Min(ours.Seq, theirs.Seq));
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = await SameAsync(backup, replaced, middle, cancel) ? (middle, high) : (low, middle - 1);
        }

        return new Lacking(low, theirs.Seq, theirs.Hash, theirs.Seq > low ? [.. await WordsAsync(replaced, low, ours.Seq, cancel), .. await RemovalsAsync(backup, replaced, low, cancel)] : []);
    }

    private static async Task<bool> SameAsync(ReviewDb one, ReviewDb other, long seq, CancellationToken cancel)
    {
        var (ours, theirs) = (
            await one.AuditEvents.Where(e => e.Seq == seq).Select(e => e.Hash).SingleAsync(cancel),
            await other.AuditEvents.Where(e => e.Seq == seq).Select(e => e.Hash).SingleAsync(cancel));
        return ours.AsSpan().SequenceEqual(theirs);
    }

    private static async Task<IReadOnlyList<string>> WordsAsync(ReviewDb db, long shared, long backupHead, CancellationToken cancel)
    {
        var lost = db.AuditEvents.Where(e => e.Seq > shared);
        var (from, to, count) = (await lost.MinAsync(e => e.At, cancel), await lost.MaxAsync(e => e.At, cancel), await lost.CountAsync(cancel));
        var campaigns = await db.Campaigns.Where(c => c.EventSeq > shared).OrderBy(c => c.Number).Select(c => new { c.Number, c.Name, c.State }).ToListAsync(cancel);
        (string What, int Count)[] counts =
        [
            ("decisions", await db.Decisions.CountAsync(d => d.EventSeq > shared, cancel)),
            ("sign-offs", await db.SignOffs.CountAsync(s => s.EventSeq > shared, cancel)),
            ("readings", await db.Extracts.CountAsync(e => e.EventSeq > shared, cancel)),
            ("removals changed", await db.Removals.CountAsync(r => r.EventSeq > shared, cancel)),
            ("editions of evidence", await db.EvidenceEditions.CountAsync(e => e.EventSeq > shared, cancel)),
            ("versions of the policy", await db.PolicyVersions.CountAsync(p => p.EventSeq > shared, cancel)),
        ];
        var rights = await RightsAsync(db, shared, cancel);
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"events {shared + 1} to {shared + count} ({count}), from {from:yyyy-MM-dd HH:mm} to {to:yyyy-MM-dd HH:mm} UTC"),
            .. campaigns.Select(c => string.Create(CultureInfo.InvariantCulture, $"what happened in campaign C{c.Number} “{c.Name}”, which is {Campaigns.Campaign.Word(c.State)} there")),
            .. counts.Where(c => c.Count > 0).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Count} {c.What}")),
            .. rights,
            .. backupHead > shared ? [string.Create(CultureInfo.InvariantCulture, $"the two went different ways after event {shared}: the backup has {backupHead - shared} events of its own")] : Array.Empty<string>(),
        ];
    }

    /// <summary>By number what the product was asked to carry out and, by what is lost, is not any more.</summary>
    private static async Task<IReadOnlyList<string>> RemovalsAsync(ReviewDb backup, ReviewDb replaced, long shared, CancellationToken cancel)
    {
        var asked = await backup.Removals.Where(r => r.State == RemovalState.Requested && r.EventSeq <= shared).Select(r => r.Id).ToHashSetAsync(cancel);
        var since = await replaced.Removals.Where(r => r.EventSeq > shared && r.State != RemovalState.Requested).OrderBy(r => r.Number).Select(r => new { r.Id, r.Number, r.State }).ToListAsync(cancel);
        return
        [
            .. since.Where(r => asked.Contains(r.Id)).GroupBy(r => r.State, r => string.Create(CultureInfo.InvariantCulture, $"R{r.Number}"))
                .Select(g => $"how {string.Join(", ", g)} went on, now “{RemovalWords.Of(g.Key)}”: the backup has it as asked for, so it waits for a second person"),
        ];
    }

    /// <summary>By name what comes back by the restore and should not, and whom it takes something from: rights and purges.</summary>
    private static async Task<IReadOnlyList<string>> RightsAsync(ReviewDb db, long shared, CancellationToken cancel)
    {
        var until = await db.AuditEvents.Where(e => e.Seq == shared).Select(e => (DateTime?)e.At).SingleOrDefaultAsync(cancel) ?? DateTime.MinValue;
        var grants = await db.RoleGrants.AsNoTracking().Where(g => g.EventSeq > shared && (g.EndedAt == null || g.GrantedAt <= until)).OrderBy(g => g.Id).ToListAsync(cancel);
        var signIns = await db.SignInIdentities.AsNoTracking().Where(i => i.EventSeq > shared && (i.Active || i.BoundAt <= until)).OrderBy(i => i.Id).ToListAsync(cancel);
        var people = await PeopleNames.ReadAsync(db, grants.Select(g => (long?)g.PersonId).Concat(signIns.Select(i => (long?)i.PersonId)), [], cancel);
        var purged = await db.AuditEvents.AsNoTracking().Where(e => e.Seq > shared && e.Type == nameof(Purged)).OrderBy(e => e.Seq).ToListAsync(cancel);
        return
        [
            .. grants.Select(g => $"that {people[g.PersonId]} {(g.EndedAt is null ? "was given" : "lost")} the role {EventWords.Words(g.Role.ToString()).ToLowerInvariant()}{(g.EndedAt is null ? "" : ": it comes back, so end it again")}"),
            .. signIns.Select(i => $"that a sign-in was {(i.Active ? "bound to" : "taken from")} {people[i.PersonId]}{(i.Active ? "" : ": it comes back, so take it again")}"),
            .. purged.Select(e => EventJson.Read<Purged>(e)).Select(p => string.Create(CultureInfo.InvariantCulture, $"the purge of the {EventWords.Words(p.Kind.ToString()).ToLowerInvariant()} with the key {p.Target}: it comes back, so purge it again")),
        ];
    }
}
