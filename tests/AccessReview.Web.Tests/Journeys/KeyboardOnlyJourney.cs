using System.Text;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>The whole main job by keyboard alone, in a wide window, in what is left of it at 200 % zoom, and on a window as wide as a phone.
/// The mouse is never used: what cannot be reached by Tab fails.</summary>
public sealed class KeyboardOnlyJourney(TheBrowser browser) : Journey(browser, now: new DateTime(2026, 11, 20, 20, 0, 0, DateTimeKind.Utc))
{
    private const string Users =
        "User ID,Email,Name,Role,Status,Last active\r\n" +
        "1,priya@example.test,Priya,Consumer,active,2026-11-18\r\n" +
        "2,rob@example.test,Rob,Consumer,active,2026-11-17\r\n" +
        "3,vera@example.test,Vera,Consumer,active,2026-11-12\r\n";

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(720, 450)]
    [InlineData(390, 844)]
    public async Task An_application_is_brought_in_reviewed_closed_and_proved_and_its_removal_noted_without_a_mouse(int width, int height)
    {
        await App.World.PeopleAsync(["Priya", "Rob", "Vera"], left: ["Vera"]);

        var admin = await SignInAsync("Ada", width, height);
        await RegisterAsync(admin);
        await ImportAsync(admin);

        var owner = await SignInAsync("Owen", width, height);
        await PlanAndLaunchAsync(owner);

        var reviewer = await SignInAsync("Mia", width, height);
        await ReviewAsync(reviewer);

        await CloseAsync(owner);
        await ProveAsync(owner);
        await NoteRemovalAsync(owner);
    }

    private async Task<Keys> SignInAsync(string name, int width, int height)
    {
        var keys = new Keys(await NewPageAsync(width, height));
        await keys.Page.GotoAsync($"/sign-in?search={name}");
        await keys.PressAsync(keys.Page.Locator(".people button").First);
        await SettledAsync(keys.Page);
        return keys;
    }

    private static async Task GoAsync(Keys keys, string address)
    {
        await keys.Page.GotoAsync(address);
        await SettledAsync(keys.Page);

        // A page that has opened puts the focus on its title; whoever is faster would lose their place to it.
        await Assertions.Expect(keys.Page.Locator("h1")).ToBeFocusedAsync();
    }

    private static async Task RegisterAsync(Keys admin)
    {
        await GoAsync(admin, Links.Applications());
        await admin.PressAsync(admin.Button("Register an application"));
        await admin.Page.DialogAsync();
        await admin.ChooseAsync(admin.Page.GetByLabel("Owner", new() { Exact = true }), "Noa");
        await admin.PressAsync(admin.Button("Register"));
        await Assertions.Expect(admin.Page.Locator("h1")).ToHaveTextAsync("Heap");
    }

    private static async Task ImportAsync(Keys admin)
    {
        // Asked for before the page opens: the browser would show a chooser of its own to whoever is faster.
        var page = admin.Page;
        var chooser = new TaskCompletionSource<IFileChooser>(TaskCreationOptions.RunContinuationsAsynchronously);
        page.FileChooser += (_, shown) => chooser.TrySetResult(shown);
        await GoAsync(admin, page.Url + "/import");
        await admin.PressAsync(page.GetByLabel("File of user accounts"));
        await (await chooser.Task.WaitAsync(TimeSpan.FromSeconds(30))).SetFilesAsync(new FilePayload { Name = "users.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Users) });
        foreach (var (field, value) in new[] { ("system", "Heap, production"), ("report", "Account > Users > Export"), ("filters", "none"), ("by", "A. Ada"), ("claimed", "3") })
        {
            await admin.TypeAsync(page.Locator($"#{field}-users"), value);
        }

        // Month, day, year; then hour, minute and half of the day: a date field's own keys.
        await admin.ToAsync(page.Locator("#at-users"));
        foreach (var part in new[] { "11", "20", "2026", "ArrowRight", "06", "00", "p" })
        {
            await (part.Length > 4 ? page.Keyboard.PressAsync(part) : page.Keyboard.TypeAsync(part));
        }

        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#at-users")).ToHaveValueAsync("2026-11-20T18:00");
        await admin.PressAsync(page.Locator(".tabs a", new() { HasText = "Columns and words" }));
        await admin.PressAsync(admin.Button("This is right"));
        await Assertions.Expect(page.GetByText("Agreed", new() { Exact = true })).ToBeVisibleAsync();
        await admin.PressAsync(page.Locator(".tabs a", new() { HasText = "Preview" }));
        await admin.PressAsync(admin.Button("Import 3 accounts"));
        await page.GetByRole(AriaRole.Heading, new() { Name = "Imported", Exact = true }).WaitForAsync();
    }

    private static async Task PlanAndLaunchAsync(Keys owner)
    {
        await GoAsync(owner, Links.NewCampaign());
        await owner.TypeAsync(owner.Page.Locator("#plan-name"), "Heap, by keys");
        await owner.PressAsync(owner.Button("Choose what is reviewed"));
        await owner.Page.IsAtAsync("/campaigns/1/plan");
        await owner.PressAsync(owner.Button("Heap"));
        await Assertions.Expect(owner.Page.Locator(".gates li.no")).ToHaveCountAsync(0);
        await owner.PressAsync(owner.Button("Launch 3 items"));
        await owner.PressAsync(owner.Page.Locator(".mud-dialog .btn.pri"));
        await owner.Page.IsAtAsync("/campaigns/1/invitations");
    }

    private static async Task ReviewAsync(Keys reviewer)
    {
        var page = reviewer.Page;
        await GoAsync(reviewer, Links.MyReviews());
        await reviewer.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Start" }));
        await page.Locator(".ws-list .item[tabindex='0']").WaitForAsync();
        await reviewer.ToAsync(page.Locator(".ws-list .item[tabindex='0']"));
        await new KeyboardReviewer(page).DecideEverythingAsync();
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("3 of 3");
        await reviewer.PressAsync(page.GetByRole(AriaRole.Button, new() { NameString = "Sign off" }));
        await page.DialogAsync();
        await reviewer.PressAsync(reviewer.Button("I sign this"));
        await Assertions.Expect(page.Locator(".signed")).ToContainTextAsync("Signed off");
    }

    private static async Task CloseAsync(Keys owner)
    {
        var page = owner.Page;
        await GoAsync(owner, Links.Close(1));
        foreach (var entry in await page.Locator(".entry").AllAsync())
        {
            await owner.TypeAsync(entry.Locator("textarea"), "Known, and looked at");
            await owner.ChooseAsync(entry.Locator(".mud-autocomplete input"), "Noa");
        }

        await owner.TypeAsync(page.GetByLabel("Your conclusion"), "Access is as it should be.");
        await owner.PressAsync(owner.Button("Sign and close"));
        await owner.PressAsync(page.Locator(".mud-dialog .btn.pri"));
        await Assertions.Expect(page.Locator(".line .chip.ok")).ToHaveTextAsync("Closed");
    }

    private static async Task NoteRemovalAsync(Keys owner)
    {
        await GoAsync(owner, Links.Removals());
        await owner.PressAsync(owner.Button("Note done"));
        await owner.Page.DialogAsync();
        await owner.TypeAsync(owner.Page.Locator("#done-reference"), "JIRA-7");
        await owner.PressAsync(owner.Button("Note as done"));
        await Assertions.Expect(owner.Page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await Assertions.Expect(owner.Page.Locator("table.removals tbody tr")).ToContainTextAsync("Done by hand");
    }

    private static async Task ProveAsync(Keys owner)
    {
        await GoAsync(owner, Links.Evidence());
        var link = owner.Page.GetByRole(AriaRole.Link, new() { Name = "Download the pack" });
        await Assertions.Expect(link).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await owner.ToAsync(link);
        var download = await owner.Page.RunAndWaitForDownloadAsync(() => owner.Page.Keyboard.PressAsync("Enter"));
        Assert.Equal("DEMO-evidence-C1-close.zip", download.SuggestedFilename);
    }

    /// <summary>A person's keyboard: Tab until something has the focus, and then its keys.</summary>
    private sealed class Keys(IPage page)
    {
        private const int MostTabs = 250;

        public IPage Page => page;

        public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

        /// <summary>Goes to something by Tab alone.</summary>
        public async Task ToAsync(ILocator target)
        {
            await Assertions.Expect(target).ToBeVisibleAsync();
            await Assertions.Expect(target).ToBeEnabledAsync();
            for (var tabs = 0; tabs < MostTabs; tabs++)
            {
                if (await target.EvaluateAsync<bool>("e => e === document.activeElement"))
                {
                    return;
                }

                await page.Keyboard.PressAsync("Tab");
            }

            Assert.Fail($"{target} is not reached by Tab; the focus is on {await page.EvaluateAsync<string>("document.activeElement.outerHTML.slice(0, 200)")}.");
        }

        public async Task PressAsync(ILocator target)
        {
            await ToAsync(target);
            await page.Keyboard.PressAsync("Enter");
        }

        public async Task TypeAsync(ILocator field, string text)
        {
            await ToAsync(field);
            await page.Keyboard.PressAsync("Control+A");
            await page.Keyboard.TypeAsync(text);
            await page.Keyboard.PressAsync("Tab");
            await Assertions.Expect(field).ToHaveValueAsync(text);
        }

        public async Task ChooseAsync(ILocator picker, string name)
        {
            await ToAsync(picker);
            await page.Keyboard.TypeAsync(name);
            await Assertions.Expect(page.Locator(".mud-popover-open .mud-list-item")).ToHaveCountAsync(1);
            await page.Keyboard.PressAsync("ArrowDown");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator(".mud-popover-open .mud-list-item")).ToHaveCountAsync(0);
            await Assertions.Expect(picker).ToHaveValueAsync(name);
        }
    }
}
