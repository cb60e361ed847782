using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

public sealed class SettingsJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task An_administrator_grants_a_role_and_takes_it_away_and_both_stay_on_record()
    {
        await App.World.PeopleAsync([]);
        var page = await SignInAsync("Ada", Links.Settings());

        await page.ChooseAsync(page.GetByLabel("Person"), "Noa");
        await page.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync("Auditor");
        await page.GetByRole(AriaRole.Button, new() { Name = "Grant", Exact = true }).ClickAsync();
        var row = page.Locator("tbody tr", new() { HasText = "Noa" });
        await Assertions.Expect(row).ToContainTextAsync("by Ada");
        await PictureAsync(page, "settings");
        await AccessibleAsync(page);

        await row.GetByRole(AriaRole.Button, new() { Name = "Take away" }).ClickAsync();
        await page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Take away" }).ClickAsync();
        await page.GetByText("Held before").ClickAsync();
        await Assertions.Expect(page.Locator("details tbody tr")).ToContainTextAsync("Noa");
    }

    [Fact]
    public async Task A_role_without_a_person_is_not_granted_and_what_is_missing_is_said_beside_the_field()
    {
        await App.World.PeopleAsync([]);
        var page = await SignInAsync("Ada", Links.Settings());
        await page.GetByRole(AriaRole.Button, new() { Name = "Grant", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".grant .field").GetByRole(AriaRole.Alert)).ToHaveTextAsync("Choose who is to have the role.");

        await page.ChooseAsync(page.GetByLabel("Person"), "Noa");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Nobody_grants_a_role_to_themselves()
    {
        await App.World.PeopleAsync([]);
        var page = await SignInAsync("Ada", Links.Settings());

        await page.ChooseAsync(page.GetByLabel("Person"), "Ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Grant", Exact = true }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nobody grants a role to themselves");
    }

    [Fact]
    public async Task A_policy_out_of_range_is_refused_in_words_and_a_good_one_is_a_new_version()
    {
        await App.World.PeopleAsync([]);
        var page = await SignInAsync("Ada", Links.Settings());

        await page.GetByLabel("Days within which a removal is due").FillAsync("0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a new version" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Days until a removal is due: a whole number from 1 to 365");

        await page.GetByLabel("Days within which a removal is due").FillAsync("10");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a new version" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Version 1 saved")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_looser_brake_waits_in_sight_until_the_campaign_owner_agrees()
    {
        await App.World.PeopleAsync([]);
        var page = await SignInAsync("Ada", Links.Settings());
        var limit = page.GetByLabel("Removals of one application within a day above which the brake holds them");
        await limit.FillAsync("50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a new version" }).ClickAsync();
        var asked = page.Locator(".notice", new() { HasText = "asks for a looser brake" });
        await Assertions.Expect(asked).ToContainTextAsync("It stays as it is until an administrator or a campaign owner who did not ask agrees.");
        await Assertions.Expect(asked.GetByRole(AriaRole.Button)).ToHaveTextAsync("Take back");
        await Assertions.Expect(limit).ToHaveValueAsync("10");
        await AccessibleAsync(page);

        var second = await SignInAsync("Owen", Links.Overview());
        await second.Locator(".todo", new() { HasText = "A looser brake on removals waits for a second person" }).GetByRole(AriaRole.Link, new() { Name = "Answer" }).ClickAsync();
        await second.IsAtAsync(Links.Removals(new()));
        await Assertions.Expect(second.Locator(".notice")).ToContainTextAsync("above 50 and 5 % of it, instead of 10 and 5 %. From three on, more than half of it waits in any case. It stays as it is until you agree.");
        await PictureAsync(second, "looser-brake");
        await AccessibleAsync(second);
        await second.Locator(".notice").GetByRole(AriaRole.Button, new() { Name = "Agree" }).ClickAsync();
        await second.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Agree" }).ClickAsync();
        await Assertions.Expect(second.GetByText("asks for a looser brake")).ToHaveCountAsync(0);

        await page.ReloadAsync();
        await Assertions.Expect(limit).ToHaveValueAsync("50");
    }

    [Fact]
    public async Task Saving_one_card_leaves_what_was_typed_in_the_others()
    {
        await App.World.PeopleAsync([]);
        var page = await SignInAsync("Ada", Links.Settings());
        var removals = page.GetByLabel("Days within which a removal is due");
        var hours = page.GetByLabel("Hours of work by hand a year");
        await removals.FillAsync("12");
        await hours.FillAsync("80");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the costs" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Version 1 saved")).ToBeVisibleAsync();
        await Assertions.Expect(removals).ToHaveValueAsync("12");

        // Made from the version in force, it is saved beside what the other card saved.
        await hours.FillAsync("90");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a new version" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Version 2 saved")).ToBeVisibleAsync();
        await Assertions.Expect(hours).ToHaveValueAsync("90");
        await page.ReloadAsync();
        await Assertions.Expect(removals).ToHaveValueAsync("12");
        await Assertions.Expect(hours).ToHaveValueAsync("80");
    }

    [Fact]
    public async Task A_cost_that_can_be_read_two_ways_is_refused_in_words()
    {
        await App.World.PeopleAsync([]);
        var page = await SignInAsync("Ada", Links.Settings());
        await page.GetByLabel("What an hour costs").FillAsync("1.200");
        await page.GetByLabel("Currency").FillAsync("USD");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the costs" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("can be read two ways");
    }

    [Fact]
    public async Task Somebody_without_the_role_finds_nothing()
    {
        ExpectStatus(404);
        await App.World.PeopleAsync([]);
        var page = await SignInAsync("Mia", Links.Settings());

        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("There is nothing at this address");
    }
}
