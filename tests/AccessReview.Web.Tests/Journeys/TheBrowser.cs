using AccessReview.Web.Tests.Journeys;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(TheBrowser))]

namespace AccessReview.Web.Tests.Journeys;

/// <summary>One browser for the whole run; every journey has contexts of its own in it.</summary>
public sealed class TheBrowser : IAsyncLifetime
{
    private readonly SemaphoreSlim one = new(1, 1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>The browser, started with the first journey.</summary>
    public async Task<IBrowser> GetAsync()
    {
        await one.WaitAsync();
        try
        {
            // A busy machine is slow, not wrong.
            Assertions.SetDefaultExpectTimeout(30_000);
            playwright ??= await Playwright.CreateAsync();
            return browser ??= await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("ACCESSREVIEW_CHROMIUM") ?? "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        one.Dispose();
    }
}
