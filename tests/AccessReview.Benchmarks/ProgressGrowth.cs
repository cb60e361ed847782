using AccessReview.Benchmarks.World;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Benchmarks;

/// <summary>Campaign progress by reviewer at a million items against ten thousand, with as many reviewers; and equal to what a full
/// count says.</summary>
internal sealed class ProgressGrowth : Floor
{
    private const int Small = 10_000;
    private const int Reviewers = 200;
    private CampaignWorld large = null!;
    private CampaignWorld small = null!;

    public override string Name => "progress";

    public override int Size => 1_000_000;

    public override double Target => 1.5;

    public override int Pairs => 101;

    public override int WarmUps => 20;

    public override async Task PrepareAsync(int size)
    {
        (large, small) = (await CampaignWorld.OfAsync(size, Reviewers), await CampaignWorld.OfAsync(Small, Reviewers));
        await using var db = large.Look();
        if (await CountedProgress.DifferenceAsync(db, large.CampaignId, null, CancellationToken.None) is { } differs)
        {
            throw new InvalidOperationException(differs.Sentence);
        }
    }

    public override Task OursAsync() => ReadAsync(large);

    public override Task FloorAsync() => ReadAsync(small);

    public override async Task CleanUpAsync()
    {
        await small.DisposeAsync();
        await large.DisposeAsync();
    }

    private static async Task ReadAsync(CampaignWorld world)
    {
        await using var db = world.Look();
        var lines = await ReviewerProgress.ReadAsync(db, await db.Campaigns.AsNoTracking().SingleAsync(), DateTime.UtcNow, CancellationToken.None);
        if (lines.Sum(l => l.Items) != world.Items)
        {
            throw new InvalidOperationException($"{lines.Sum(l => l.Items)} items are counted, {world.Items} are there.");
        }
    }
}
