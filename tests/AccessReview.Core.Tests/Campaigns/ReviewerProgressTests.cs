using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>What the campaign's page says of a reviewer is about their reviewing, and all of it.</summary>
public sealed class ReviewerProgressTests
{
    [Fact]
    public async Task Launching_a_campaign_is_no_act_of_reviewing_and_every_reason_for_reviewing_is_named()
    {
        await using var world = await CampaignWorld.CreateAsync(
            ["Priya", "Tomas"], [], null, null, new TestAccount("Mia"), new TestAccount("Stranger", Findings: Finding.NobodyKnown), new TestAccount("Priya"), new TestAccount("Tomas"));
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await using var db = world.Database.Look();
        var email = TextKey.Of("tomas@example.test");
        var tomas = await db.ReviewTurns.AsNoTracking().SingleAsync(t => db.ReviewItems.Any(i => i.Id == t.ItemId && db.AccountRecords.Any(r => r.Id == i.AccountRecordId && r.EmailKey == email)));
        (await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.Owen, tomas.CampaignId, [tomas.Id], world.World["Owen"], "Knows the work", CancellationToken.None)).Require();

        var owen = await LineAsync(world, "Owen");
        Assert.Equal(3, owen.Items);
        Assert.Null(owen.LastActAt);
        Assert.Equal(3, owen.Why.Split("; ").Length);
        await world.ReviewAsync(DecisionKind.Certify, "Owen", tomas.Number);
        Assert.Equal(world.Database.Time.GetUtcNow().UtcDateTime, (await LineAsync(world, "Owen")).LastActAt);
    }

    private static async Task<ReviewerLine> LineAsync(CampaignWorld world, string name) =>
        Assert.Single((await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, CancellationToken.None)).Require().Reviewers, r => r.Name == name);
}
