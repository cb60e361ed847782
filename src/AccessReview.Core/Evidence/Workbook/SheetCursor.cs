namespace AccessReview.Core.Evidence.Workbook;

/// <summary>Walks the rows of a sheet once, and reads the cells of the row it stands on.</summary>
internal abstract class SheetCursor : IAsyncDisposable
{
    internal abstract ValueTask<bool> MoveNextAsync();

    internal abstract Cell Read(int column);

    public abstract ValueTask DisposeAsync();
}

/// <inheritdoc/>
internal sealed class SheetCursor<T>(IAsyncEnumerator<T> rows, Func<T, Cell>[] cells) : SheetCursor
{
    internal override ValueTask<bool> MoveNextAsync() => rows.MoveNextAsync();

    internal override Cell Read(int column) => cells[column](rows.Current);

    public override ValueTask DisposeAsync() => rows.DisposeAsync();
}
