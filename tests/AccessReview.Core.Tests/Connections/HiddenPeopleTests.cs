using AccessReview.Connectors.Scim;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>Readings of products whose SCIM does not show everybody. Vera was reviewed from a file and revoked before the product was connected.</summary>
public sealed class HiddenPeopleTests : ConnectedTests
{
    private const string EightByEight = "perhaps only users created by the identity provider: nobody said that 8x8 is set to list all users";

    [Theory]
    [InlineData(ApplicationKind.Mixpanel, ScimProfiles.OfClaimedDomains)]
    [InlineData(ApplicationKind.EightByEight, EightByEight)]
    public async Task Whom_a_connection_cannot_see_is_not_verified_as_gone_and_the_removal_says_why(ApplicationKind kind, string shown)
    {
        await RevokedAsync("Vera", kind);
        Shows("ada@claimed.test", "bob@claimed.test");
        var reading = await world.ReadAsync(await ConnectAsync());

        Assert.Equal(Completeness.Complete, reading.Completeness);
        Assert.All(reading.Files, f => Assert.Equal(shown, f.Filters));
        var removal = await world.OnlyAsync();
        Assert.Equal(RemovalState.WaitingForPerson, removal.State);
        var silence = (await database.Get<RemovalStory>().RunAsync(world.World.As("Owen"), removal.Id, default)).Require().Silence;
        Assert.Equal((reading.Number, $"the connection shows {shown}"), (silence!.Reading, silence.Why));
    }

    [Fact]
    public async Task Whom_a_connection_shows_still_is_still_present()
    {
        await RevokedAsync("Vera", ApplicationKind.Mixpanel);
        await world.ReadAsync(await ConnectAsync());
        Assert.Equal(RemovalState.StillPresent, (await world.OnlyAsync()).State);
    }

    [Fact]
    public async Task Who_is_missing_among_others_of_the_same_claimed_domain_is_gone()
    {
        await RevokedAsync("Vera", ApplicationKind.Mixpanel);
        Shows("ada@claimed.test", "zoe@example.test");
        await world.ReadAsync(await ConnectAsync());
        Assert.Equal(RemovalState.Verified, (await world.OnlyAsync()).State);
    }

    [Fact]
    public async Task A_domain_is_not_shown_by_one_that_ends_like_it()
    {
        await RevokedAsync("Vera", ApplicationKind.Mixpanel);
        Shows("ada@not-example.test", "bob@sub.example.test");
        await world.ReadAsync(await ConnectAsync());
        Assert.Equal(RemovalState.WaitingForPerson, (await world.OnlyAsync()).State);
    }

    [Theory]
    [InlineData(ApplicationKind.EightByEight, RemovalState.Verified)]
    [InlineData(ApplicationKind.Mixpanel, RemovalState.WaitingForPerson)]
    public async Task Who_is_missing_is_gone_where_an_administrator_says_that_the_product_is_set_to_show_everybody(ApplicationKind kind, RemovalState state)
    {
        await RevokedAsync("Vera", kind);
        Shows("ada@claimed.test");
        var reading = await world.ReadAsync(await ConnectAsync(showsAll: true));
        Assert.Equal(state, (await world.OnlyAsync()).State);
        Assert.Equal(state == RemovalState.Verified ? ExtractFile.NoFilters : ScimProfiles.OfClaimedDomains, reading.Files.Single(f => f.Kind == ExtractFileKind.Users).Filters);
    }

    [Fact]
    public async Task A_campaign_on_such_a_reading_says_before_its_launch_and_in_its_evidence_what_was_not_received()
    {
        await OfKindAsync(ApplicationKind.Mixpanel);
        await world.ReadAsync(await ConnectAsync());
        var owner = world.World.As("Owen");
        var plan = new CampaignPlan("Mixpanel", "Who can get in.", "", new(2026, 10, 1), new(2026, 12, 31), new(2026, 12, 14), "UTC", DeadlineRule.NotReviewed);
        var number = (await database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), owner, plan, default)).Require();
        (await database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), owner, number, world.World.ApplicationId, CampaignScope.Default, default)).Require();
        (await database.Get<PreviewCampaign>().RunAsync(owner, number, default)).Require();

        var gate = Assert.Single((await database.Get<PlanPage>().RunAsync(owner, number, default)).Require().Gates, g => g.Code == "gate.filter");
        Assert.Contains(ScimProfiles.OfClaimedDomains, gate.Sentence, StringComparison.Ordinal);
        (await database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, number, default)).Require();

        using var book = await CampaignWorkbook.OfAsync(database, number);
        Assert.All(book["Sources"].Rows().Where(r => r["Way"] == "Connection"), r => Assert.Equal(ScimProfiles.OfClaimedDomains, r["Filters set there"]));
        var claims = book["Completeness"].Rows().Where(r => r["Check"] == "C1" && r["Result"] == "Pass").Select(r => r["Explained by"]!).ToList();
        Assert.NotEmpty(claims);
        Assert.All(claims, c => Assert.Contains($"What the filter “{ScimProfiles.OfClaimedDomains}” keeps out was not received.", c, StringComparison.Ordinal));
    }

    private Task OfKindAsync(ApplicationKind kind) => world.Revoked.Run(async (scope, cancel) => (await scope.Db.Applications.AsTracking().SingleAsync(cancel)).Kind = kind);

    private async Task RevokedAsync(string account, ApplicationKind kind)
    {
        await OfKindAsync(kind);
        await world.Revoked.RevokeAsync(account);
        await world.Revoked.SignOffAsync(account);
    }

    /// <summary>What the product shows from now on.</summary>
    private void Shows(params string[] addresses)
    {
        world.Heap.Users.Clear();
        world.Heap.Groups.Clear();
        foreach (var address in addresses)
        {
            world.Heap.User(address, address, address);
        }
    }

    private async Task<long> ConnectAsync(bool showsAll = false) => (await database.Get<SetConnection>().RunAsync(
        Guid.NewGuid(), world.Ada,
        new EnteredConnection(world.World.ApplicationId, null, ConnectionSystem.Scim, world.Heap.Base, Fakes.FakeScim.Token, ConnectionUse.ReadOnly, new ConnectionSettings { ShowsAll = showsAll }), default)).Require();
}
