using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>What a connection itself calls accounts and groups, by its newest complete reading. Nothing else is sent to it: a file may number them
/// otherwise, and its number may be another one's id there.</summary>
internal sealed class GivenIds
{
    private readonly Dictionary<long, (string SourceId, string EmailKey)> accounts;
    private readonly Dictionary<long, (string SourceId, string Name)> groups;

    private GivenIds(long extractId, bool listsGroups, Dictionary<long, (string SourceId, string EmailKey)> accounts, Dictionary<long, (string SourceId, string Name)> groups) =>
        (ExtractId, ListsGroups, this.accounts, this.groups) = (extractId, listsGroups, accounts, groups);

    /// <summary>The reading that gave them.</summary>
    public long ExtractId { get; }

    /// <summary>Whether the connection lists groups.</summary>
    public bool ListsGroups { get; }

    /// <summary>Reads what some accounts and groups were called right after the event <paramref name="seq"/>; null: the connection had not been
    /// read.</summary>
    public static async Task<GivenIds?> ReadAsync(ReviewDb db, long applicationId, long connectionId, IQueryable<long> accountIds, IQueryable<long> groupIds, long seq, CancellationToken cancel)
    {
        var reading = await Readings(db, applicationId, connectionId, seq).Select(e => new { e.Id, e.CoversAssignments }).FirstOrDefaultAsync(cancel);
        return reading is null ? null : new GivenIds(
            reading.Id, reading.CoversAssignments,
            (await db.AccountRecords.AsNoTracking().Where(r => r.ExtractId == reading.Id && accountIds.Contains(r.AccountId)).Select(r => new { r.AccountId, r.SourceId, r.EmailKey }).ToListAsync(cancel))
                .ToDictionary(r => r.AccountId, r => (r.SourceId, r.EmailKey)),
            (await db.GroupRecords.AsNoTracking().Where(r => r.ExtractId == reading.Id && groupIds.Contains(r.GroupId)).Select(r => new { r.GroupId, r.SourceId, r.Name }).ToListAsync(cancel))
                .ToDictionary(r => r.GroupId, r => (r.SourceId, r.Name)));
    }

    /// <summary>The complete readings through a connection up to the event <paramref name="seq"/>, the newest first: that one gives the ids.</summary>
    public static IQueryable<Extract> Readings(ReviewDb db, long applicationId, long connectionId, long seq) => db.Extracts.AsNoTracking()
        .Where(e => e.ApplicationId == applicationId && e.ConnectionId == connectionId && e.Completeness == Completeness.Complete && e.EventSeq <= seq)
        .OrderByDescending(e => e.Id);

    /// <summary>Whether an account that the connection shows under one address may be the one known under another: perhaps it is somebody else's by now.</summary>
    public static bool MayBeSame(string given, string known) => given == known || given.Length == 0 || known.Length == 0;

    /// <summary>What it calls an account; empty: it does not say, or shows another address than is known, and so perhaps somebody else.</summary>
    public string Account(long accountId, string emailKey) =>
        accounts.TryGetValue(accountId, out var given) && MayBeSame(given.EmailKey, emailKey) ? given.SourceId : "";

    /// <summary>What it calls a group; empty: it does not say, or calls it by another name than is known.</summary>
    public string Group(long groupId, string name) => groups.TryGetValue(groupId, out var given) && TextKey.Of(given.Name) == TextKey.Of(name) ? given.SourceId : "";
}
