using System.Collections.Concurrent;
using System.Globalization;
using Deque.AxeCore.Playwright;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A test that drives the product in a real browser. It fails when any page wrote an error or a warning to the console.</summary>
public abstract class Journey(TheBrowser theBrowser, Dictionary<string, string>? settings = null, KeptLog? log = null, DateTime? now = null, IInterceptor? interceptor = null) : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> complaints = [];
    private readonly List<IBrowserContext> contexts = [];

    /// <summary>The product, fresh and empty.</summary>
    protected TestApp App { get; set; } = new(settings, log, now, interceptor);

    /// <summary>The address a browser knows it by.</summary>
    protected virtual Uri Entrance => App.Address;

    /// <summary>How console errors and warnings begin that this journey causes on purpose.</summary>
    protected List<string> Expected { get; } = [];

    /// <inheritdoc/>
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        foreach (var context in contexts)
        {
            await context.DisposeAsync();
        }

        await App.DisposeAsync();
        GC.SuppressFinalize(this);
        Assert.True(complaints.IsEmpty, string.Join("\n", complaints));
    }

    /// <summary>This journey is refused something with that status on purpose, which the console reports.</summary>
    protected void ExpectStatus(int status) => Expected.Add(string.Create(CultureInfo.InvariantCulture, $"Failed to load resource: the server responded with a status of {status} ("));

    /// <summary>Whether a console error or warning is caused on purpose, as it comes.</summary>
    protected virtual bool IsExpected(string text) => Expected.Exists(start => text.StartsWith(start, StringComparison.Ordinal));

    /// <summary>A new browser window with cookies of its own; or, with touch, that of a telephone.</summary>
    protected async Task<IPage> NewPageAsync(int width = 1440, int height = 900, bool touch = false)
    {
        var context = await (await theBrowser.GetAsync()).NewContextAsync(new()
        {
            BaseURL = Entrance.ToString(), ViewportSize = new() { Width = width, Height = height }, ColorScheme = ColorScheme.Light, Locale = "en-GB", AcceptDownloads = true, HasTouch = touch,
        });
        contexts.Add(context);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complain(page, message.Text);
            }
        };
        page.PageError += (_, error) => Complain(page, error);
        return page;
    }

    /// <summary>A window signed in as the person whose name begins with <paramref name="name"/>, at <paramref name="path"/>.</summary>
    protected async Task<IPage> SignInAsync(string name, string path = "/", IPage? window = null)
    {
        var page = window ?? await NewPageAsync();
        await page.GotoAsync($"/sign-in?search={Uri.EscapeDataString(name)}&returnTo={Uri.EscapeDataString(path)}");
        await page.Locator(".people button").First.ClickAsync();
        await SettledAsync(page);
        return page;
    }

    /// <summary>A window signed in as the built-in first administrator.</summary>
    protected async Task<IPage> SignInAsFirstAdministratorAsync()
    {
        var page = await NewPageAsync();
        await page.GotoAsync("/welcome");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start with my own files" }).ClickAsync();
        await SettledAsync(page);
        return page;
    }

    /// <summary>Opens an address in a signed-in window and waits for the page's title.</summary>
    protected static async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await SettledAsync(page);
    }

    /// <summary>Waits until the page is there and no part of it is a skeleton.</summary>
    protected static async Task SettledAsync(IPage page)
    {
        await page.Locator("main h1").First.WaitForAsync();
        await Assertions.Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
    }

    /// <summary>Pictures of the page in light and dark, wide and narrow, into <c>artifacts/screens</c>, which is not kept, for who sets
    /// <c>ACCESSREVIEW_PICTURES</c> to 1; else none, since nobody would look at them.</summary>
    protected static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("ACCESSREVIEW_PICTURES") != "1")
        {
            return;
        }

        foreach (var (width, height, size) in new[] { (1440, 900, ""), (420, 860, "-narrow") })
        {
            await page.SetViewportSizeAsync(width, height);
            foreach (var theme in new[] { "light", "dark" })
            {
                await page.EvaluateAsync("dark => document.documentElement.classList.toggle('dark', dark)", theme == "dark");
                await page.ScreenshotAsync(new() { Path = Repository.Path("artifacts", "screens", $"{name}-{theme}{size}.png"), Animations = ScreenshotAnimations.Disabled });
            }
        }

        await page.SetViewportSizeAsync(1440, 900);
        await page.EvaluateAsync("document.documentElement.classList.remove('dark')");
    }

    /// <summary>Fails on what keeps people out (axe, WCAG 2.2 A and AA), in light and in dark.</summary>
    protected static async Task AccessibleAsync(IPage page)
    {
        // The frame of a mail's preview runs no script, and axe is one: for its sake the frame may, here.
        await page.EvaluateAsync("document.querySelectorAll('iframe[sandbox]').forEach(f => { f.sandbox = 'allow-scripts'; f.srcdoc = f.srcdoc; })");

        // Axe judges no text that stands on a gradient: without the shadows at their edges it judges that of tables too.
        await page.EvaluateAsync("document.querySelectorAll('.scroll').forEach(s => { s.style.backgroundImage = 'none'; })");
        foreach (var dark in new[] { false, true })
        {
            await page.EvaluateAsync("dark => document.documentElement.classList.toggle('dark', dark)", dark);
            await StillAsync(page);
            var found = await page.RunAxe();
            Assert.True(
                found.Violations.Length == 0,
                string.Join('\n', found.Violations.Select(v => $"{(dark ? "dark" : "light")} {v.Id}: {v.Help} {string.Join(" | ", v.Nodes.Take(4).Select(n => n.Html + " " + string.Join(";", n.Any.Select(a => a.Message))))}")));
        }

        await page.EvaluateAsync("document.documentElement.classList.remove('dark')");
    }

    private void Complain(IPage page, string text)
    {
        if (!IsExpected(text))
        {
            complaints.Enqueue($"{page.Url}: {text}");
        }
    }

    // What fades in or out has a contrast of its own at every moment of it; what goes with the scrolling never ends, and stands still.
    private static async Task StillAsync(IPage page)
    {
        await Assertions.Expect(page.Locator(".mud-snackbar")).ToHaveCountAsync(0);
        await page.EvaluateAsync("""
            () => Promise.all(document.getAnimations().filter(a => a.timeline === document.timeline && a.effect?.getComputedTiming().iterations !== Infinity).map(a => a.finished.catch(() => null)))
            """);
    }
}
