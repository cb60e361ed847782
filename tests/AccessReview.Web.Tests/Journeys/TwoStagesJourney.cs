using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Sample;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Every item in two stages: it moves on once its first stage is decided, the second's revoke wins, and the owner sees how far both agree.</summary>
public sealed class TwoStagesJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task What_the_second_stage_revokes_is_removed_though_the_first_kept_it_and_the_agreement_is_printed()
    {
        (await App.Get<LoadSample>().RunAsync(CancellationToken.None)).Require();
        var number = await App.DraftAsync("Heap, in two stages");
        var owner = await SignInAsync("Dmitri", Links.Plan(number));
        await owner.GetByLabel("A second, independent reviewer for").SelectOptionAsync("Everything");
        await owner.ChooseAsync(owner.GetByLabel("Who that is"), "Jonas Dubois");
        await Assertions.Expect(owner.GetByText("Any revoke wins.")).ToBeVisibleAsync();
        await App.ApproveAndLaunchAsync(number);

        var reviewers = new Reviewers(App.Services, number);
        await reviewers.DecideAllAsync(new HashSet<string>());
        await reviewers.SignAllAsync();
        await App.Get<FollowUps>().RunAsync(CancellationToken.None);

        var second = await SignInAsync("Jonas Dubois", Links.Review(number));
        var place = second.Locator(".ws-list .item[tabindex='0'][data-account]");
        await place.WaitForAsync();
        var account = (await place.Locator(".n").InnerTextAsync()).Split('\n')[0];
        await second.Keyboard.PressAsync("r");
        await second.Locator(".ws-why textarea, .ws-list .item.done").First.WaitForAsync();
        if (await second.Locator(".ws-why textarea").IsVisibleAsync())
        {
            await second.Keyboard.TypeAsync("Nobody on this team needs it");
            await second.Keyboard.PressAsync("Enter");
        }

        await Assertions.Expect(second.Account(account).Locator(".verdict").First).ToContainTextAsync("Revoked");
        await reviewers.CertifyRoutineAsync();
        await reviewers.DecideAllAsync(new HashSet<string>());
        await OpenAsync(second, Links.Review(number) + "?show=decided");
        await second.GetByRole(AriaRole.Button, new() { NameString = "Sign off" }).ClickAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "I sign this" }).ClickAsync();
        await Assertions.Expect(second.Locator(".signed")).ToContainTextAsync("Signed off");
        await App.Get<FollowUps>().RunAsync(CancellationToken.None);

        await using var db = App.Get<Databases>().CreateDbContext();
        var decided = await (from turn in db.ReviewTurns
                             join decision in db.Decisions on turn.DecisionId equals decision.Id
                             where decision.Mode != DecisionMode.WithAccount
                             select new { turn.ItemId, turn.State }).ToListAsync();
        var twice = decided.GroupBy(d => d.ItemId, d => d.State).Where(states => states.Count() == 2).ToList();
        var alike = twice.Count(states => states.Distinct().Count() == 1);
        Assert.InRange(alike, 1, twice.Count - 1);
        await OpenAsync(owner, Links.Campaign(number));
        var quality = owner.Locator("dl.quality");
        await Assertions.Expect(quality.Locator("dt", new() { HasText = "Reviewed twice" })).ToBeVisibleAsync();
        await Assertions.Expect(quality.Locator("dt:text-is('Reviewed twice') + dd")).ToHaveTextAsync(string.Create(CultureInfo.InvariantCulture, $"{twice.Count:N0}, {alike:N0} alike, {twice.Count - alike:N0} not"));
        await PictureAsync(owner, "two-stages");
        await OpenAsync(owner, Links.Campaign(number, "removals"));
        await Assertions.Expect(owner.GetByText(account).First).ToBeVisibleAsync();
    }
}
