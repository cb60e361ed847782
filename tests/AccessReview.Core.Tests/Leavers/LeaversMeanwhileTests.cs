using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Leavers;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Tests.Leavers;

/// <summary>Two nodes look after the campaigns about leavers at the same time.</summary>
public sealed class LeaversMeanwhileTests
{
    [Fact]
    public async Task What_another_node_launches_while_its_draft_is_looked_at_is_not_given_up()
    {
        var moment = new MomentWithin("AssessedAccounts");
        await using var quarter = await Quarter.StartAsync(moment);
        await using var db = quarter.Database.Look();
        var policy = (await CurrentPolicy.ReadAsync(db, default)).Policy with { Leavers = LeaversRule.AtOnce, LeaversOwnerId = (await quarter.AsAsync("dmitri.raman")).PersonId };
        (await quarter.Database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), await quarter.AsAsync("kaito.ivanov"), policy, null, default)).Require();
        var heap = await db.Applications.Select(a => a.Id).SingleAsync();
        (await quarter.Database.Get<AssessApplication>().RunAsync(Guid.NewGuid(), Actor.Product, heap, default)).Require();
        Assert.Equal(1, await quarter.Database.Get<DraftLeavers>().RunAsync(heap, default));

        moment.Meanwhile = async _ =>
        {
            (await quarter.Database.Get<PreviewCampaign>().RunAsync(Actor.Product, 1, default)).Require();
            (await quarter.Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), Actor.Product, 1, default)).Require();
        };
        await quarter.Database.Services.GetServices<IFollowUp>().OfType<KeepLeavers>().Single().RunAsync(default);
        Assert.Null(moment.Meanwhile);
        Assert.Equal(CampaignState.Active, (await db.Campaigns.AsNoTracking().SingleAsync()).State);
    }
}
