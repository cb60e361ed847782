using AccessReview.Benchmarks.World;

namespace AccessReview.Benchmarks;

/// <summary>The same page of the same slice, in a campaign of a million items against one of ten thousand.</summary>
internal sealed class QueueGrowth : Floor
{
    /// <summary>Items before each reviewer, in both campaigns.</summary>
    internal const int Slice = 5_000;

    private const int Small = 10_000;
    private CampaignWorld large = null!;
    private CampaignWorld small = null!;
    private IReadOnlySet<string> open = null!;

    public override string Name => "queue-growth";

    public override int Size => 1_000_000;

    public override double Target => 1.5;

    public override int Pairs => 301;

    public override int WarmUps => 100;

    public override async Task PrepareAsync(int size)
    {
        large = await CampaignWorld.OfAsync(size, Math.Max(1, size / Slice));
        small = await CampaignWorld.OfAsync(Small, Small / Slice);
        open = (await Queue.OpenedAsync(large)).Concat(await Queue.OpenedAsync(small)).ToHashSet();
    }

    public override Task OursAsync() => Queue.PageAsync(large, open);

    public override Task FloorAsync() => Queue.PageAsync(small, open);

    public override async Task CleanUpAsync()
    {
        await small.DisposeAsync();
        await large.DisposeAsync();
    }
}
