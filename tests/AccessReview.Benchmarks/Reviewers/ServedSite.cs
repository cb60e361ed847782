using System.Diagnostics;
using System.Text.Json;
using AccessReview.Benchmarks.Browser;

namespace AccessReview.Benchmarks.Reviewers;

/// <summary>What a site keeps and what went wrong on it.</summary>
/// <param name="Kept">Bytes of objects after everything that can go has gone.</param>
/// <param name="Resident">Bytes of the whole process in memory then.</param>
/// <param name="Faults">What it logged that should not be there.</param>
internal sealed record SiteState(long Kept, long Resident, IReadOnlyList<string> Faults);

/// <summary>The product's site in a process of its own, so that its memory and its processor time are its own: <c>serve FOLDER</c>. It is
/// asked over its input, a line each, and says nothing of its own there; without an asker it ends.</summary>
internal static class ServedSite
{
    /// <summary>What an answer begins with; everything else on the output is the product's.</summary>
    internal const string Answer = "=> ";

    /// <summary>Asks for the state, when so many circuits are open.</summary>
    internal const string AskState = "state ";

    /// <summary>Serves until nobody asks any more.</summary>
    internal static async Task RunAsync(string folder)
    {
        using var faults = new FaultLog();
        await using var site = new ProductSite(folder, faults);
        await SayAsync(site.Address.ToString());
        while (await Console.In.ReadLineAsync() is { } asked)
        {
            if (asked.StartsWith(AskState, StringComparison.Ordinal))
            {
                await site.Circuits.UntilAsync(int.Parse(asked[AskState.Length..], System.Globalization.CultureInfo.InvariantCulture));
                await SayAsync(JsonSerializer.Serialize(State(faults)));
            }
        }
    }

    private static async Task SayAsync(string what)
    {
        await Console.Out.WriteLineAsync(Answer + what);
        await Console.Out.FlushAsync();
    }

    private static SiteState State(FaultLog faults)
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var own = Process.GetCurrentProcess();
        return new SiteState(GC.GetTotalMemory(forceFullCollection: true), own.WorkingSet64, faults.Kept);
    }
}
