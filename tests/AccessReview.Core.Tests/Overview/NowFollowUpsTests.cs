using AccessReview.Core.Campaigns;
using AccessReview.Core.Overview;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Overview;

/// <summary>Whoever was named at close to follow something up is told, and the campaign's owner once the day has passed.</summary>
public sealed class NowFollowUpsTests
{
    [Fact]
    public async Task A_closed_campaign_shows_each_exception_with_its_reason_its_person_and_its_day()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        Assert.Empty((await PageAsync(world)).Exceptions);
        (await world.CloseAsync()).Require();
        var exceptions = (await PageAsync(world)).Exceptions;
        Assert.Equal("5 items not reviewed", exceptions[0].Words);
        Assert.All(exceptions, e => Assert.Equal(("Known and followed up", "Noa", new DateOnly(2026, 12, 20)), (e.Reason, e.Person, e.FollowUp)));
    }

    [Fact]
    public async Task Whoever_is_named_is_told_until_some_time_after_the_day_and_the_owner_only_once_it_has_passed()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        (await world.CloseAsync(stated => stated.Select(s => s with { Reason = "The vendor was in migration" }))).Require();

        var told = Assert.Single(await LinesAsync(world, "Noa"));
        Assert.Equal((Urgency.Waiting, 0L), (told.Urgency, told.Number)); // Without a role nobody opens a campaign, so the line says all of it.
        Assert.StartsWith("Follow up by 20 Dec 2026 in Heap, Q4 2026: 5 items not reviewed (The vendor was in migration)", told.Sentence, StringComparison.Ordinal);
        Assert.Empty(await LinesAsync(world, "Owen"));
        Assert.Empty(await LinesAsync(world, "Mia"));

        world.Database.Time.Advance(TimeSpan.FromDays(29)); // 22 December
        Assert.Equal(Urgency.Late, Assert.Single(await LinesAsync(world, "Noa")).Urgency);
        var late = Assert.Single(await LinesAsync(world, "Owen"));
        Assert.Equal((Urgency.Late, world.Number), (late.Urgency, late.Number));
        Assert.StartsWith("Noa was to follow up by 20 Dec 2026 in Heap, Q4 2026: 5 items not reviewed", late.Sentence, StringComparison.Ordinal);

        world.Database.Time.Advance(TimeSpan.FromDays(30));
        Assert.Empty(await LinesAsync(world, "Noa"));
        Assert.Empty(await LinesAsync(world, "Owen"));
    }

    [Fact]
    public async Task Whoever_is_named_is_told_without_the_reason_once_its_text_was_purged()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        (await world.CloseAsync()).Require();
        await world.World.Run("Purge", scope => scope.AfterEvent(token =>
            scope.Db.Database.ExecuteSqlAsync($"UPDATE \"PrivateTexts\" SET \"Salt\" = NULL, \"Text\" = NULL, \"EventSeq\" = {scope.Seq}", token)));
        Assert.EndsWith("5 items not reviewed", Assert.Single(await LinesAsync(world, "Noa")).Sentence.Split(';')[0], StringComparison.Ordinal);
    }

    private static async Task<CampaignView> PageAsync(CampaignWorld world) => (await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, CancellationToken.None)).Require();

    private static async Task<List<NowItem>> LinesAsync(CampaignWorld world, string who) =>
        [.. (await world.Database.Get<ReadOverview>().RunAsync(world.World.As(who), CancellationToken.None)).Now.Where(n => n.Kind == NowKind.FollowUp)];
}
