using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Which of an application's groups the groups of its next reading are.</summary>
internal static class KnownGroups
{
    /// <summary>Every group that a reading names, once.</summary>
    public static IReadOnlyList<Connectors.Group> Named(Connectors.Files.FileReading users, Connectors.Files.FileReading? owners, Connectors.Files.FileReading? assignments, GroupKeys keys) =>
    [
        .. (owners?.GroupOwners ?? []).Select(l => l.Group)
            .Concat((assignments?.Assignments ?? []).Select(l => new Connectors.Group(l.Assignment.Group, null, l.Assignment.GroupId)))
            .Concat(GroupColumn.Of(users, assignments, keys).Select(held => new Connectors.Group(held.Group, null)))
            .DistinctBy(g => keys.Of(g.Name, g.Id), StringComparer.Ordinal),
    ];

    /// <summary>What each is known as: by the id it was read under last, the same way, else by its name: the one that the reading before has where ids say
    /// nothing, as where the source is read another way now, and the one it was first read under.</summary>
    public static async Task<IReadOnlyList<long?>> FindAsync(ReviewDb db, NextReading next, IReadOnlyList<Connectors.Group> groups, GroupKeys keys, CancellationToken cancel)
    {
        var keyed = await db.Groups.AsNoTracking().Where(g => g.ApplicationId == next.Source).ToDictionaryAsync(g => g.SourceKey, g => (long?)g.Id, cancel);
        var recognition = new Recognition(groups.Count);
        recognition.By(group => groups[group].Id is null ? keyed.GetValueOrDefault(keys.Of(groups[group].Name)) : null);
        if (recognition.IsOpen && next.Previous is { } previous)
        {
            var ids = await IdsAsync(db, next, cancel);
            recognition.By(group => groups[group].Id is { } id && ids.TryGetValue(id, out var last) ? last : null);
            var otherWay = await db.Extracts.AnyAsync(e => e.Id == previous && e.ConnectionId != next.Connection, cancel);
            var names = (await db.GroupRecords.AsNoTracking().Where(r => r.ExtractId == previous).Select(r => new { r.Name, r.GroupId }).ToListAsync(cancel))
                .ToLookup(r => keys.Of(r.Name), r => r.GroupId, StringComparer.Ordinal);
            recognition.By(group => (groups[group].Id is null || otherWay) && names[keys.Of(groups[group].Name)].ToList() is [var one] ? one : null);
            recognition.By(group => keyed.GetValueOrDefault(keys.Of(groups[group].Name)));
        }

        return recognition.Found;
    }

    /// <summary>Whose each id was when it was last read the same way: another server gives the same ids to other groups.</summary>
    private static async Task<Dictionary<string, long>> IdsAsync(ReviewDb db, NextReading next, CancellationToken cancel)
    {
        var newest = from record in db.GroupRecords
                     join extract in db.Extracts on record.ExtractId equals extract.Id
                     where extract.ApplicationId == next.Source && extract.ConnectionId == next.Connection && record.SourceId != ""
                     group record.Id by record.SourceId into uses
                     select uses.Max();
        return await db.GroupRecords.AsNoTracking().Where(r => newest.Contains(r.Id)).ToDictionaryAsync(r => r.SourceId, r => r.GroupId, StringComparer.Ordinal, cancel);
    }
}
