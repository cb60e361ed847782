using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Independence;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>Beyond own access: two people who review each other, and administrators who review administrators, are recorded, rerouted or
/// prevented, as the policy says.</summary>
public sealed class IndependenceTests
{
    [Theory]
    [InlineData(IndependenceRule.Recorded)]
    [InlineData(IndependenceRule.Rerouted)]
    [InlineData(IndependenceRule.Prevented)]
    public async Task Two_people_who_review_each_other(IndependenceRule rule)
    {
        // Tomas is managed by Mia, and Mia by Tomas.
        await using var world = await CampaignWorld.CreateAsync(["Tomas", "Viktor"], [], null, null, new TestAccount("Mia"), new TestAccount("Tomas"), new TestAccount("Viktor"));
        await ManagedAsync(world, "Mia", by: "Tomas");
        await SetAsync(world, new Policy { ReciprocalReview = rule });
        var (mia, tomas) = (Assert.Single(await world.ItemsAsync("Mia")), Assert.Single(await world.ItemsAsync("Tomas")));
        Assert.Equal((world.World["Tomas"], mia.Number < tomas.Number), (mia.ReviewerId!.Value, true));
        if (rule == IndependenceRule.Rerouted)
        {
            // What stands first stays; what would return it goes to the application's owner.
            Assert.Equal((world.World["Owen"], ReviewerBasis.ApplicationOwner, FallbackReason.Reciprocal), (tomas.ReviewerId!.Value, tomas.Basis, tomas.Fallback));
            Assert.Equal((IndependenceConflict.None, IndependenceConflict.None), (mia.Conflict, tomas.Conflict));
            return;
        }

        Assert.Equal((IndependenceConflict.Reciprocal, IndependenceConflict.Reciprocal), (mia.Conflict, tomas.Conflict));
        Assert.Equal(IndependenceConflict.None, Assert.Single(await world.ItemsAsync("Viktor")).Conflict);
        if (rule == IndependenceRule.Prevented)
        {
            Assert.Equal("gate.independence", (await world.RefusedAsync()).Code);
        }
        else
        {
            (await world.LaunchAsync()).Require();
        }
    }

    [Theory]
    [InlineData(IndependenceRule.Recorded)]
    [InlineData(IndependenceRule.Rerouted)]
    [InlineData(IndependenceRule.Prevented)]
    public async Task An_administrator_who_would_review_another(IndependenceRule rule)
    {
        await using var world = await CampaignWorld.CreateAsync(
            ["Priya", "Tomas"], [], null, null, new TestAccount("Mia", "Admin", Finding.Privileged), new TestAccount("Priya", "Admin", Finding.Privileged, Groups: ["Core"]), new TestAccount("Tomas"));
        await ManagedAsync(world, "Mia", by: "Noa");
        await SetAsync(world, new Policy { AdministratorsReview = rule });
        var items = await world.ItemsAsync("Priya");
        Assert.Equal(2, items.Count);
        Assert.Equal(IndependenceConflict.None, Assert.Single(await world.ItemsAsync("Tomas")).Conflict);
        Assert.Equal(IndependenceConflict.None, Assert.Single(await world.ItemsAsync("Mia")).Conflict);
        Assert.All(items, i => Assert.Equal(
            rule == IndependenceRule.Rerouted
                ? (world.World["Owen"], FallbackReason.AdministersToo, IndependenceConflict.None)
                : (world.World["Mia"], FallbackReason.None, IndependenceConflict.Administrator),
            (i.ReviewerId!.Value, i.Fallback, i.Conflict)));
        Assert.Equal(rule == IndependenceRule.Prevented, !(await world.LaunchAsync()).IsOk);
    }

    [Theory]
    [InlineData(IndependenceRule.Prevented, "Mia", IndependenceConflict.Reciprocal)]
    [InlineData(IndependenceRule.Recorded, "Owen", IndependenceConflict.Administrator)]
    public async Task What_would_be_reviewed_in_return_goes_to_no_administrator_where_that_is_prevented(IndependenceRule administrators, string reviewer, IndependenceConflict conflict)
    {
        await using var world = await CampaignWorld.CreateAsync(
            ["Tomas"], [], null, null, new TestAccount("Mia", "Consumer", Finding.NobodyKnown), new TestAccount("Tomas", "Admin", Finding.Privileged), new TestAccount("Owen", "Admin", Finding.Privileged));
        await ManagedAsync(world, "Mia", by: "Tomas");
        await ManagedAsync(world, "Owen", by: "Noa");
        await SetAsync(world, new Policy { ReciprocalReview = IndependenceRule.Rerouted, AdministratorsReview = administrators });
        var item = Assert.Single(await world.ItemsAsync("Tomas"));
        Assert.Equal((world.World[reviewer], conflict), (item.ReviewerId!.Value, item.Conflict));
        (await world.LaunchAsync()).Require();
    }

