using AccessReview.Connectors.Files;

namespace AccessReview.Core.Extracts;

/// <summary>One file of an import as it reads right now.</summary>
/// <param name="State">What was entered.</param>
/// <param name="Table">The table.</param>
/// <param name="Guessed">Makes <see cref="Guess"/> when a page asks for it; the import itself does not.</param>
/// <param name="MappingProblems">What is missing in the mapping, in sentences.</param>
/// <param name="Reading">Records, lines set aside and problems; null while the mapping has a problem.</param>
/// <param name="Problems">Lines that are neither records nor set aside, those that contradict another file included.</param>
public sealed record ImportFileReading(
    ImportFileState State,
    Table Table,
    Lazy<MappingGuess> Guessed,
    IReadOnlyList<string> MappingProblems,
    FileReading? Reading,
    IReadOnlyList<LineProblem> Problems)
{
    /// <summary>How its columns, dates and status words seem to be meant, or were chosen.</summary>
    public MappingGuess Guess => Guessed.Value;

    /// <summary>Whether it holds the accounts or people themselves.</summary>
    public bool IsMain => State.Kind is ExtractFileKind.Users or ExtractFileKind.People;

    /// <summary>Lines that would be stored: read as records, and in contradiction to no other file.</summary>
    public int Stored => Reading is null ? 0 : Reading.Records - Problems.Except(Reading.Problems).Select(p => p.Line).Distinct().Count();

    /// <summary>Lines that are neither stored nor set aside.</summary>
    public int Open => Table.Lines.Count - Stored - (Reading?.SetAside.Count ?? 0);

    /// <summary>Data rows the source gave: lines that are not blank, totals, headings or duplicates. What a claimed number must equal.</summary>
    public int Received => (Reading?.Records ?? 0)
        + (Reading?.SetAside.Count(l => l.Reason.Kind is SetAsideKind.TestAccount or SetAsideKind.Other) ?? 0);

    /// <summary>How many people were hired again: the last day that the list gives ended an earlier employment, and is not kept as theirs.</summary>
    public int HiredAgain => Reading?.People.Count(l => l.Person.LastDayOn(Exported) != l.Person.End) ?? 0;

    /// <summary>The day on which it was exported; while that is not stated, any day.</summary>
    internal DateOnly Exported => State.Provenance.ExportedAt is { } at ? DateOnly.FromDateTime(at) : DateOnly.MaxValue;

    /// <summary>The files an import can have, the needed one first.</summary>
    public static IReadOnlyList<ExtractFileKind> Kinds(ExtractKind kind) => kind == ExtractKind.People
        ? [ExtractFileKind.People]
        : [ExtractFileKind.Users, ExtractFileKind.Assignments, ExtractFileKind.GroupOwners];

    /// <summary>The kind in the reader's words.</summary>
    public static FileKind ReaderKind(ExtractFileKind kind) => kind switch
    {
        ExtractFileKind.Users => FileKind.Users,
        ExtractFileKind.Assignments => FileKind.Assignments,
        ExtractFileKind.GroupOwners => FileKind.GroupOwners,
        ExtractFileKind.People => FileKind.People,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The format as evidence prints it.</summary>
    public string Format => Table.Format == TableFormat.Xlsx
        ? $"xlsx, sheet {Table.Sheet}"
        : $"CSV, {Encoding(Table.Encoding)}{(Table.ByteOrderMark ? " with BOM" : "")}, {Delimiter(Table.Delimiter)}";

    private static string Encoding(TableEncoding encoding) => encoding switch
    {
        TableEncoding.Utf8 => "UTF-8",
        TableEncoding.Utf16 => "UTF-16",
        TableEncoding.Windows1252 => "Windows-1252",
        _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
    };

    private static string Delimiter(char? delimiter) => delimiter switch
    {
        ';' => "semicolon",
        '\t' => "tab",
        _ => "comma",
    };
}
