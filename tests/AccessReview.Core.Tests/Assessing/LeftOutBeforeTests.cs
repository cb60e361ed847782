using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Assessing;

/// <summary>What the last campaign left out on purpose was there: it is not new.</summary>
public sealed class LeftOutBeforeTests
{
    [Fact]
    public async Task An_account_that_the_last_campaign_left_out_is_not_new_until_somebody_can_sign_in_with_it_again()
    {
        await using var world = await CampaignWorld.CreateAsync(
            ["Priya", "Tomas"], [], null, null, new TestAccount("Priya", "Analyst"), new TestAccount("Tomas", "Consumer", Finding.None, AccountStatus.Disabled, Groups: ["Core"]));
        await world.PreviewAsync();
        var list = (await world.Database.Get<ScopeToApprove>().RunAsync(world.Owen, world.Number, world.World.ApplicationId, CancellationToken.None)).Require();
        (await world.Database.Get<ApproveScope>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, list.Sha256, CancellationToken.None)).Require();
        (await world.LaunchAsync()).Require();
        (await world.CloseAsync()).Require();

        var (tomas, held) = await JudgedAsync(world);
        Assert.Equal((Finding.None, Finding.None), (tomas.Findings & Finding.NewSinceLastReview, held.Findings));
        var facts = FindingFacts.Parse(tomas.Facts);
        Assert.Equal((true, true, 1), (facts.LeftOut, facts.NotReviewedBefore, facts.Previous));

        await world.UpdateAsync((db, seq) => db.AccountRecords.Where(r => r.Status == AccountStatus.Disabled)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, AccountStatus.Active).SetProperty(r => r.EventSeq, seq)));
        (tomas, held) = await JudgedAsync(world);
        Assert.Equal(Finding.NewSinceLastReview, tomas.Findings & Finding.NewSinceLastReview);
        Assert.Equal(Finding.NewSinceLastReview, held.Findings & Finding.NewSinceLastReview);
        Assert.False(FindingFacts.Parse(tomas.Facts).LeftOut);
    }

    private static async Task<(AssessedAccount Account, AssessedAssignment Held)> JudgedAsync(CampaignWorld world)
    {
        var id = (await world.Database.Get<AssessApplication>().RunAsync(Guid.NewGuid(), world.Owen, world.World.ApplicationId, CancellationToken.None)).Require();
        await using var db = world.Database.Look();
        return (
            await db.AssessedAccounts.SingleAsync(a => a.AssessmentId == id && db.AccountRecords.Any(r => r.Id == a.AccountRecordId && r.Role == "Consumer")),
            await db.AssessedAssignments.SingleAsync(a => a.AssessmentId == id));
    }
}
