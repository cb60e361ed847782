using AccessReview.Benchmarks.World;
using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Benchmarks;

/// <summary>The slowest hundredth of single decisions of eight reviewers who think for 50 ms between two, while somebody certifies
/// ten thousand items in one act, against the same with nobody doing so.</summary>
internal sealed class Contention : Floor
{
    private const int Reviewers = 8;
    private const int Each = 40;
    private const int Slowest = 100;
    private static readonly TimeSpan Thinks = TimeSpan.FromMilliseconds(50);
    private CampaignWorld world = null!;
    private readonly List<Queue<SeenTurn>> single = [];
    private int bulks;

    public override string Name => "contention";

    public override int Size => 10_000;

    public override double Target => 10;

    public override int Pairs => 3;

    public override int WarmUps => 0;

    public override async Task PrepareAsync(int size)
    {
        // For each bulk, the warm-up's included, there is a reviewer more; all have as many items, and some of these are no routine.
        var reviewers = Reviewers + Pairs + 1;
        world = await CampaignWorld.OfAsync(reviewers * size * 11 / 10, reviewers);
        foreach (var reviewer in Enumerable.Range(0, Reviewers))
        {
            single.Add(await RoutineAsync(reviewer));
        }

        await MeasureAsync(Side.Ours, size);
    }

    public override Task OursAsync() => throw new NotSupportedException("What counts is not the time of the whole.");

    public override Task FloorAsync() => OursAsync();

    /// <summary>Milliseconds under which 99 of 100 single decisions stayed.</summary>
    public override async Task<double> MeasureAsync(Side side, int size)
    {
        var many = side == Side.Ours ? BulkAsync(LaunchOrganisation.Manager(Reviewers + bulks), [.. (await RoutineAsync(Reviewers + bulks++)).Take(size)]) : Task.CompletedTask;
        var times = (await Task.WhenAll(single.Select((turns, reviewer) => ReviewAsync(LaunchOrganisation.Manager(reviewer), turns)))).SelectMany(t => t).Order().ToList();
        await many;
        return times[times.Count - 1 - (times.Count / Slowest)];
    }

    public override async Task CleanUpAsync() => await world.DisposeAsync();

    private async Task BulkAsync(Actor reviewer, List<SeenTurn> some)
    {
        await Task.Delay(Thinks * 5);
        var answer = (await world.Get<DecideMany>().RunAsync(Guid.NewGuid(), reviewer, new ManyChoice(DecisionKind.Certify, some, Confirmed: true), CancellationToken.None)).Require();
        if (answer.Saved != some.Count)
        {
            throw new InvalidOperationException($"{answer.Saved} of {some.Count} were saved.");
        }
    }

    private async Task<List<double>> ReviewAsync(Actor reviewer, Queue<SeenTurn> turns)
    {
        var times = new List<double>(Each);
        for (var i = 0; i < Each; i++)
        {
            await Task.Delay(Thinks);
            var start = TimeProvider.System.GetTimestamp();
            var seen = turns.Dequeue();
            _ = (await world.Get<DecideItem>().RunAsync(Guid.NewGuid(), reviewer, new ItemChoice(seen.TurnId, seen.SeenSeq, DecisionKind.Certify), CancellationToken.None)).Require();
            times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private async Task<Queue<SeenTurn>> RoutineAsync(int reviewer)
    {
        var actor = LaunchOrganisation.Manager(reviewer);
        await using var db = world.Look();
        return new Queue<SeenTurn>(await (from turn in db.ReviewTurns.AsNoTracking()
                                          join item in db.ReviewItems on turn.ItemId equals item.Id
                                          where turn.CampaignId == world.CampaignId && turn.ReviewerId == actor.PersonId && item.Findings == Finding.None
                                          orderby turn.Number
                                          select new SeenTurn(turn.Id, turn.EventSeq)).ToListAsync());
    }
}
