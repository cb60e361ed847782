using AccessReview.Connectors.Files;
using AccessReview.Core;
using AccessReview.Core.Extracts;
using Microsoft.AspNetCore.Components;
using SetAsideReason = AccessReview.Connectors.Files.SetAsideReason;

namespace AccessReview.Web.Components.Extracts;

/// <summary>The lines of a file that are no record: each set aside by name with a reason, so that nobody edits a file.</summary>
public partial class ImportLines
{
    private const int MostShown = 100;
    private const int MostRaw = 300;
    private int? another;

    /// <summary>The file as it reads.</summary>
    [Parameter, EditorRequired]
    public ImportFileReading File { get; set; } = null!;

    /// <summary>Where columns and words are settled.</summary>
    [Parameter, EditorRequired]
    public string ColumnsHref { get; set; } = "";

    /// <summary>Lines were set aside or taken back.</summary>
    [Parameter, EditorRequired]
    public EventCallback<FileChange> Change { get; set; }

    private string? Preview => another is { } number && File.Table.Lines.FirstOrDefault(l => l.Number == number) is { } line ? Cut(line.Raw) : null;

    private static string Cut(string raw) => Shortened.To(MostRaw, raw);

    private static string Why(LineProblemKind kind) => kind switch
    {
        LineProblemKind.Blank => "blank",
        LineProblemKind.TotalRow => "looks like a total",
        LineProblemKind.RepeatedHeading => "the heading once more",
        LineProblemKind.AboveHeading => "above the heading",
        LineProblemKind.ExactDuplicate => "equal to an earlier line",
        LineProblemKind.BrokenQuotes => "a quote that is not closed",
        LineProblemKind.CellCount => "more or fewer columns than the heading",
        LineProblemKind.MissingValue => "something is missing",
        LineProblemKind.NotAnAddress => "not an e-mail address",
        LineProblemKind.UnreadableDate => "a date that cannot be read",
        LineProblemKind.UnknownStatus => "a status nobody has explained",
        LineProblemKind.RoundedNumber => "an id that a spreadsheet has rounded",
        LineProblemKind.MergedCells => "cells merged over several lines",
        LineProblemKind.DuplicateKey => "the same key twice",
        LineProblemKind.SharedAddress => "an address that several accounts have",
        LineProblemKind.NoAddressesRead => "no address was read from the users file",
        LineProblemKind.WrongReason => "set aside for a reason that does not hold",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private IEnumerable<(LineProblemKind Kind, SetAsideKind? Suggested, List<LineProblem> Lines)> Groups() =>
        File.Problems.GroupBy(p => (p.Kind, p.Suggested)).OrderBy(g => g.Key.Kind).Select(g => (g.Key.Kind, g.Key.Suggested, g.ToList()));

    private Task SetAsideAsync(IReadOnlyList<LineProblem> lines, SetAsideReason reason) => SetAsideAsync([.. lines.Select(l => l.Line)], reason);

    private Task SetAsideAsync(int[] lines, SetAsideReason reason) => Change.InvokeAsync(new FileChange(File.State.Kind, file =>
    {
        var all = new Dictionary<int, SetAsideReason>(file.SetAside);
        foreach (var line in lines)
        {
            all[line] = reason;
        }

        return file with { SetAside = all };
    }));

    private Task AnotherAsync(SetAsideReason reason)
    {
        var line = another!.Value;
        another = null;
        return SetAsideAsync([line], reason);
    }

    private Task TakeBackAsync(int line) => Change.InvokeAsync(new FileChange(File.State.Kind, file =>
        file with { SetAside = file.SetAside.Where(s => s.Key != line).ToDictionary(s => s.Key, s => s.Value) }));
}
