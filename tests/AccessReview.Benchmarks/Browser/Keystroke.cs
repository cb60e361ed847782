using Microsoft.Playwright;

namespace AccessReview.Benchmarks.Browser;

/// <summary>From the key <c>c</c> to the frame in which the next row has the focus, against a bare key handler in the same browser: the
/// 95th percentile of 25 presses, as many rows as the bare page holds.</summary>
internal class Keystroke : Floor
{
    private const int Presses = 25;

    /// <summary>A quick reviewer: what is worked out behind an answer is done when the next key comes, on both sides.</summary>
    private static readonly TimeSpan Think = TimeSpan.FromMilliseconds(150);

    // Times of presses, from the browser's own stamp of the key to what is waited for.
    private const string Stopwatch =
        """
        saved => {
          const times = [];
          window.pressed = times;
          const frame = (from, done) => requestAnimationFrame(() => { times.push(performance.now() - from); done(); });
          document.addEventListener("keydown", e => {
            if (e.key !== "c") return;
            const at = e.timeStamp;
            if (saved) {
              const mark = document.querySelector(".saved"), watch = new MutationObserver(() => {
                if (mark.dataset.state === "saved") { watch.disconnect(); times.push(performance.now() - at); }
              });
              watch.observe(mark, { attributes: true });
            } else document.addEventListener("focusin", () => frame(at, () => { }), { once: true });
          }, { capture: true });
        }
        """;

    private const string Click =
        """
        () => {
          const times = [];
          window.pressed = times;
          window.click = () => {
            const at = performance.now(), watch = new MutationObserver(() => { watch.disconnect(); times.push(performance.now() - at); });
            watch.observe(document.getElementById("went"), { characterData: true, subtree: true, childList: true });
            document.getElementById("go").click();
          };
        }
        """;

    private readonly Dictionary<Side, IPage> pages = [];
    private BrowserPair pair = null!;

    public override string Name => "keystroke";

    public override int Size => 10_000;

    public override double Target => 1.2;

    public override int WarmUps => 12;

    /// <summary>Whether it is measured to the mark that it is saved.</summary>
    protected virtual bool Saved => false;

    public override async Task PrepareAsync(int size)
    {
        pair = await BrowserPair.StartAsync(size);
        var ours = await ProductSite.SignInAsync(await pair.Chromium.WindowAsync(pair.Product.Address), pair.Reviewer, "/campaigns/1/review");
        var bare = await (await pair.Chromium.WindowAsync(pair.Bare.Address)).NewPageAsync();
        await bare.GotoAsync("/");
        await bare.Locator(".item").First.FocusAsync();
        await ours.EvaluateAsync(Stopwatch, Saved);
        await (Saved ? bare.EvaluateAsync(Click) : bare.EvaluateAsync(Stopwatch, false));
        (pages[Side.Ours], pages[Side.Floor]) = (ours, bare);
    }

    public override Task OursAsync() => MeasureAsync(Side.Ours, 0);

    public override Task FloorAsync() => MeasureAsync(Side.Floor, 0);

    public override async Task<double> MeasureAsync(Side side, int size)
    {
        var page = pages[side];
        await page.BringToFrontAsync();
        await page.EvaluateAsync("() => { window.pressed.length = 0; document.querySelector('#list')?.scrollTo(0, 0); }");
        if (side == Side.Floor && !Saved)
        {
            await page.Locator(".item").First.FocusAsync();
        }

        for (var press = 1; press <= Presses; press++)
        {
            await (side == Side.Floor && Saved ? page.EvaluateAsync("() => window.click()") : page.Keyboard.PressAsync("c"));
            await page.WaitForFunctionAsync("n => window.pressed.length >= n", press);
            await Task.Delay(Think);
        }

        var times = await page.EvaluateAsync<double[]>("() => window.pressed");
        Array.Sort(times);
        return times[(int)(times.Length * 0.95) - 1];
    }

    public override async Task CleanUpAsync() => await pair.DisposeAsync();
}

/// <summary>From the key <c>c</c> to the mark that the decision is saved on disk, against the click of a bare component to the server and
/// back.</summary>
internal sealed class KeystrokeToSaved : Keystroke
{
    public override string Name => "keystroke-saved";

    public override double Target => 3.0;

    protected override bool Saved => true;
}
