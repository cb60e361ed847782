using System.Diagnostics;
using System.Globalization;

namespace AccessReview.Benchmarks;

/// <summary>A line about memory: each side runs alone in a process of its own, whose peak is read at its end.</summary>
/// <param name="time">The line whose sides are run.</param>
/// <param name="target">The ratio allowed.</param>
internal sealed class PeakMemory(Floor time, double target) : Floor
{
    public override string Name => time.Name + "-memory";

    public override int Size => time.Size;

    public override double Target => target;

    public override int Pairs => 1;

    public override int WarmUps => 0;

    public override Task OursAsync() => time.OursAsync();

    public override Task FloorAsync() => time.FloorAsync();

    public override Task PrepareAsync(int size) => Task.CompletedTask;

    /// <summary>Peak memory of a process that prepares and runs one side, in megabytes.</summary>
    public override Task<double> MeasureAsync(Side side, int size) => OfAsync(time, side, size);

    /// <summary>Peak memory of a process that prepares and runs one side of a line, in megabytes.</summary>
    internal static async Task<double> OfAsync(Floor time, Side side, int size)
    {
        using var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, ["once", time.Name, side.ToString(), size.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"Measuring the memory of {time.Name} ended with {process.ExitCode}: {output}");
    }

    /// <summary>What such a process does: it prints its own peak in megabytes.</summary>
    internal static async Task OnceAsync(Floor floor, Side side, int size, TextWriter output)
    {
        await floor.PrepareAsync(size);
        await floor.ResetAsync();
        ForgetPreparation();
        await floor.RunAsync(side);
        using var own = Process.GetCurrentProcess();
        await output.WriteLineAsync((own.PeakWorkingSet64 / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture));
        await floor.CleanUpAsync();
    }

    // Linux counts the peak anew from here; elsewhere what was prepared counts too.
    private static void ForgetPreparation()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }
}
