using System.Text.Json;

namespace AccessReview.Benchmarks.Reviewers;

/// <summary>How long a decision took, in milliseconds from the key.</summary>
/// <param name="Saved">Until the answer that it is saved on disk.</param>
/// <param name="Drawn">Until the answer was there and the row was drawn as decided: what is measured.</param>
internal readonly record struct DecisionTime(double Saved, double Drawn);

/// <summary>The review workspace in a browser without a window. It does what <c>js/workspace.js</c> does: tells the height of a row,
/// takes the first row, sends a decision under an id of its own, goes on at once, and tells a moment later where it is.</summary>
internal sealed class ReviewPage : IPageScripts, IAsyncDisposable
{
    private const int RowHeight = 54;

    /// <summary>Of the list in a window of 900 pixels, with the margin in which rows are drawn ahead.</summary>
    private const int ListHeight = 800;

    /// <summary>As long as the product's own keys wait before they tell where they are.</summary>
    private static readonly TimeSpan Rests = TimeSpan.FromMilliseconds(90);
    private readonly ReviewRows rows = new();
    private readonly TaskCompletionSource listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Circuit> circuit = new();
    private long workspace;
    private int objects;
    private DrawnRow? current;

    private ReviewPage()
    {
    }

    private Circuit Circuit => circuit.Task.Result;

    /// <summary>Opens the workspace, and shows the names of what is folded.</summary>
    public static async Task<ReviewPage> OpenAsync(Visitor visitor, Visited visited)
    {
        var page = new ReviewPage();
        page.circuit.SetResult(await Circuit.OpenAsync(visitor, visited, page));
        await page.Circuit.OrBrokenAsync(page.listed.Task.ContinueWith(_ => true, TaskScheduler.Default));
        await page.Circuit.CallAsync(page.workspace, "OpenLines");
        page.Take(await page.RowAsync());
        return page;
    }

    /// <summary>Certifies the row in focus and goes on to the next.</summary>
    /// <returns>How long it took; null when no undecided row is left in sight.</returns>
    public async Task<DecisionTime?> CertifyAsync()
    {
        if (current is not { } row)
        {
            return null;
        }

        var drawn = rows.UntilDoneAsync(row.Turn);
        var reason = row.NeedsReason ? "Asked, and needed until the year is closed." : null;
        var start = TimeProvider.System.GetTimestamp();
        var sent = Circuit.CallAsync(workspace, "Decide", new { id = Guid.NewGuid(), type = "decide", turn = row.Turn, seq = row.Seq, kind = "certify", reason, lines = false });
        Take(rows.NextBelow(row.Index));
        var (answer, answered) = await sent;
        if (answer.GetProperty("kind").GetString() is not "saved")
        {
            throw new MeasureFailedException($"A decision was not saved: {answer}");
        }

        var seen = await Circuit.OrBrokenAsync(drawn);
        double Since(long at) => TimeProvider.System.GetElapsedTime(start, at).TotalMilliseconds;
        return new DecisionTime(Since(answered), Since(Math.Max(answered, seen)));
    }

    string IPageScripts.Call(string function, JsonElement arguments)
    {
        switch (function)
        {
            case "import":
                return Object();
            case "open":
                workspace = Number(arguments[1]);
                _ = LaterAsync(() => Circuit.Tell(workspace, "Height", RowHeight), TimeSpan.Zero);
                return Object();
            case "listed":
                listed.TrySetResult();
                return "null";
            case "Blazor._internal.Virtualize.init":
                var list = Number(arguments[0]);
                _ = LaterAsync(() => Circuit.Tell(list, "OnSpacerBeforeVisible", 0, 0, ListHeight), TimeSpan.Zero);
                return "null";
            case "mudThemeProvider.isDarkMode":
                return "false";
            default:
                return "null";
        }
    }

    void IPageScripts.Draw(RenderBatch batch) => rows.Draw(batch);

    public async ValueTask DisposeAsync() => await Circuit.DisposeAsync();

    private static long Number(JsonElement reference) => reference.GetProperty("__dotNetObject").GetInt64();

    private string Object() => $"{{\"__jsObjectId\":{++objects}}}";

    private async Task<DrawnRow> RowAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30))
        {
            if (rows.NextBelow(-1) is { } first)
            {
                return first;
            }

            await Task.Delay(20);
        }

        throw new MeasureFailedException("No undecided row came into sight within half a minute.");
    }

    private void Take(DrawnRow? row)
    {
        current = row;
        if (row is not null)
        {
            _ = LaterAsync(() => Circuit.Tell(workspace, "Focused", row.Turn.ToString(System.Globalization.CultureInfo.InvariantCulture)), Rests);
        }
    }

    private async Task LaterAsync(Action tell, TimeSpan rests)
    {
        await circuit.Task;
        await Task.Delay(rests);
        tell();
    }
}
