using System.Diagnostics;
using System.Globalization;
using AccessReview.Benchmarks.World;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Benchmarks.Reviewers;

/// <summary>Many reviewers at work on one node, each over a circuit of their own from a client of ours, against one of them alone on the
/// same site: the 95th percentile of a decision, from the key to the row drawn as decided. The site is a process of its own; what it
/// refuses, logs as a fault or loses fails the line.</summary>
internal sealed class ReviewersAtOnce : Floor, IMeasuresCircuits
{
    /// <summary>Items before each; an account has four.</summary>
    private const int Each = 52;

    /// <summary>As many as are drawn without scrolling.</summary>
    private const int MostDecided = 16;

    private const int WarmUp = 12;
    private const int Alone = 3;
    private const int ComeAtOnce = 8;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(60);

    /// <summary>A person at a fast pace.</summary>
    private static readonly (TimeSpan, TimeSpan) Thinks = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));

    /// <summary>Alone, what is worked out behind one answer is long done before the next key: waiting longer would only let the machine cool.</summary>
    private static readonly (TimeSpan, TimeSpan) ThinksAlone = (TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(1500));
    private CampaignWorld world = null!;
    private SiteProcess site = null!;
    private int decided;

    public override string Name => "reviewers";

    public override int Size => 200;

    public override double Target => 3.0;

    public override int Pairs => 1;

    public override int WarmUps => 0;

    public (double Opened, double Worked)? Circuits { get; private set; }

    public override async Task PrepareAsync(int size)
    {
        var all = WarmUp + Alone + size;
        world = await CampaignWorld.OfAsync(all * Each, all);
        site = await SiteProcess.StartAsync(world.Folder);
        await DecideAsync(0, WarmUp, (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300)), TimeSpan.FromMinutes(2), "warm-up");
    }

    public override Task OursAsync() => throw new NotSupportedException("What counts is not the time of the whole.");

    public override Task FloorAsync() => OursAsync();

    /// <summary>Milliseconds under which 95 of 100 decisions stayed.</summary>
    public override async Task<double> MeasureAsync(Side side, int size)
    {
        if (side == Side.Ours)
        {
            var (all, circuits) = await DecideAsync(WarmUp + Alone, size, Thinks, Lasts, $"{size} at once");
            Circuits = circuits;
            return Slowest(all);
        }

        var times = new List<DecisionTime>();
        for (var one = 0; one < Alone; one++)
        {
            times.AddRange((await DecideAsync(WarmUp + one, 1, ThinksAlone, Lasts, "alone")).Times);
        }

        return Slowest(times);
    }

    public override async Task CleanUpAsync()
    {
        await site.DisposeAsync();
        await world.DisposeAsync();
    }

    private static double Slowest(IReadOnlyCollection<DecisionTime> times) => At(times.Select(t => t.Drawn), 0.95);

    private static double At(IEnumerable<double> times, double part)
    {
        var all = times.Order().ToList();
        return all[Math.Max(0, (int)Math.Ceiling(all.Count * part) - 1)];
    }

    private async Task<(IReadOnlyList<DecisionTime> Times, (double Opened, double Worked) Circuits)> DecideAsync(int first, int count, (TimeSpan, TimeSpan) thinks, TimeSpan lasts, string what)
    {
        var empty = await site.StateAsync(0);
        var reviewers = new Reviewer[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = ComeAtOnce }, async (i, _) => reviewers[i] = await Reviewer.ComeAsync(site.Address, world, first + i));
        await Task.Delay(TimeSpan.FromSeconds(1));
        var opened = await site.StateAsync(count);

        using var own = Process.GetCurrentProcess();
        var (siteSpent, ownSpent, start) = (site.Spent, own.TotalProcessorTime, TimeProvider.System.GetTimestamp());
        using var over = new CancellationTokenSource(lasts);
        IReadOnlyList<DecisionTime> times = [.. (await Task.WhenAll(reviewers.Select(r => r.DecideAsync(MostDecided, thinks, over.Token)))).SelectMany(t => t)];
        own.Refresh();
        var took = TimeProvider.System.GetElapsedTime(start);
        var (siteShare, ownShare) = ((site.Spent - siteSpent) / took, (own.TotalProcessorTime - ownSpent) / took);

        await Task.Delay(TimeSpan.FromSeconds(1));
        var worked = await site.StateAsync(count);
        foreach (var reviewer in reviewers)
        {
            await reviewer.DisposeAsync();
        }

        await CheckAsync(decided += times.Count);
        double Megabytes(long now, long before) => (now - before) / (double)count / (1 << 20);
        var circuits = (Opened: Megabytes(opened.Kept, empty.Kept), Worked: Megabytes(worked.Kept, empty.Kept));
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {times.Count} decisions in {took.TotalSeconds:0} s; ms to saved p50 {At(times.Select(t => t.Saved), 0.5):0.0} p95 {At(times.Select(t => t.Saved), 0.95):0.0}, to drawn p50 {At(times.Select(t => t.Drawn), 0.5):0.0} p95 {Slowest(times):0.0} p99 {At(times.Select(t => t.Drawn), 0.99):0.0}; processors: site {siteShare:0.00}, clients {ownShare:0.00} of {Environment.ProcessorCount}; MB for each circuit: opened {circuits.Opened:0.00} (resident {Megabytes(opened.Resident, empty.Resident):0.00}), at work {circuits.Worked:0.00} (resident {Megabytes(worked.Resident, empty.Resident):0.00})"));
        return (times, circuits);
    }

    private async Task CheckAsync(int acknowledged)
    {
        await using var db = world.Look();
        if (await db.Decisions.CountAsync() is var stored && stored != acknowledged)
        {
            throw new MeasureFailedException($"{acknowledged} decisions were acknowledged, and {stored} are stored.");
        }
    }
}
