using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Tests.Campaigns;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The fear: an owner takes out what would have been reviewed, and the sheet of what was done beside the review does not say so.</summary>
public sealed class AdminActivitySheetTests
{
    [Fact]
    public async Task That_an_application_was_taken_out_of_the_plan_is_told_with_who_did_it_and_nothing_of_another_campaign_is()
    {
        await using var world = await CampaignWorld.CreateAsync();
        (await world.Database.Get<RemoveCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, default)).Require();
        (await world.Database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), world.Owen, CampaignWorld.Plan with { Name = "Another" }, default)).Require();
        (await world.Database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, CampaignWorld.Scope, default)).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var rows = book["Admin activity"].Rows().ToList();
        var taken = Assert.Single(rows, r => r["What"] == nameof(CampaignApplicationRemoved));
        Assert.Equal("Owen", taken["By"]);
        Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"application: {world.World.ApplicationId}"), taken["Facts"], StringComparison.Ordinal);
        Assert.Single(rows, r => r["What"] == nameof(CampaignDrafted));
        Assert.Equal(rows.Select(r => int.Parse(r["Event"]!, CultureInfo.InvariantCulture)).Order(), rows.Select(r => int.Parse(r["Event"]!, CultureInfo.InvariantCulture)));
    }
}
