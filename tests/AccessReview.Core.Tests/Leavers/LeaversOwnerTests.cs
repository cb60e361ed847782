using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Overview;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Leavers;

/// <summary>Whoever runs the campaigns about leavers leaves: that is seen, and the one who is named next asks about them. Heap and the staff list are
/// read in November 2026, and a reading older than seven days is too old to launch on.</summary>
public sealed class LeaversOwnerTests
{
    private const string Sentence = "Nobody is asked about leavers at once: Owen is no campaign owner any more, and the settings name nobody else for it";

    [Fact]
    public async Task The_overview_says_that_nobody_is_asked_about_leavers_until_another_owner_is_named()
    {
        await using var world = await DraftedAsync();
        Assert.Empty(await NowAsync(world, "Noa"));
        await world.World.LastDayAsync("Owen", new(2026, 12, 7));
        Assert.Empty(await NowAsync(world, "Noa")); // It is that day.

        await ClockAsync(world, new(2026, 12, 8, 9, 0, 0, TimeSpan.Zero));
        Assert.Equal((Urgency.Late, Sentence, 0), Seen(Assert.Single(await NowAsync(world, "Noa"))));
        Assert.Equal((Urgency.Late, Sentence, 1), Seen(Assert.Single(await NowAsync(world, "Ada")))); // She may name another.
        (await NameAsync(world, "Noa")).Require();
        Assert.Empty(await NowAsync(world, "Noa"));
    }

    [Fact]
    public async Task Only_whoever_the_settings_would_accept_is_offered_to_run_the_campaigns_about_leavers()
    {
        await using var world = await DraftedAsync();
        Assert.Equal(["Noa", "Owen"], await OfferedAsync());
        await world.World.LeaveAsync("Owen");
        Assert.Equal(["Noa"], await OfferedAsync());
        (await NameAsync(world, "Noa")).Require();
        Assert.Equal("policy.leavers", (await NameAsync(world, "Owen")).Problem?.Code);

        async Task<IEnumerable<string>> OfferedAsync() =>
            (await world.Database.Get<RoleList>().RunAsync(world.World.As("Ada"), default)).Require().Where(l => l.Role == Role.CampaignOwner && l.InForce).Select(l => l.Name).Order();
    }

    [Fact]
    public async Task The_draft_of_whoever_has_left_is_given_up_and_leavers_are_asked_about_for_the_owner_named_next()
    {
        await using var world = await DraftedAsync();
        await world.World.LeaveAsync("Owen");
        await world.UpdateAsync((db, seq) => db.Extracts.ExecuteUpdateAsync(s => s.SetProperty(e => e.AsOf, new DateTime(2026, 12, 8)).SetProperty(e => e.EventSeq, seq)));
        await ClockAsync(world, new(2026, 12, 8, 9, 0, 0, TimeSpan.Zero));
        Assert.Equal([(2, CampaignState.Draft, "Owen")], await CampaignsAsync(world)); // Nobody is named who could have it.

        (await NameAsync(world, "Noa")).Require();
        await ClockAsync(world, new(2026, 12, 8, 10, 0, 0, TimeSpan.Zero));
        Assert.Equal([(2, CampaignState.Cancelled, "Owen"), (3, CampaignState.Active, "Noa")], await CampaignsAsync(world));
        await ClockAsync(world, new(2026, 12, 8, 11, 0, 0, TimeSpan.Zero));
        Assert.Equal(2, (await CampaignsAsync(world)).Count);
        await using var db = world.Database.Look();
        Assert.Equal("product", await db.Campaigns.Where(c => c.Number == 2).Select(c => c.EndedBy).SingleAsync());
        Assert.True(await db.ReviewItems.AnyAsync(i => i.HolderId == world.World["Vera"]));
    }

    // Vera has left, and the draft about her waits for newer readings.
    private static async Task<CampaignWorld> DraftedAsync()
    {
        var world = await CampaignWorld.CreateAsync(
            ["Priya", "Vera"], ["Vera"], CampaignWorld.Scope, plan: null, new TestAccount("Priya"), new TestAccount("Vera", Findings: Finding.Left));
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        world.Database.Time.SetUtcNow(new DateTimeOffset(2026, 12, 7, 9, 0, 0, TimeSpan.Zero));
        (await NameAsync(world, "Owen")).Require();
        await ClockAsync(world, new(2026, 12, 7, 9, 0, 0, TimeSpan.Zero));
        Assert.Equal([(2, CampaignState.Draft, "Owen")], await CampaignsAsync(world));
        return world;
    }

    private static async Task<Outcome<int>> NameAsync(CampaignWorld world, string owner)
    {
        await using var db = world.Database.Look();
        var policy = (await CurrentPolicy.ReadAsync(db, default)).Policy with { Leavers = LeaversRule.AtOnce, LeaversOwnerId = world.World[owner] };
        return await world.Database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), policy, null, default);
    }

    private static async Task ClockAsync(CampaignWorld world, DateTimeOffset now)
    {
        world.Database.Time.SetUtcNow(now);
        await world.Database.Get<FollowUps>().RunAsync(default);
    }

    private static async Task<List<NowItem>> NowAsync(CampaignWorld world, string reader) =>
        [.. (await world.Database.Get<ReadOverview>().RunAsync(world.World.As(reader), default)).Now.Where(n => n.Kind == NowKind.LeaversOwner)];

    private static (Urgency Urgency, string Sentence, long Number) Seen(NowItem item) => (item.Urgency, item.Sentence, item.Number);

    private static async Task<List<(int Number, CampaignState State, string Owner)>> CampaignsAsync(CampaignWorld world)
    {
        await using var db = world.Database.Look();
        var campaigns = await db.Campaigns.Where(c => c.Part == CampaignPart.Leavers).OrderBy(c => c.Number).ToListAsync();
        return [.. campaigns.Select(c => (c.Number, c.State, c.OwnerId == world.World["Owen"] ? "Owen" : c.OwnerId == world.World["Noa"] ? "Noa" : "somebody else"))];
    }
}
