using System.Reflection;
using System.Text.Json.Serialization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Overview;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>Whose review it is stands in the evidence, or somebody is told in time that it will not.</summary>
public sealed class OrganisationNameTests
{
    [Fact]
    public async Task That_evidence_will_not_name_the_organisation_is_said_to_the_administrator_before_the_launch_and_before_the_close_until_the_name_is_entered()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        Assert.Equal("Evidence will not name your organisation: enter its name in the policy", Assert.Single(await NowAsync(world)).Sentence);
        var gate = Assert.Single((await world.Database.Get<PlanPage>().RunAsync(world.Owen, world.Number, default)).Require().Gates, g => g.Code == "gate.organisation");
        Assert.Equal((true, Policy.Nameless), (gate.Passed, gate.Sentence));
        (await world.LaunchAsync()).Require();
        Assert.Equal(new ChecklistLine(ChecklistItem.Organisation, false, Policy.Nameless), Assert.Single(await ChecklistAsync(world), l => l.Item == ChecklistItem.Organisation));

        await NameAsync(world, "Harbourlight");
        Assert.Empty(await NowAsync(world));
        Assert.DoesNotContain(await ChecklistAsync(world), l => l.Item == ChecklistItem.Organisation);
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.Equal("Harbourlight", book.Said("Organisation"));
    }

    [Fact]
    public async Task Where_the_name_is_entered_a_plan_does_not_ask_for_it()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await NameAsync(world, "Harbourlight");
        await world.PreviewAsync();
        Assert.DoesNotContain((await world.Database.Get<PlanPage>().RunAsync(world.Owen, world.Number, default)).Require().Gates, g => g.Code == "gate.organisation");
    }

    [Fact]
    public async Task The_name_at_the_launch_stays_that_of_the_campaign()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await NameAsync(world, "Oldbrand");
        await world.SeedAsync(async scope => (await scope.Db.Campaigns.AsTracking().SingleAsync()).PolicyVersionId = await scope.Db.PolicyVersions.OrderByDescending(p => p.Number).Select(p => p.Id).FirstAsync());
        await NameAsync(world, "Harbourlight");
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.Equal("Oldbrand", book.Said("Organisation"));
    }

    [Fact]
    public async Task Each_setting_of_the_policy_is_printed_by_the_name_it_has_on_the_page_and_with_words_for_its_value()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        (await world.Database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), new Policy { RemovalDueDays = 9, LeaversOwnerId = world.World["Owen"], CarryForward = true }, null, default)).Require();
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var policy = book["Configuration"].Rows().Where(r => r["Of"] == "Policy").ToDictionary(r => r["Setting"]!, r => (Launch: r["At launch"], Close: r["At close"], Changed: r["Changed"]));
        Assert.Equal(("5", "9", "yes"), policy["Days within which a removal is due"]);
        Assert.Equal(("not set", "Owen", "yes"), policy["The campaign owner who runs campaigns about people who have left"]);
        Assert.Equal(("no", "yes", "yes"), policy["Offer to carry forward what is as it was certified last time"]);
        Assert.Equal(("Next campaign", "Next campaign", "no"), policy["People who have left are asked about"]);
        Assert.Equal(typeof(Policy).GetProperties(BindingFlags.Public | BindingFlags.Instance).Count(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null), policy.Count);
    }

    private static async Task<IReadOnlyList<NowItem>> NowAsync(CampaignWorld world) =>
        [.. (await world.Database.Get<ReadOverview>().RunAsync(world.World.As("Ada"), default)).Now.Where(n => n.Kind == NowKind.Organisation)];

    private static async Task<IReadOnlyList<ChecklistLine>> ChecklistAsync(CampaignWorld world) =>
        (await world.Database.Get<ClosePreview>().RunAsync(world.Owen, world.Number, default)).Require().Checklist;

    private static async Task NameAsync(CampaignWorld world, string name) =>
        (await world.Database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), new Policy { Organisation = name }, null, default)).Require();
}
