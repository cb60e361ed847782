using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>What a person does on the import pages, in the browser.</summary>
internal static class ImportSteps
{
    /// <summary>Chooses a file in the card of that name.</summary>
    public static Task UploadAsync(this IPage page, string card, string name, byte[] content) =>
        page.GetByLabel($"File of {card}", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = content });

    /// <summary>Says where a file comes from.</summary>
    public static async Task StateOriginAsync(this IPage page, string kind, string exportedAt, string claimed)
    {
        foreach (var (field, value) in new[] { ("system", "Heap, production"), ("report", "Account > Users > Export"), ("filters", "none"), ("by", "D. Raman"), ("at", exportedAt), ("claimed", claimed) })
        {
            var input = page.Locator($"#{field}-{kind}");
            await input.FillAsync(value);
            await input.BlurAsync();
            await Assertions.Expect(input).ToHaveValueAsync(value);
        }
    }

    /// <summary>Opens a step.</summary>
    public static async Task StepAsync(this IPage page, string name)
    {
        await page.Locator(".tabs a", new() { HasText = name }).ClickAsync();
        await Assertions.Expect(page.Locator(".tabs a.on")).ToContainTextAsync(name);
    }

    /// <summary>Agrees to how each of the files is read.</summary>
    public static async Task AgreeAsync(this IPage page, int files)
    {
        await page.StepAsync("Columns and words");
        for (var agreed = 0; agreed < files; agreed++)
        {
            await Assertions.Expect(page.GetByText("Agreed", new() { Exact = true })).ToHaveCountAsync(agreed);
            await page.Locator("button:enabled", new() { HasText = "This is right" }).First.ClickAsync();
        }

        await Assertions.Expect(page.GetByText("Agreed", new() { Exact = true })).ToHaveCountAsync(files);
    }

    /// <summary>Sets the line with that sentence aside, for the reason that is proposed or was filled in.</summary>
    public static async Task SetAsideAsync(this IPage page, string sentence)
    {
        var row = page.Locator("tr", new() { HasText = sentence });
        await row.GetByRole(AriaRole.Button, new() { Name = "Set aside" }).ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
    }

    /// <summary>Presses Import and waits for the end.</summary>
    public static async Task ImportAsync(this IPage page, string what)
    {
        await page.StepAsync("Preview");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Import {what}" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Imported", Exact = true })).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }
}
