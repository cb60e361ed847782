using System.Globalization;

namespace AccessReview.Benchmarks.Reviewers;

/// <summary>A row as the page shows it.</summary>
/// <param name="Turn">The turn it is.</param>
/// <param name="Seq">The event it was last changed by.</param>
/// <param name="Index">Its place in the list.</param>
/// <param name="Done">Whether it is drawn as decided.</param>
/// <param name="NeedsReason">Whether it cannot be certified without a reason.</param>
internal sealed record DrawnRow(long Turn, long Seq, int Index, bool Done, bool NeedsReason);

/// <summary>The rows of the review list that a page has been sent: of each component that draws one, the attributes of its outermost
/// element, which is all that the product's own keys read.</summary>
internal sealed class ReviewRows
{
    private readonly Lock sync = new();
    private readonly Dictionary<int, Dictionary<string, string>> lines = [];
    private readonly Dictionary<long, TaskCompletionSource<long>> awaited = [];

    /// <summary>Draws what came.</summary>
    public void Draw(RenderBatch batch)
    {
        var now = TimeProvider.System.GetTimestamp();
        lock (sync)
        {
            foreach (var (component, edits) in batch.Changes())
            {
                Draw(batch, component, edits);
            }

            foreach (var component in batch.Gone())
            {
                lines.Remove(component);
            }

            foreach (var row in awaited.Count == 0 ? [] : Rows().Where(r => r.Done && awaited.ContainsKey(r.Turn)).ToList())
            {
                awaited.Remove(row.Turn, out var seen);
                seen!.SetResult(now);
            }
        }
    }

    /// <summary>The first undecided row below a place; null when none is drawn there.</summary>
    public DrawnRow? NextBelow(int index)
    {
        lock (sync)
        {
            return Rows().Where(r => !r.Done && r.Index > index).MinBy(r => r.Index);
        }
    }

    /// <summary>When a row that is undecided now has been drawn as decided, as a time stamp.</summary>
    public Task<long> UntilDoneAsync(long turn)
    {
        lock (sync)
        {
            var seen = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            awaited[turn] = seen;
            return seen.Task;
        }
    }

    private static bool IsRow(Dictionary<string, string> line) => line.ContainsKey("data-turn") && !line.ContainsKey("data-routine-line");

    private IEnumerable<DrawnRow> Rows() => lines.Values.Where(IsRow).Select(line => new DrawnRow(
        Number(line, "data-turn"), Number(line, "data-seq"), (int)Number(line, "data-index"), line.ContainsKey("data-done"), line.ContainsKey("data-why-certify")));

    private static long Number(Dictionary<string, string> line, string name) => long.Parse(line[name], CultureInfo.InvariantCulture);

    private void Draw(RenderBatch batch, int component, IEnumerable<Edit> edits)
    {
        var depth = 0;
        foreach (var edit in edits)
        {
            depth += edit.Kind switch { EditKind.StepIn => 1, EditKind.StepOut => -1, _ => 0 };
            if (depth > 0 || edit.Sibling > 0)
            {
                continue;
            }

            if (edit.Kind == EditKind.Prepend && batch.Frame(edit.Frame).Kind == FrameKind.Element)
            {
                lines[component] = Attributes(batch, edit.Frame + 1);
            }
            else if (edit.Kind == EditKind.SetAttribute && lines.TryGetValue(component, out var line))
            {
                Set(line, batch, batch.Frame(edit.Frame));
            }
            else if (edit.Kind == EditKind.RemoveAttribute && lines.TryGetValue(component, out line))
            {
                line.Remove(batch.Text(edit.Removed)!);
            }
        }

        if (lines.TryGetValue(component, out var drawn) && !drawn.ContainsKey("data-turn"))
        {
            lines.Remove(component);
        }
    }

    private static Dictionary<string, string> Attributes(RenderBatch batch, int first)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = first; at < batch.Frames && batch.Frame(at) is { Kind: FrameKind.Attribute } frame; at++)
        {
            Set(attributes, batch, frame);
        }

        return attributes;
    }

    private static void Set(Dictionary<string, string> attributes, RenderBatch batch, Frame attribute)
    {
        if (batch.Text(attribute.Name) is { } name && name.StartsWith("data-", StringComparison.Ordinal))
        {
            attributes[name] = batch.Text(attribute.Value) ?? "";
        }
    }
}
