using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Reviews everything before a person as an honest reviewer would, by keys: revokes who left, gives one reason for what needs
/// one and reuses it, and reads the names of each line of routine rows before it is certified. Every key counts, each letter of a reason too;
/// <paramref name="looks"/> lets the time pass that a look at an exception takes.</summary>
internal sealed class KeyboardReviewer(IPage page, Action? looks = null)
{
    private const string Reason = "Needs it for the work of the team";

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
                if (await place.GetAttributeAsync("data-open") is null)
                {
                    await PressAsync("o");
                    await page.Locator(".ws-list .item[tabindex='0'][data-open]").WaitForAsync();
                }

                await PressAsync("c");
                await MovedAsync(before);
                continue;
            }

            looks?.Invoke();
            await PressAsync(NeedsRevoke(row) ? "r" : "Shift+C");
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

        if (await page.Locator(".ws-why ol button").CountAsync() > 0)
        {
            await PressAsync("1");
            return;
        }

        await page.Keyboard.TypeAsync(Reason);
        Inputs += Reason.Length;
        await PressAsync("Enter");
    }

    private async Task PressAsync(string key)
    {
        await page.Keyboard.PressAsync(key);
        Inputs++;
    }

    private Task MovedAsync(string before) => page.WaitForFunctionAsync("before => document.querySelector('.counts').innerText !== before", before);
}
