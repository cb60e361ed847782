using System.Globalization;
using AccessReview.Connectors.Files;

namespace AccessReview.Core.Extracts;

/// <summary>Where in an import something is mended.</summary>
public enum ImportPart
{
    /// <summary>The files and where they come from.</summary>
    Files,

    /// <summary>What columns, dates and status words mean.</summary>
    Columns,

    /// <summary>Lines that are no record.</summary>
    Lines,
}

/// <summary>Something that stands in the way of an import.</summary>
/// <param name="Part">Where it is mended.</param>
/// <param name="Sentence">What it is.</param>
public sealed record ImportLack(ImportPart Part, string Sentence);

/// <summary>What stands between an import and its reading: every line a record or set aside, every origin stated, the claimed
/// number equal, everything unlikely said to be right.</summary>
internal static class ImportGates
{
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<ImportLack> Missing(ExtractKind kind, string source, IReadOnlyList<ImportFileReading> files, IReadOnlyList<ImportDoubt> doubts, Extract? current, DateTime now) =>
    [
        .. Main(kind, files).Select(s => new ImportLack(ImportPart.Files, s)),
        .. files.SelectMany(f => OfFile(f, source, now)),
        .. doubts.Where(d => !d.IsConfirmed).Select(d => new ImportLack(d.Part, $"{Name(d.Kind)}: {d.Sentence}. {d.Mend}")),
        .. Order(files, current).Select(s => new ImportLack(ImportPart.Files, s)),
    ];

    private static IEnumerable<string> Main(ExtractKind kind, IReadOnlyList<ImportFileReading> files)
    {
        var main = kind == ExtractKind.Access ? ExtractFileKind.Users : ExtractFileKind.People;
        if (!files.Any(f => f.State.Kind == main))
        {
            yield return kind == ExtractKind.Access ? "Upload the file of user accounts." : "Upload the staff list.";
        }
        else if (files.First(f => f.State.Kind == main).Reading is { Records: 0, Problems.Count: 0 })
        {
            yield return $"{Name(main)}: there is no record at all. An empty reading would make everybody look gone.";
        }
    }

    private static IEnumerable<ImportLack> OfFile(ImportFileReading file, string source, DateTime now)
    {
        var name = Name(file.State.Kind);
        foreach (var problem in file.MappingProblems)
        {
            yield return new ImportLack(ImportPart.Columns, $"{name}: {problem}");
        }

        if (file.State.Mapping is null)
        {
            yield return new ImportLack(ImportPart.Columns, $"{name}: agree to how columns, dates and status words are read.");
        }

        if (file.Problems.Count > 0)
        {
            yield return new ImportLack(ImportPart.Lines, $"{name}: {file.Problems.Count} {(file.Problems.Count == 1 ? "line is" : "lines are")} neither read nor set aside.");
        }

        foreach (var missing in Statements(file.State.Provenance, now))
        {
            yield return new ImportLack(ImportPart.Files, $"{name}: {missing}");
        }

        // While lines are open, how many were received is not known yet.
        if (file.State.Provenance.Claimed is { } claimed && file.Reading is not null && file.Problems.Count == 0 && claimed != file.Received)
        {
            yield return new ImportLack(ImportPart.Files, string.Create(CultureInfo.InvariantCulture, $"{name}: {source} showed {claimed}, the file has {file.Received}. Export it again without filters, or correct the number."));
        }
    }

    private static IEnumerable<string> Statements(Provenance provenance, DateTime now)
    {
        (string Value, string Ask)[] words =
        [
            (provenance.System, "say which system and environment it comes from."),
            (provenance.Report, "say which page or report it was exported from."),
            (provenance.Filters, $"say which filters were set there, or “{ExtractFile.NoFilters}”."),
            (provenance.ExportedBy, "say who exported it."),
        ];
        foreach (var (value, ask) in words)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                yield return ask;
            }
            else if (value.Length > ExtractFile.MaxStatement)
            {
                yield return $"a statement has more than {ExtractFile.MaxStatement} characters.";
            }
        }

        if (provenance.ExportedAt is not { } at)
        {
            yield return "say when it was exported.";
        }
        else if (at > now + ClockSlack)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"it cannot have been exported in the future; now it is {now:HH:mm} UTC.");
        }

        if (provenance.Claimed is < 0)
        {
            yield return "the number the application showed cannot be negative.";
        }
    }

    private static IEnumerable<string> Order(IReadOnlyList<ImportFileReading> files, Extract? current)
    {
        var oldest = files.Select(f => f.State.Provenance.ExportedAt).Where(at => at is not null).Min();
        if (current is not null && oldest is { } at && at < current.AsOf)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"This was exported {at:d MMM yyyy HH:mm} UTC, before the reading of {current.AsOf:d MMM yyyy HH:mm} UTC that is already here.");
        }
    }

    private static string Name(ExtractFileKind kind) => kind switch
    {
        ExtractFileKind.Users => "User accounts",
        ExtractFileKind.Assignments => "Group assignments",
        ExtractFileKind.GroupOwners => "Group owners",
        ExtractFileKind.People => "Staff list",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
