using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Sample;
using AccessReview.Core.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Whoever speaks to the circuit with more than the page offers gets no further: the rules are asked behind every event.</summary>
public sealed class NeverOfferedJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task Events_the_workspace_never_offered_decide_nothing()
    {
        await App.World.PeopleAsync(["Vera", "Zoe", "Sami", "Tim", "Tom"], left: ["Vera"]);
        await App.World.HeapAsync(new TestAccount("Vera", Findings: Finding.Left), new TestAccount("Zoe", Role: "Admin", Findings: Finding.Privileged), new TestAccount("Sami"), new TestAccount("Mia"), new TestAccount("Tim"), new TestAccount("Tom"));
        await App.World.LaunchAsync("Mia", (account, _) => account.PersonId == App.World["Sami"] ? "Noa" : "Mia");
        await using var db = App.Get<Databases>().CreateDbContext();
        var turns = await (from turn in db.ReviewTurns join item in db.ReviewItems on turn.ItemId equals item.Id select new { turn.Id, turn.EventSeq, item.HolderId }).ToListAsync();
        var (other, own, zoe) = (turns.Single(t => t.HolderId == App.World["Sami"]), turns.Single(t => t.HolderId == App.World["Mia"]), turns.Single(t => t.HolderId == App.World["Zoe"]));

        var page = await SignInAsync("Mia", "/campaigns/1/review?item=1");
        await page.Locator(".ws-list .item[tabindex='0']").WaitForAsync();
        var (line, touched) = (await page.Line("accounts").GetAttributeAsync("data-turn"), await page.Line("accounts").GetAttributeAsync("data-seq"));
        var (mia, noa, now) = (App.World.As("Mia").Key, App.World.As("Noa").Key, App.Clock.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        var outbox = WorkspaceSteps.Outbox(App.World["Mia"]);
        foreach (var command in new[]
        {
            $$"""{ type: 'decide', turn: '{{other.Id}}', seq: {{other.EventSeq}}, kind: 'certify' }""", // before Noa
            $$"""{ type: 'undo', turn: '{{other.Id}}', seq: {{other.EventSeq}}, batch: true }""",
            $$"""{ type: 'decide', turn: '{{own.Id}}', seq: {{own.EventSeq}}, kind: 'certify' }""", // her own access
            $$"""{ type: 'decide', turn: '{{zoe.Id}}', seq: {{zoe.EventSeq}}, kind: 'certify', reason: '' }""", // privileged, without the reason
            $$"""{ type: 'decide', turn: '{{zoe.Id}}', seq: {{zoe.EventSeq}}, kind: 'change', reason: 'Higher, please', to: 'Owner' }""", // a role nobody offered
            $$"""{ type: 'decide', turn: '999999', seq: 1, kind: 'revoke' }""",
            $$"""{ type: 'ask', turn: '{{other.Id}}', reason: 'What do you do?' }""",
            $$"""{ type: 'line', turn: '{{line}}', seq: {{touched}}, query: '', who: '{{mia}}', campaign: 1 }""", // names that were never shown
            $$"""{ type: 'line', turn: '{{line}}', seq: {{touched}}, query: '', who: '{{noa}}', campaign: 1, shown: '{{now}}' }""", // to her
            $$"""{ type: 'line', turn: '{{line}}', seq: {{touched}}, query: '', who: '{{mia}}', campaign: 2, shown: '{{now}}' }""", // in this campaign
        })
        {
            await page.EvaluateAsync($"sessionStorage.setItem('{outbox}', JSON.stringify([Object.assign({{ id: crypto.randomUUID() }}, {command})]))");
            await page.ReloadAsync();
            await Assertions.Expect(page.Locator(".saved")).ToHaveAttributeAsync("data-state", "saved");
            await page.WaitForFunctionAsync($"sessionStorage.getItem('{outbox}') === '[]'");
            Assert.False(await db.Decisions.AnyAsync() || await db.Questions.AnyAsync(), command);
        }

        // A button that is switched off here is switched off there as well.
        await page.EvaluateAsync("document.querySelectorAll('.ws header .btn.pri').forEach(b => { b.disabled = false; b.click(); })");
        await page.GetByRole(AriaRole.Button, new() { Name = "I sign this" }).ClickAsync();
        await Assertions.Expect(page.Locator(".mud-snackbar", new() { HasText = "undecided" })).ToBeVisibleAsync();
        Assert.False(await db.SignOffs.AnyAsync());
    }

    [Fact]
    public async Task A_launch_that_the_gates_forbid_is_not_had_by_switching_its_button_on()
    {
        (await App.Get<LoadSample>().RunAsync(default)).Require();
        await App.DraftAsync("Too early");
        var page = await SignInAsync("Dmitri", Links.Plan(1));
        var launch = page.GetByRole(AriaRole.Button, new() { NameString = "Launch" });
        await Assertions.Expect(launch).ToBeDisabledAsync();
        await launch.EvaluateAsync("b => { b.disabled = false; b.click(); }");
        await page.Locator(".mud-dialog .btn.pri").ClickAsync();
        await Assertions.Expect(page.Locator(".notice.no")).ToContainTextAsync("left out");

        await using var db = App.Get<Databases>().CreateDbContext();
        Assert.Equal(CampaignState.Draft, (await db.Campaigns.SingleAsync()).State);
    }
}
