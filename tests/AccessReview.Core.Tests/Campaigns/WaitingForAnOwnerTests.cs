using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Overview;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>What stands still until one person acts is said to that person, on the first page they see.</summary>
public sealed class WaitingForAnOwnerTests
{
    private static async Task<IReadOnlyList<NowItem>> NowAsync(CampaignWorld world, string who, params NowKind[] kinds) =>
        [.. (await world.Database.Get<ReadOverview>().RunAsync(world.World.As(who), default)).Now.Where(n => kinds.Contains(n.Kind))];

    [Fact]
    public async Task The_applications_owner_reads_on_the_overview_what_waits_for_their_approval_until_it_is_given()
    {
        await using var world = await CampaignWorld.CreateAsync(
            ["Priya", "Tomas"], [], null, null, new TestAccount("Priya"), new TestAccount("Tomas", "Consumer", Finding.None, AccountStatus.Disabled));
        await world.SeedAsync(async scope => (await scope.Db.Applications.SingleAsync()).OwnerId = world.World["Noa"]);
        await world.PreviewAsync();

        Assert.Empty(await NowAsync(world, "Owen", NowKind.Scope));
        var asked = Assert.Single(await NowAsync(world, "Noa", NowKind.Scope));
        Assert.Equal(("Heap, Q4 2026 would leave out 1 account of Heap, and waits for your approval", world.Number, world.World.ApplicationId), (asked.Sentence, asked.Number, asked.Application));

        var noa = world.World.As("Noa");
        var list = (await world.Database.Get<ScopeToApprove>().RunAsync(noa, world.Number, world.World.ApplicationId, default)).Require();
        (await world.Database.Get<ApproveScope>().RunAsync(Guid.NewGuid(), noa, world.Number, world.World.ApplicationId, list.Sha256, default)).Require();
        Assert.Empty(await NowAsync(world, "Noa", NowKind.Scope));
    }

    [Fact]
    public async Task The_applications_owner_reads_on_the_overview_that_a_second_signature_is_needed_until_it_is_given()
    {
        await using var world = await CampaignWorld.CreateAsync(CampaignScope.Default with { AccountReviewer = ReviewerRule.ApplicationOwner });
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await world.SeedAsync(async scope => (await scope.Db.Applications.SingleAsync()).OwnerId = world.World["Noa"]);
        Assert.Empty(await NowAsync(world, "Noa", NowKind.SecondSignature));

        await world.DecideAsync(DecisionKind.Certify, "Owen", 2);
        Assert.Equal("The owner of Heap, Q4 2026 decided items of Heap, so your signature is needed too", Assert.Single(await NowAsync(world, "Noa", NowKind.SecondSignature)).Sentence);
        Assert.Empty(await NowAsync(world, "Owen", NowKind.SecondSignature));

        var noa = world.World.As("Noa");
        var text = (await world.Database.Get<SecondSignaturePreview>().RunAsync(noa, world.Number, world.World.ApplicationId, default)).Require().Statement;
        (await world.Database.Get<SignAsApplicationOwner>().RunAsync(Guid.NewGuid(), noa, world.Number, world.World.ApplicationId, text, default)).Require();
        Assert.Empty(await NowAsync(world, "Noa", NowKind.SecondSignature));
    }

    [Fact]
    public async Task An_administrator_reads_on_the_overview_that_nobody_may_plan_a_campaign()
    {
        await using var world = await CampaignWorld.CreateAsync();
        Assert.Empty(await NowAsync(world, "Ada", NowKind.Roles));
        await world.SeedAsync(async scope => (await scope.Db.RoleGrants.Where(g => g.Role == Role.CampaignOwner).ToListAsync()).ForEach(g => (g.EndedAt, g.EndedBy) = (scope.At, "person:" + world.World["Ada"])));
        Assert.Equal(
            "Nobody who works here may plan a campaign, and you cannot grant it to yourself: make somebody else a campaign owner or an administrator", Assert.Single(await NowAsync(world, "Ada", NowKind.Roles)).Sentence);
        await world.World.GrantAsync("Mia", Role.Administrator);
        Assert.Equal("Nobody who works here may plan a campaign: grant somebody the role campaign owner", Assert.Single(await NowAsync(world, "Ada", NowKind.Roles)).Sentence);
        Assert.Empty(await NowAsync(world, "Noa", NowKind.Roles));
    }
}
