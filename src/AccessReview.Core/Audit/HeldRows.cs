namespace AccessReview.Core.Audit;

/// <summary>A row as the events say that it is.</summary>
internal interface IHeld
{
    /// <summary>The event that said it last.</summary>
    long EventSeq { get; }
}

/// <summary>Holds rows against what the events say: each stands as it should, and none is gone or too many.</summary>
internal static class HeldRows
{
    /// <summary>Compares, in any order.</summary>
    public static async Task CheckAsync<T>(Verification run, string code, Func<T, string> name, IEnumerable<T> said, IAsyncEnumerable<T> rows, CancellationToken cancel)
        where T : IHeld
    {
        var expected = said.CountBy(one => one).ToDictionary(one => one.Key, one => one.Value);
        await foreach (var row in rows.WithCancellation(cancel))
        {
            if (expected.TryGetValue(row, out var left) && left > 0)
            {
                expected[row] = left - 1;
            }
            else
            {
                run.Found($"{code}.state", $"The {name(row)} is not as the events say.");
            }
        }

        foreach (var gone in expected.Where(one => one.Value > 0).Select(one => one.Key))
        {
            run.Found($"{code}.gone", $"The {name(gone)}, of which event {gone.EventSeq} speaks, is not there as the events say.");
        }
    }
}
