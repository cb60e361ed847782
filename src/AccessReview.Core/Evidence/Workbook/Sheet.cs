using System.Runtime.CompilerServices;

namespace AccessReview.Core.Evidence.Workbook;

/// <summary>A sheet as plain description: its name, its columns and where its rows come from.</summary>
public abstract class Sheet
{
    /// <summary>Excel allows 31 characters; four are kept for " (2)" where a sheet is split.</summary>
    public const int MaxName = 27;

    private const int MostRowsToWrap = 1_000;

    private protected Sheet(string name, IReadOnlyList<SheetColumn> columns, long rowCount)
    {
        if (name.Length is 0 or > MaxName || name.AsSpan().IndexOfAny(":\\/?*[]'") >= 0)
        {
            throw new ArgumentException($"\"{name}\" cannot be the name of a sheet.", nameof(name));
        }

        if (columns.Count == 0)
        {
            throw new ArgumentException($"The sheet \"{name}\" has no column.", nameof(columns));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        Name = name;
        Columns = columns;
        RowCount = rowCount;
    }

    /// <summary>The name on the tab.</summary>
    public string Name { get; }

    /// <summary>The columns from left to right.</summary>
    public IReadOnlyList<SheetColumn> Columns { get; }

    /// <summary>
    /// How many rows there are, counted in the same read snapshot. A source that then gives more or fewer is an
    /// error: a sheet is never short without anybody noticing.
    /// </summary>
    public long RowCount { get; }

    /// <summary>Describes a sheet whose rows are streamed.</summary>
    /// <typeparam name="T">The fact that one row prints.</typeparam>
    public static Sheet Of<T>(string name, SheetColumns<T> columns, long rowCount, IAsyncEnumerable<T> rows) =>
        new Sheet<T>(name, columns, rowCount, rows);

    /// <summary>Describes a sheet whose rows are in memory.</summary>
    /// <typeparam name="T">The fact that one row prints.</typeparam>
    public static Sheet Of<T>(string name, SheetColumns<T> columns, IReadOnlyCollection<T> rows) =>
        new Sheet<T>(name, columns, rows.Count, Stream(rows));

    /// <summary>Whether long texts go on in the next line: on a long sheet that would cost something for every row.</summary>
    internal bool Wraps => RowCount <= MostRowsToWrap;

    internal abstract SheetCursor Open(CancellationToken ct);

    private static async IAsyncEnumerable<T> Stream<T>(
        IReadOnlyCollection<T> rows, [EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var row in rows)
        {
            ct.ThrowIfCancellationRequested();
            yield return row;
        }

        await Task.CompletedTask;
    }
}

/// <inheritdoc/>
internal sealed class Sheet<T>(string name, SheetColumns<T> columns, long rowCount, IAsyncEnumerable<T> rows)
    : Sheet(name, columns.Descriptions, rowCount)
{
    internal override SheetCursor Open(CancellationToken ct) =>
        new SheetCursor<T>(rows.GetAsyncEnumerator(ct), columns.Cells);
}
