using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Overview;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>What turned out to be a reviewer's own access is not theirs to decide, so no mail asks them for it and nobody waits for them.</summary>
public sealed class OwnAccessMailTests
{
    [Fact]
    public async Task A_mail_counts_neither_it_nor_its_findings()
    {
        await using var world = await MailWorld.LaunchedAsync([], SecondReviewRule.None, new TestAccount("Priya", "Admin", Finding.Privileged), new TestAccount("Tomas"));
        await MatchAsync(world, "Priya");
        Assert.Contains("\n  1 item left; about 1 minute.\n", (await world.TickAsync()).To("mia").Single().Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_said_to_be_out_of_reach_who_has_nothing_else_left()
    {
        await using var world = await MailWorld.LaunchedAsync();
        var mia = world.World["Mia"];
        await world.Campaign.UpdateAsync((db, seq) => db.PersonRecords.Where(r => r.PersonId == mia).ExecuteUpdateAsync(set => set.SetProperty(r => r.WorkEmail, "").SetProperty(r => r.EmailKey, "").SetProperty(r => r.EventSeq, seq)));
        await world.TickAsync();
        await MatchAsync(world, "Priya");
        Assert.Contains("1 reviewer in Heap, Q4 2026 cannot be reached by mail", await NowAsync(world));
        await MatchAsync(world, "Tomas");
        Assert.DoesNotContain("1 reviewer in Heap, Q4 2026 cannot be reached by mail", await NowAsync(world));
    }

    [Fact]
    public async Task Nobody_is_to_be_told_by_hand_who_has_nothing_but_it_left_and_the_text_counts_none_of_it()
    {
        await using var world = await CampaignWorld.CreateAsync(["Priya", "Tomas"], [], null, null, new TestAccount("Priya", "Admin", Finding.Privileged), new TestAccount("Tomas"));
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await MatchAsync(world, "Priya");
        var text = Assert.Single((await InvitationsAsync(world)).Reviewers).Text;
        Assert.Contains("1 item before you, 0 of them worth a closer look.", text, StringComparison.Ordinal);
        Assert.Contains("What nobody has decided when the review is closed counts as not reviewed.", text, StringComparison.Ordinal);

        await MatchAsync(world, "Tomas");
        Assert.Empty((await InvitationsAsync(world)).Reviewers);
        Assert.DoesNotContain((await world.Database.Get<ReadOverview>().RunAsync(world.Owen, default)).Now, n => n.Kind == NowKind.Untold);
    }

    private static async Task<Invitations> InvitationsAsync(CampaignWorld world) =>
        (await world.Database.Get<LaunchInvitations>().RunAsync(world.Owen, world.Number, "https://review.test", default)).Require();

    // The account is Mia's, as Ada found out.
    private static Task MatchAsync(MailWorld world, string account) => MatchAsync(world.Campaign, account);

    private static Task MatchAsync(CampaignWorld world, string account) => world.SeedAsync(async scope => scope.Add(new HandMatch
    {
        Id = scope.NewId(), AccountId = await scope.Db.AccountRecords.Where(r => r.Name == account).Select(r => r.AccountId).SingleAsync(), PersonId = world.World["Mia"], ReasonId = 1,
        By = world.World.As("Ada").Key, At = scope.At,
    }));

    private static async Task<IEnumerable<string>> NowAsync(MailWorld world) => (await world.Database.Get<ReadOverview>().RunAsync(world.World.As("Owen"), default)).Now.Select(n => n.Sentence);
}
