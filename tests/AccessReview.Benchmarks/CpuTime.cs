using System.Diagnostics;
using System.Globalization;

namespace AccessReview.Benchmarks;

/// <summary>Processor time of a line's sides: on a machine that others use as well, the clock on the wall says little about short calls.</summary>
internal static class CpuTime
{
    /// <summary>Prints milliseconds of processor time for one run of each side.</summary>
    internal static async Task RunAsync(Floor floor, int times, TextWriter output)
    {
        await floor.PrepareAsync(floor.Size);
        try
        {
            foreach (var side in new[] { Side.Ours, Side.Floor })
            {
                await RunAsync(floor, side, times / 2);
                var before = Process.GetCurrentProcess().TotalProcessorTime;
                var allocated = GC.GetTotalAllocatedBytes();
                await RunAsync(floor, side, times);
                var spent = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / times;
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{floor.Name}\t{side}\t{spent:0.###} ms of processor\t{(GC.GetTotalAllocatedBytes() - allocated) / times / 1024} KiB"));
            }
        }
        finally
        {
            await floor.CleanUpAsync();
        }
    }

    private static async Task RunAsync(Floor floor, Side side, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await floor.ResetAsync();
            await floor.RunAsync(side);
        }
    }
}
