using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>The directories, each with its newest complete reading and the ones before.</summary>
public sealed class DirectoryList(Databases databases)
{
    /// <summary>One directory.</summary>
    public sealed record Line(long Id, string Name, DirectoryKind Kind, int People, int Working, DateTime? AsOf, IReadOnlyList<Reading> Readings)
    {
        /// <summary>That it is out of scope; null: it is in it.</summary>
        public OutOfScope? OutOfScope { get; init; }
    }

    /// <summary>One reading of it.</summary>
    public sealed record Reading(long ExtractId, int Number, DateTime AsOf, DateTime ReadAt, string ReadBy, Completeness Completeness, int People, int SetAside, bool Current);

    /// <summary>All directories, the leading one first, and those out of scope last. Administrators and campaign owners see them.</summary>
    public async Task<Outcome<IReadOnlyList<Line>>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await Sight.RefusalAsync(db, actor, Sight.Sources, "Administrators and campaign owners see the directories.", cancel) is { } denied)
        {
            return denied;
        }

        var directories = await db.Directories.AsNoTracking().OrderBy(d => d.OutOfScopeSeq != null).ThenBy(d => d.Rank).ThenBy(d => d.Id).ToListAsync(cancel);
        var readings = (await db.Extracts.AsNoTracking().Where(e => e.DirectoryId != null).OrderByDescending(e => e.Id)
            .Select(e => new { e.DirectoryId, Reading = new { e.Id, e.Number, e.AsOf, e.ReadAt, e.ReadBy, e.Completeness, e.Records, SetAside = e.Files.Sum(f => f.SetAside) } })
            .ToListAsync(cancel)).ToLookup(e => e.DirectoryId!.Value, e => e.Reading);
        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        var outOfScope = await OutOfScope.ReadAsync(db, directories.Select(d => d.OutOfScopeSeq), cancel);
        var lines = new List<Line>();
        foreach (var directory in directories)
        {
            var current = readings[directory.Id].SingleOrDefault(r => r.Id == directory.CurrentExtractId);
            var working = current is null ? 0 : await db.PersonRecords.Where(r => r.ExtractId == current.Id).CountAsync(Employment.Here(policy.DayOf(current.AsOf)), cancel);
            lines.Add(new Line(directory.Id, directory.Name, directory.Kind, current?.Records ?? 0, working, current?.AsOf,
                [.. readings[directory.Id].Select(r => new Reading(r.Id, r.Number, r.AsOf, r.ReadAt, r.ReadBy, r.Completeness, r.Records, r.SetAside, r.Id == directory.CurrentExtractId))])
            {
                OutOfScope = directory.OutOfScopeSeq is { } seq ? outOfScope.GetValueOrDefault(seq) : null,
            });
        }

        return lines;
    }
}