    [Fact]
    public async Task Where_nobody_else_may_have_it_rerouting_records_it()
    {
        await using var world = await CampaignWorld.CreateAsync(["Priya"], [], null, null, new TestAccount("Owen", "Admin", Finding.Privileged), new TestAccount("Mia", "Admin", Finding.Privileged), new TestAccount("Priya", "Admin", Finding.Privileged));
        await SetAsync(world, new Policy { AdministratorsReview = IndependenceRule.Rerouted });
        var item = Assert.Single(await world.ItemsAsync("Priya"));
        Assert.Equal((world.World["Mia"], IndependenceConflict.Administrator), (item.ReviewerId!.Value, item.Conflict));
    }

    [Fact]
    public async Task After_the_launch_nothing_is_given_to_whom_the_policy_bars()
    {
        await using var world = await CampaignWorld.CreateAsync(
            ["Priya", "Tomas", "Zoe"], [], null, null, new TestAccount("Zoe", "Admin", Finding.Privileged), new TestAccount("Priya", "Admin", Finding.Privileged), new TestAccount("Tomas"), new TestAccount("Noa"));
        await ManagedAsync(world, "Noa", by: "Tomas");
        await SetAsync(world, new Policy { AdministratorsReview = IndependenceRule.Prevented, ReciprocalReview = IndependenceRule.Prevented });
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();

        Assert.Equal("reviewer.administers", (await ReassignAsync(world, "Priya", to: "Zoe")).Problem?.Code);
        Assert.True((await ReassignAsync(world, "Tomas", to: "Zoe")).IsOk);

        // Tomas reviews Noa's access, so Noa does not review his.
        Assert.Equal("reviewer.reciprocal", (await ReassignAsync(world, "Tomas", to: "Noa")).Problem?.Code);
    }

    [Theory]
    [InlineData(IndependenceRule.Recorded)]
    [InlineData(IndependenceRule.Prevented)]
    public async Task In_a_campaign_over_a_part_an_administrator_outside_it_is_one_all_the_same(IndependenceRule rule)
    {
        // Only Priya's access is under review; Zoe's account is outside it.
        await using var world = await CampaignWorld.CreateAsync(
            ["Priya", "Tomas", "Zoe"], ["Priya"], null, null, new TestAccount("Zoe", "Admin", Finding.Privileged), new TestAccount("Priya", "Admin", Finding.Left | Finding.Privileged), new TestAccount("Tomas"));
        await world.UpdateAsync((db, seq) => db.Campaigns.ExecuteUpdateAsync(s => s.SetProperty(c => c.Part, CampaignPart.Leavers).SetProperty(c => c.EventSeq, seq)));
        await SetAsync(world, new Policy { AdministratorsReview = rule });
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        var reassigned = await ReassignAsync(world, "Priya", to: "Zoe");
        Assert.Equal(rule == IndependenceRule.Prevented ? "reviewer.administers" : null, reassigned.Problem?.Code);

        await using var db = world.Database.Look();
        var plan = await db.CampaignApplications.SingleAsync();
        var independence = await IndependenceAsOf.ReadAsync(db, await db.Campaigns.SingleAsync(), long.MaxValue, default);
        Assert.Equal((true, false), (independence.Administers(plan.Id, world.World["Zoe"]), independence.Administers(plan.Id, world.World["Tomas"])));
    }

    private static async Task<Outcome<DecideAnswer>> ReassignAsync(CampaignWorld world, string account, string to)
    {
        await using var db = world.Database.Look();
        var holder = world.World[account];
        var turn = await db.ReviewTurns.SingleAsync(t => db.ReviewItems.Any(i => i.Id == t.ItemId && i.HolderId == holder));
        return await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.Owen, turn.CampaignId, [turn.Id], world.World[to], "On leave", default);
    }

    internal static Task ManagedAsync(CampaignWorld world, string who, string by) => world.UpdateAsync((db, seq) =>
        db.PersonRecords.Where(r => r.Name == who).ExecuteUpdateAsync(s => s.SetProperty(r => r.ManagerId, world.World[by]).SetProperty(r => r.EventSeq, seq)));

    // The seeded assessment is taken as one of the new version: nothing of it depends on these rules.
    internal static async Task SetAsync(CampaignWorld world, Policy policy)
    {
        (await world.Database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), policy, null, default)).Require();
        await world.UpdateAsync(async (db, seq) =>
        {
            var version = await db.PolicyVersions.MaxAsync(p => p.Id);
            await db.Assessments.ExecuteUpdateAsync(s => s.SetProperty(a => a.PolicyVersionId, version).SetProperty(a => a.EventSeq, seq));
        });
    }
}
