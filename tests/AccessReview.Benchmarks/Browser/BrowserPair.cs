using AccessReview.Benchmarks.World;
using Microsoft.Data.Sqlite;

namespace AccessReview.Benchmarks.Browser;

/// <summary>Both sides in one process before one browser: the product, and a page with nothing but the list; each over a campaign of its own
/// of the same size.</summary>
internal sealed class BrowserPair : IAsyncDisposable
{
    /// <summary>Items before the reviewer who looks.</summary>
    internal const int Slice = QueueGrowth.Slice;

    private readonly CampaignWorld ours;
    private readonly CampaignWorld other;

    private BrowserPair(CampaignWorld ours, CampaignWorld other, ProductSite product, BareSite bare, Chromium chromium) =>
        (this.ours, this.other, Product, Bare, Chromium) = (ours, other, product, bare, chromium);

    public ProductSite Product { get; }

    public BareSite Bare { get; }

    public Chromium Chromium { get; }

    /// <summary>The reviewer, by the beginning of their name.</summary>
    public string Reviewer => $"Person {(ours.Items / LaunchOrganisation.ItemsPerAccount) + 1}";

    public static async Task<BrowserPair> StartAsync(int items)
    {
        var (ours, other) = (await CampaignWorld.OfAsync(items, Math.Max(1, items / Slice)), await CampaignWorld.OfAsync(items, Math.Max(1, items / Slice)));
        var product = new ProductSite(ours.Folder);
        return new BrowserPair(ours, other, product, await BareSite.StartAsync(other, product.Address), await Chromium.StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.DisposeAsync();
        await Bare.DisposeAsync();
        await Product.DisposeAsync();
        await ours.DisposeAsync();
        await other.DisposeAsync();
    }
}
