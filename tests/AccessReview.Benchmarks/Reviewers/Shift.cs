using System.Globalization;
using AccessReview.Benchmarks.World;

namespace AccessReview.Benchmarks.Reviewers;

/// <summary>Megabytes of the site for each circuit, over what it kept with none.</summary>
/// <param name="Opened">Objects kept, when the pages had just been opened.</param>
/// <param name="Worked">The same after everybody had worked.</param>
/// <param name="Resident">The process's memory after the work: objects, the compression of the sockets, and what the collector holds back.</param>
internal readonly record struct CircuitCost(double Opened, double Worked, double Resident);

/// <summary>Some reviewers who come, work at the same time, and leave.</summary>
/// <param name="Times">How long each decision took.</param>
/// <param name="Took">How long they worked.</param>
/// <param name="Use">Processors meanwhile.</param>
/// <param name="Cost">Memory.</param>
internal sealed record Shift(IReadOnlyList<DecisionTime> Times, TimeSpan Took, ProcessorUse Use, CircuitCost Cost)
{
    private const int ComeAtOnce = 8;

    /// <summary>Long enough for what is drawn and counted behind the last answer.</summary>
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(1);

    /// <summary>Runs one.</summary>
    /// <param name="site">Where.</param>
    /// <param name="world">The campaign.</param>
    /// <param name="who">The numbers of the reviewers.</param>
    /// <param name="most">How many each decides at most.</param>
    /// <param name="thinks">The shortest and the longest time to think.</param>
    /// <param name="lasts">How long at most.</param>
    public static async Task<Shift> RunAsync(SiteProcess site, CampaignWorld world, Range who, int most, (TimeSpan Least, TimeSpan Most) thinks, TimeSpan lasts)
    {
        var (first, count) = (who.Start.Value, who.End.Value - who.Start.Value);
        var empty = await site.StateAsync(0);
        var reviewers = new Reviewer[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = ComeAtOnce }, async (i, _) => reviewers[i] = await Reviewer.ComeAsync(site.Address, world, first + i));
        await Task.Delay(Settles);
        var opened = await site.StateAsync(count);

        var (watch, start) = (ProcessorUse.Watch(site), TimeProvider.System.GetTimestamp());
        using var over = new CancellationTokenSource(lasts);
        IReadOnlyList<DecisionTime> times = [.. (await Task.WhenAll(reviewers.Select(r => r.DecideAsync(most, thinks, over.Token)))).SelectMany(t => t)];
        var (use, took) = (watch(), TimeProvider.System.GetElapsedTime(start));

        await Task.Delay(Settles);
        var worked = await site.StateAsync(count);
        foreach (var reviewer in reviewers)
        {
            await reviewer.DisposeAsync();
        }

        double Megabytes(long now, long before) => (now - before) / (double)count / (1 << 20);
        return new Shift(times, took, use, new CircuitCost(Megabytes(opened.Kept, empty.Kept), Megabytes(worked.Kept, empty.Kept), Megabytes(worked.Resident, empty.Resident)));
    }

    /// <summary>The time under which so many of a hundred decisions were drawn.</summary>
    public static double Under(int hundredths, IEnumerable<double> times)
    {
        var all = times.Order().ToList();
        return all[Math.Max(0, ((all.Count * hundredths) + 99) / 100 - 1)];
    }

    public override string ToString()
    {
        var (saved, drawn) = (Times.Select(t => t.Saved), Times.Select(t => t.Drawn));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Times.Count} decisions in {Took.TotalSeconds:0} s; ms to saved, half {Under(50, saved):0.0}, 95 of 100 {Under(95, saved):0.0}; to drawn, half {Under(50, drawn):0.0}, 95 of 100 {Under(95, drawn):0.0}, 99 {Under(99, drawn):0.0}; {Use}, which is {Use.Site * Took.TotalMilliseconds / Times.Count:0.0} ms of the site for each decision with all that is drawn behind it; MB for each circuit: opened {Cost.Opened:0.00}, after work {Cost.Worked:0.00}, resident {Cost.Resident:0.00}");
    }
}
