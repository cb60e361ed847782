using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>One quarter revokes an account that nobody takes out, and the next one certifies it: the campaign owner says that the newer decision holds.</summary>
public sealed class NewerDecisionJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task What_the_next_quarter_kept_is_ended_as_overruled_with_the_newer_decision_named()
    {
        var team = new MonasTeam(App);
        await team.FoundAsync();
        await HoldAsync(team, "Heap, Q4 2026", "person30@team.example");
        App.Clock.Set(App.Clock.GetUtcNow().UtcDateTime.AddDays(1));
        await HoldAsync(team, "Heap, Q1 2027");

        var owner = await SignInAsync("Olga", Links.Removals(open: 1));
        var (row, detail) = (owner.Locator("#R1"), owner.Locator("tr.detail"));
        await Assertions.Expect(row).ToContainTextAsync("C2 has kept this access since");
        await Assertions.Expect(detail).ToContainTextAsync("A newer decision keeps this access");
        await Assertions.Expect(detail).ToContainTextAsync(": certified by Mona, ");
        await AccessibleAsync(owner);
        await PictureAsync(owner, "removal-newer-decision");
        await detail.GetByRole(AriaRole.Button, new() { Name = "The newer decision holds" }).ClickAsync();

        await Assertions.Expect(row.Locator(".chip")).ToHaveTextAsync("Overruled");
        await Assertions.Expect(row).ToContainTextAsync("Olga said on");
        await Assertions.Expect(row.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await Assertions.Expect(detail).ToContainTextAsync("Overruled by a newer decision");
        await Assertions.Expect(detail).ToContainTextAsync("Nothing is to be done, and nothing opens this removal again.");
        await Assertions.Expect(owner.GetByText("The only one is verified, accepted or overruled.")).ToBeVisibleAsync();
        await AccessibleAsync(owner);
        await PictureAsync(owner, "removal-overruled");

        await owner.GetByRole(AriaRole.Navigation, new() { Name = "By state" }).GetByRole(AriaRole.Link, new() { NameString = "Overruled" }).ClickAsync();
        await Assertions.Expect(owner.Locator("table.removals tbody tr")).ToHaveCountAsync(1);
        await using var db = App.Get<Databases>().CreateDbContext();
        Assert.Equal([RemovalState.Overruled], await db.Removals.Select(r => r.State).ToListAsync());
    }

    private async Task HoldAsync(MonasTeam team, string name, params string[] revoked)
    {
        var reviewers = new Reviewers(App.Services, await team.LaunchAsync(name));
        await reviewers.DecideAllAsync(new HashSet<string>(revoked, StringComparer.Ordinal));
        await reviewers.SignAllAsync();
        await using var db = App.Get<Databases>().CreateDbContext();
        await team.CloseAsync(await db.Campaigns.MaxAsync(c => c.Number));
    }
}
