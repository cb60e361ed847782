using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>The numbers a page shows are those of the rows behind them.</summary>
public sealed class CampaignPagesTests
{
    [Fact]
    public async Task A_plan_shows_true_counts_who_reviews_what_goes_elsewhere_and_what_is_left_out()
    {
        await using var world = await CampaignWorld.CreateAsync(
            ["Priya", "Tomas"], [], null, null, new TestAccount("Priya", "Admin", Finding.Privileged, Groups: ["Core"]), new TestAccount("Stranger", Findings: Finding.NobodyKnown),
            new TestAccount("Tomas", "Consumer", Finding.None, AccountStatus.Disabled));
        await world.PreviewAsync();
        var plan = (await world.Database.Get<PlanPage>().RunAsync(world.Owen, world.Number, default)).Require();
        Assert.Equal((1, 3, 2, 1), (plan.People, plan.Items, plan.Applications[0].Accounts, plan.LeftOutTotal));
        Assert.Equal([("Mia", 2, 1), ("Owen", 1, 1)], plan.Reviewers.Select(r => (r.Name, r.Items, r.Minutes)));
        var rerouted = Assert.Single(plan.Rerouted);
        Assert.Equal(("stranger@example.test", FallbackReason.NobodyKnown, "Owen"), (rerouted.Account, rerouted.Reason, rerouted.Reviewer));
        Assert.False(plan.MayLaunch);
        Assert.Equal("gate.scope", Assert.Single(plan.Gates, g => !g.Passed).Code);
    }

    [Fact]
    public async Task A_campaigns_page_shows_progress_checks_and_history_in_words()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.DecideAsync(DecisionKind.Revoke, "Mia", 2);
        var page = (await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, default)).Require();
        var mia = Assert.Single(page.Reviewers);
        Assert.Equal(("Mia", "manager", 5, 0, 1, 4, false), (mia.Name, mia.Why, mia.Items, mia.Kept, mia.Revoked, mia.Left, mia.Signed));
        Assert.Equal((3, 2), page.Items);
        Assert.Equal(["C1", "C1", "C2", "C2", "C3", "C4", "C4", "C5", "C6", "C8", "C9", "C10", "C11"], page.Checks.Select(c => c.Code));

        var list = (await world.Database.Get<CampaignList>().RunAsync(world.Owen, default)).Require();
        Assert.Equal((5, 0, 1, 4, "Heap"), (list[0].Items, list[0].Kept, list[0].Revoked, list[0].Left, list[0].Applications));
        var items = (await world.Database.Get<CampaignItems>().RunAsync(world.Owen, world.Number, new ItemFilter(), 0, 50, default)).Require();
        Assert.Equal(5, items.Total);
        Assert.Equal(("C1-000001", "Priya", "Admin"), (items.Items[0].Name, items.Items[0].Person, items.Items[0].What));
        var history = (await world.Database.Get<CampaignHistory>().RunAsync(world.Owen, world.Number, 0, 50, default)).Require();
        Assert.Equal(["Launched it: 3 accounts, 2 assignments, 0 left out.", "Added Heap.", "Started the plan."], history.Lines.Select(l => l.What));
        Assert.All(history.Lines, l => Assert.Equal("Owen", l.Who));
    }

    [Fact]
    public async Task The_history_says_from_whom_items_went_and_why_and_who_was_to_review_what()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var scope = CampaignWorld.Scope with { AccountReviewer = ReviewerRule.Named, NamedReviewerId = world.World["Mia"] };
        (await world.Database.Get<ChangeCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, scope, null, default)).Require();
        (await world.SecondAsync(SecondReviewRule.Sampled, "Noa")).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await world.GiveAsync("Owen", 2);

        var told = (await world.Database.Get<CampaignHistory>().RunAsync(world.Owen, world.Number, 0, 50, default)).Require().Lines.Select(l => l.What).ToList();
        Assert.Contains("Reassigned 1 item from Mia to Owen: “Knows them”", told);
        Assert.Contains("Set what of Heap has a second reviewer: privileged accounts and a random tenth, before Noa.", told);
        Assert.Contains(told, line => line.StartsWith("Changed what of Heap is reviewed, or by whom: accounts by Mia", StringComparison.Ordinal));
        var page = (await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, default)).Require();
        Assert.Equal("privileged accounts and a random tenth, before Noa", Assert.Single(page.Applications).SecondReview);
    }

    [Fact]
    public async Task Each_reviewer_gets_a_text_with_their_own_counts_and_the_link()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var mine = Assert.Single((await world.Database.Get<LaunchInvitations>().RunAsync(world.Owen, world.Number, "https://review.test/campaigns/1/review", default)).Require().Reviewers);
        Assert.Equal(("Mia", "mia@example.test", 5), (mine.Name, mine.Email, mine.Items));
        Assert.Contains("5 items before you, 1 of them worth a closer look", mine.Text, StringComparison.Ordinal);
        Assert.Contains("https://review.test/campaigns/1/review", mine.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_holds_no_role_reads_no_campaign()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        Assert.Equal(Problem.DeniedCode, (await world.Database.Get<CampaignPage>().RunAsync(world.World.As("Mia"), world.Number, default)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await world.Database.Get<CampaignList>().RunAsync(world.World.As("Mia"), default)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await world.Database.Get<ClosePreview>().RunAsync(world.World.As("Mia"), world.Number, default)).Problem?.Code);
    }

    [Fact]
    public async Task Previews_go_once_the_campaign_is_launched()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.Database.Get<FollowUps>().RunAsync(default);
        await using var db = world.Database.Look();
        Assert.False(await db.DraftItems.AnyAsync() || await db.DraftPreviews.AnyAsync());
        Assert.Equal(5, await db.ReviewItems.CountAsync());
    }
}
