using System.Globalization;
using AccessReview.Connectors.Files;
using AccessReview.Core.Extracts;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>How the files of imports were read, in words by which anybody can read them again.</summary>
internal sealed class ReadHow
{
    private readonly Dictionary<long, string> changes;

    private ReadHow(Dictionary<long, string> changes) => this.changes = changes;

    /// <summary>Which version of the mapping a file was read with, and since when, by whom; null: a connection read it, and nobody mapped anything.</summary>
    internal string? Change(ExtractFile file) => changes.GetValueOrDefault(file.Id);

    /// <summary>Which column held what, and how its dates, times and words were understood; null: a connection read it.</summary>
    internal static string? Of(Extract extract, ExtractFile file) => extract.ConnectionId is null ? Said(file.Mapping) : null;

    private static string? Said(string kept)
    {
        if (ImportState.ParseMapping(kept) is not { Columns: { Count: > 0 } columns } mapping)
        {
            return null;
        }

        List<string> lines = [$"Columns: {string.Join(", ", FileFields.Of(mapping.Kind).Where(columns.ContainsKey).Select(f => $"{FileFields.Name(f)} from {Quoted(columns[f])}"))}"];
        if (columns.Keys.Any(FileFields.IsDate))
        {
            lines.Add($"Dates: {Written(mapping.Dates)}");
            lines.Add($"Times without an offset: {mapping.TimeZone}");
        }

        if (columns.Keys.Any(FileFields.IsStatus))
        {
            lines.Add($"Status words, in capitals or not: {string.Join(", ", mapping.StatusWords.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => $"{Quoted(w.Key)} is {Words.Of(w.Value)}"))}");
        }

        if (mapping.RoleSeparator is { } roles)
        {
            lines.Add($"Between roles in one cell: {Quoted($"{roles}")}");
        }

        if (mapping.ListSeparator is { } groups)
        {
            lines.Add($"Between groups in one cell: {Quoted($"{groups}")}");
        }

        return string.Join('\n', lines);
    }

    /// <summary>Reads the versions: each mapping that reads otherwise than the one before of the same source and kind is the next.</summary>
    internal static async Task<ReadHow> ReadAsync(ReportScope scope, IReadOnlyList<Extract> extracts, CancellationToken cancel)
    {
        var applications = extracts.Select(e => e.ApplicationId).OfType<long>().ToList();
        var directories = extracts.Select(e => e.DirectoryId).OfType<long>().ToList();
        var last = extracts.Count == 0 ? 0 : extracts.Max(e => e.Id);
        var files = await (
            from file in scope.Db.ExtractFiles.AsNoTracking()
            join extract in scope.Db.Extracts on file.ExtractId equals extract.Id
            where extract.Id <= last && extract.ConnectionId == null
                && ((extract.ApplicationId != null && applications.Contains(extract.ApplicationId.Value)) || (extract.DirectoryId != null && directories.Contains(extract.DirectoryId.Value)))
            orderby extract.Id, file.Id
            select new { file.Id, file.Kind, file.Mapping, extract.ApplicationId, extract.DirectoryId, extract.ReadAt, extract.ReadBy }).ToListAsync(cancel);
        var versions = new Dictionary<long, string>();
        foreach (var same in files.GroupBy(f => (f.ApplicationId, f.DirectoryId, f.Kind)))
        {
            var (version, changed, before) = (0, same.First(), (string?)null);
            foreach (var file in same)
            {
                var said = Said(file.Mapping);
                if (version == 0 || said != before)
                {
                    (version, changed, before) = (version + 1, file, said);
                }

                versions[file.Id] = string.Create(CultureInfo.InvariantCulture, $"version {version}, since {changed.ReadAt:yyyy-MM-dd HH:mm} UTC, by {scope.People.Actor(changed.ReadBy)}");
            }
        }

        return new ReadHow(versions);
    }

    private static string Quoted(string text) => text.Length == 0 ? "an empty cell" : $"“{text}”";

    private static string Written(DateOrder? order) => order switch
    {
        DateOrder.DayFirst => "year first, or day first: 31.12.2026",
        DateOrder.MonthFirst => "year first, or month first: 12/31/2026",
        DateOrder.Excel => "year first, or Excel's number of a day: 46387",
        null or DateOrder.Iso => "year first: 2026-12-31",
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Not an order."),
    };
}
