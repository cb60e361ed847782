using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Reviews everything before a person as an honest reviewer would, by keys: revokes who left, gives one reason for what needs
/// one and reuses it, and reads the names of each line of routine rows before it is certified. Counts the inputs; typing a reason is one.</summary>
internal sealed class KeyboardReviewer(IPage page)
{
    private const string Reason = "Needs it for the work of the team";
    private bool typed;

    /// <summary>Keys and clicks so far.</summary>
    public int Inputs { get; private set; }

    /// <summary>Decides until nothing is left.</summary>
    public async Task DecideEverythingAsync()
    {
        while (await LeftAsync() > 0)
        {
            var before = await page.Locator(".counts").InnerTextAsync();
            // A person decides what they see: the next row, once it has the place.
            var place = page.Locator(".ws-list .item[tabindex='0']:not(.done):not([data-saving])");
            var row = await place.InnerTextAsync();
            if (await place.GetAttributeAsync("data-routine-line") is not null)
            {
                await page.Keyboard.PressAsync("c");
                await page.Locator(".ws-list .item[tabindex='0'][data-open]").WaitForAsync();
                await page.Keyboard.PressAsync("c");
                await MovedAsync(before);
                Inputs += 2;
                continue;
            }

            await page.Keyboard.PressAsync(NeedsRevoke(row) ? "r" : "Shift+C");
            Inputs++;
            await GiveReasonAsync(before);
            await MovedAsync(before);
        }
    }

    private static bool NeedsRevoke(string row) => row.Contains("Left ", StringComparison.Ordinal) || row.Contains("contract ended", StringComparison.OrdinalIgnoreCase);

    private async Task<int> LeftAsync()
    {
        var words = (await page.Locator(".counts").InnerTextAsync()).Replace(",", "", StringComparison.Ordinal).Split(' ');
        return int.Parse(words[2]) - int.Parse(words[0]);
    }

    private async Task GiveReasonAsync(string before)
    {
        await page.WaitForFunctionAsync(
            "before => document.querySelector('.ws-why textarea') || document.querySelector('.counts').innerText !== before", before);
        if (await page.Locator(".ws-why textarea").CountAsync() == 0)
        {
            return;
        }

        if (typed)
        {
            await page.Locator(".ws-why ol").WaitForAsync();
            await page.Keyboard.PressAsync("1");
            Inputs++;
            return;
        }

        await page.Keyboard.TypeAsync(Reason);
        await page.Keyboard.PressAsync("Enter");
        (typed, Inputs) = (true, Inputs + 2);
    }

    private Task MovedAsync(string before) => page.WaitForFunctionAsync("before => document.querySelector('.counts').innerText !== before", before);
}
