using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>What administrators and campaign owners do between an import and the evidence, in the browser.</summary>
internal static class OwnerSteps
{
    /// <summary>Chooses the person of that name in a picker.</summary>
    public static async Task ChooseAsync(this IPage page, ILocator picker, string name)
    {
        // The list opens on the click: whoever types into it before would type into a page that is still being drawn.
        await picker.ClickAsync();
        await page.Locator(".mud-popover-open .mud-list-item").First.WaitForAsync();
        await picker.FillAsync(name[..^2]);

        // What was typed is looked for a moment later; a name clicked before that would be clicked in the list that is about to go.
        await Assertions.Expect(picker.Locator("xpath=ancestor::div[@class='field']").GetByRole(AriaRole.Status)).ToContainTextAsync($"“{name[..^2]}”");
        await page.Locator(".mud-popover-open .mud-list-item", new() { HasText = name }).ClickAsync();

        // Until it has closed, another picker's list would be taken for this one.
        await Assertions.Expect(page.Locator(".mud-popover-open .mud-list-item")).ToHaveCountAsync(0);
    }

    /// <summary>The open dialog, once the focus is in it: what is typed before goes where the dialog then moves the focus.</summary>
    public static async Task<ILocator> DialogAsync(this IPage page)
    {
        var dialog = page.Locator(".mud-dialog");
        await Assertions.Expect(dialog.Locator(":focus")).ToHaveCountAsync(1);
        return dialog;
    }

    /// <summary>Says of an account on its application's page that it is no employee's.</summary>
    public static async Task DeclareAsync(this IPage page, string account, string kind, string owner, string purpose)
    {
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = account }).GetByRole(AriaRole.Button, new() { Name = "Say whose it is" }).ClickAsync();
        await (await page.DialogAsync()).GetByRole(AriaRole.Radio, new() { Name = "No employee’s" }).CheckAsync();
        await page.Locator("#whose-kind").SelectOptionAsync(kind);
        await page.ChooseAsync(page.GetByLabel("Who answers for it here"), owner);
        await page.GetByLabel("What it is for").FillAsync(purpose);
        await page.GetByRole(AriaRole.Button, new() { Name = "Declare it" }).ClickAsync();
        await Assertions.Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
    }

    /// <summary>Grants a role on the settings page.</summary>
    public static async Task GrantAsync(this IPage page, string name, string role)
    {
        await page.ChooseAsync(page.GetByLabel("Person"), name);
        await page.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync(role);
        await page.GetByRole(AriaRole.Button, new() { Name = "Grant", Exact = true }).ClickAsync();
    }

    /// <summary>Plans a campaign over Heap, from the empty form to the gate that its owner's approval opens.</summary>
    public static async Task PlanAsync(this IPage owner, string name, int number)
    {
        await owner.Locator("#plan-name").FillAsync(name);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Choose what is reviewed" }).ClickAsync();
        await owner.IsAtAsync($"/campaigns/{number}/plan");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Heap", Exact = true }).ClickAsync();
        await Assertions.Expect(owner.Locator(".gates li.no")).ToContainTextAsync("its owner has not approved this list");
    }

    /// <summary>The application's owner approves what is left out.</summary>
    public static async Task ApproveAsync(this IPage second)
    {
        await second.Locator(".actions .btn.pri").ClickAsync();
        await Assertions.Expect(second.Locator(".chip.ok")).ToHaveTextAsync("Approved");
    }

    /// <summary>Launches from the open plan.</summary>
    public static async Task LaunchAsync(this IPage owner, int number)
    {
        await Assertions.Expect(owner.Locator(".gates li.no")).ToHaveCountAsync(0);
        await owner.GetByRole(AriaRole.Button, new() { NameString = "Launch" }).ClickAsync();
        await owner.Locator(".mud-dialog .btn.pri").ClickAsync();
        await owner.IsAtAsync($"/campaigns/{number}/invitations");
    }

    /// <summary>States every exception and the conclusion, and signs, on the page for closing.</summary>
    public static async Task CloseAsync(this IPage owner, string why, string follower, string conclusion)
    {
        foreach (var entry in await owner.Locator(".entry").AllAsync())
        {
            await entry.Locator("textarea").FillAsync(why);
            await owner.ChooseAsync(entry.Locator(".mud-autocomplete input"), follower);
        }

        await owner.GetByLabel("Your conclusion").FillAsync(conclusion);
        await owner.Locator(".actions .btn.pri").ClickAsync();
        await owner.Locator(".mud-dialog .btn.pri").ClickAsync();
        await Assertions.Expect(owner.Locator(".line .chip.ok")).ToHaveTextAsync("Closed");
    }
}
