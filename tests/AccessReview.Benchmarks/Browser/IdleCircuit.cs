using Microsoft.Playwright;

namespace AccessReview.Benchmarks.Browser;

/// <summary>Megabytes that the server keeps for an open, idle review workspace, against the same list on an otherwise empty page.</summary>
internal sealed class IdleCircuit : Floor
{
    private const int Tabs = 8;
    private BrowserPair pair = null!;

    public override string Name => "circuit";

    public override int Size => 10_000;

    public override double Target => 1.5;

    public override async Task PrepareAsync(int size) => pair = await BrowserPair.StartAsync(size);

    public override Task OursAsync() => OpenAsync(Side.Ours);

    public override Task FloorAsync() => OpenAsync(Side.Floor);

    public override Task<double> MeasureAsync(Side side, int size) => OpenAsync(side);

    public override async Task CleanUpAsync() => await pair.DisposeAsync();

    private async Task<double> OpenAsync(Side side)
    {
        var (address, circuits) = side == Side.Ours ? (pair.Product.Address, pair.Product.Circuits) : (pair.Bare.Address, pair.Bare.Circuits);
        await using var window = await pair.Chromium.WindowAsync(address);
        await FirstAsync(window, side);
        var before = Kept();
        for (var tab = 0; tab < Tabs; tab++)
        {
            await AnotherAsync(window, side);
        }

        await circuits.UntilAsync(Tabs + 1);
        var each = (Kept() - before) / (double)Tabs / (1 << 20);

        // A page that is left says so; one whose window is closed is kept for a while, in case it comes back.
        foreach (var page in window.Pages)
        {
            await page.GotoAsync("about:blank");
        }

        await circuits.UntilAsync(0);
        return each;
    }

    // What all pages share is there before anything is measured.
    private Task FirstAsync(IBrowserContext window, Side side) => side == Side.Ours ? ProductSite.SignInAsync(window, pair.Reviewer, "/campaigns/1/review") : AnotherAsync(window, side);

    private static async Task AnotherAsync(IBrowserContext window, Side side)
    {
        var page = await window.NewPageAsync();
        await page.GotoAsync(side == Side.Ours ? "/campaigns/1/review" : "/");
        await page.Locator(".item").First.WaitForAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    private static long Kept()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
