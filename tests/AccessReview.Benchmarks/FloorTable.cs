using System.Globalization;

namespace AccessReview.Benchmarks;

/// <summary>Measures the lines in pairs, ours and the floor in turn, and prints one tab-separated line each.</summary>
internal static class FloorTable
{
    /// <summary>Measures and prints. A line on which something went wrong is missed, and the reason is said beside the table.</summary>
    /// <returns>True when every line meets its target.</returns>
    internal static async Task<bool> RunAsync(IEnumerable<Floor> floors, int? size, TextWriter output)
    {
        await output.WriteLineAsync("name\tsize\tours\tfloor\tratio\ttarget\tresult");
        var met = true;
        foreach (var floor in floors)
        {
            var rows = size ?? floor.Size;
            if (await TryAsync(floor, rows) is not (var ours, var least))
            {
                met = false;
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{floor.Name}\t{rows}\t-\t-\t-\t{floor.Target}\tMISSED"));
                continue;
            }

            var ratio = ours / least;
            var ok = ratio <= floor.Target || (floor.Slack > 0 && ours - least <= floor.Slack);
            met &= ok;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{floor.Name}\t{rows}\t{ours:0.###}\t{least:0.###}\t{ratio:0.###}\t{floor.Target}\t{(ok ? "ok" : "MISSED")}"));
            await output.FlushAsync();
        }

        return met;
    }

    private static async Task<(double Ours, double Floor)?> TryAsync(Floor floor, int size)
    {
        try
        {
            return await MeasureAsync(floor, size);
        }
        catch (MeasureFailedException failed)
        {
            await Console.Error.WriteLineAsync($"{floor.Name} could not be measured: {failed.Message}");
            return null;
        }
    }

    private static async Task<(double Ours, double Floor)> MeasureAsync(Floor floor, int size)
    {
        await floor.PrepareAsync(size);
        try
        {
            for (var i = 0; i < floor.WarmUps; i++)
            {
                await floor.ResetAsync();
                await floor.OursAsync();
                await floor.ResetAsync();
                await floor.FloorAsync();
            }

            List<double> ours = [], least = [];
            for (var i = 0; i < floor.Pairs; i++)
            {
                ours.Add(await floor.MeasureAsync(Side.Ours, size));
                least.Add(await floor.MeasureAsync(Side.Floor, size));
            }

            return (Median(ours), Median(least));
        }
        finally
        {
            await floor.CleanUpAsync();
        }
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
