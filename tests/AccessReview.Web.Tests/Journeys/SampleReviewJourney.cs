using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Sample;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>The workspace on the sample organisation: real findings, real facts.</summary>
public sealed class SampleReviewJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task A_manager_of_the_sample_finds_the_facts_beside_the_choice()
    {
        var (reviewer, _) = await LaunchAsync();
        var page = await SignInAsync(reviewer, "/campaigns/1/review");
        await Assertions.Expect(page.Locator(".ws-list .item[tabindex='0']")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".ws-story section")).Not.ToHaveCountAsync(0);
        await PictureAsync(page, "review-sample");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await PictureAsync(page, "review-sample-story");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("?");
        await PictureAsync(page, "review-keys");
    }

    private async Task<(string Name, int Items)> LaunchAsync()
    {
        (await App.Get<LoadSample>().RunAsync(CancellationToken.None)).Require();
        await using var db = App.Get<Databases>().CreateDbContext();
        var owner = Actor.Demo(await db.PersonRecords.Where(p => p.WorkEmail == "dmitri.raman@harbourlight.example").Select(p => p.PersonId).FirstAsync());
        var today = DateOnly.FromDateTime(App.Clock.GetUtcNow().UtcDateTime);
        var plan = new CampaignPlan("Heap, Q4 2026", "Quarterly review", "SOC 2 CC6.3", today.AddDays(-50), today.AddDays(40), today.AddDays(9), "Europe/Berlin", DeadlineRule.NotReviewed);
        var number = (await App.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), owner, plan, CancellationToken.None)).Require();
        var application = await db.Applications.SingleAsync();
        (await App.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), owner, number, application.Id, CampaignScope.Default, CancellationToken.None)).Require();
        (await App.Get<PreviewCampaign>().RunAsync(owner, number, CancellationToken.None)).Require();
        var approver = Actor.Demo(application.OwnerId!.Value);
        var list = (await App.Get<ScopeToApprove>().RunAsync(approver, number, application.Id, CancellationToken.None)).Require();
        (await App.Get<ApproveScope>().RunAsync(Guid.NewGuid(), approver, number, application.Id, list.Sha256, CancellationToken.None)).Require();
        (await App.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, number, CancellationToken.None)).Require();
        var busiest = await db.ReviewTurns.GroupBy(t => t.ReviewerId).OrderByDescending(g => g.Select(t => t.Rank).Distinct().Count()).ThenByDescending(g => g.Count()).Select(g => new { g.Key, Count = g.Count() }).FirstAsync();
        return (await db.PersonRecords.Where(p => p.PersonId == busiest.Key).Select(p => p.Name).FirstAsync(), busiest.Count);
    }
}
