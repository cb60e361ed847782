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

    private const int First = 12;
    private const int Alone = 3;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(60);

    /// <summary>A person at a fast pace.</summary>
    private static readonly (TimeSpan, TimeSpan) Thinks = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));

    /// <summary>Alone, what is worked out behind one answer is long done before the next key: waiting longer would only let the machine cool.</summary>
    private static readonly (TimeSpan, TimeSpan) ThinksAlone = (TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(1500));
    private static readonly (TimeSpan, TimeSpan) WarmsUp = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300));
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
        var all = First + Alone + size;
        world = await CampaignWorld.OfAsync(all * Each, all);
        site = await SiteProcess.StartAsync(world.Folder);
        await RunAsync("the first ones", ..First, WarmsUp);
    }

    public override Task OursAsync() => throw new NotSupportedException("What counts is not the time of the whole.");

    public override Task FloorAsync() => OursAsync();

    /// <summary>Milliseconds under which 95 of 100 decisions stayed.</summary>
    public override async Task<double> MeasureAsync(Side side, int size)
    {
        if (side == Side.Ours)
        {
            var shift = await RunAsync($"{size} at once", (First + Alone)..(First + Alone + size), Thinks);
            Circuits = (shift.Cost.Opened, shift.Cost.Worked);
            return Shift.Under(95, shift.Times.Select(t => t.Drawn));
        }

        var times = new List<DecisionTime>();
        for (var one = First; one < First + Alone; one++)
        {
            times.AddRange((await RunAsync("alone", one..(one + 1), ThinksAlone)).Times);
        }

        return Shift.Under(95, times.Select(t => t.Drawn));
    }

    public override async Task CleanUpAsync()
    {
        await site.DisposeAsync();
        await world.DisposeAsync();
    }

    private async Task<Shift> RunAsync(string what, Range who, (TimeSpan, TimeSpan) thinks)
    {
        var shift = await Shift.RunAsync(site, world, who, MostDecided, thinks, Lasts);
        decided += shift.Times.Count;
        await using var db = world.Look();
        if (await db.Decisions.CountAsync() is var stored && stored != decided)
        {
            throw new MeasureFailedException($"{decided} decisions were acknowledged, and {stored} are stored.");
        }

        await Console.Error.WriteLineAsync($"{what}: {shift}");
        return shift;
    }
}
