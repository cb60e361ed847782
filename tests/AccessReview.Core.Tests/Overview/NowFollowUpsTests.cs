using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Extracts;
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
    public async Task Whoever_is_named_is_told_until_it_is_said_to_be_done_and_the_owner_only_once_the_day_has_passed()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        (await world.CloseAsync()).Require();

        var told = Assert.Single(await LinesAsync(world, "Noa"));
        Assert.Equal((Urgency.Waiting, 0L), (told.Urgency, told.Number)); // Without a role nobody opens a campaign: the line leads to the own follow-ups.
        Assert.Equal($"Follow up by 20 Dec 2026 in Heap, Q4 2026: {await CountAsync(world)} exceptions", told.Sentence);
        Assert.Empty(await LinesAsync(world, "Owen"));
        Assert.Empty(await LinesAsync(world, "Mia"));

        world.Database.Time.Advance(TimeSpan.FromDays(29)); // 22 December
        Assert.Equal(Urgency.Late, Assert.Single(await LinesAsync(world, "Noa")).Urgency);
        var late = Assert.Single(await LinesAsync(world, "Owen"));
        Assert.Equal((Urgency.Late, world.Number), (late.Urgency, late.Number));
        Assert.Equal($"Noa was to follow up by 20 Dec 2026 in Heap, Q4 2026: {await CountAsync(world)} exceptions", late.Sentence);

        world.Database.Time.Advance(TimeSpan.FromDays(300));
        var mine = await world.Database.Get<MyFollowUps>().RunAsync(world.World.As("Noa"), CancellationToken.None);
        foreach (var exception in mine.Where(e => e.Words != "5 items not reviewed"))
        {
            (await world.Database.Get<NoteFollowedUp>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), exception.Id, "Looked at it", CancellationToken.None)).Require();
        }

        Assert.Equal("The day to follow up in Heap, Q4 2026 was 20 Dec 2026: 5 items not reviewed", Assert.Single(await LinesAsync(world, "Noa")).Sentence);
        Assert.Equal("Noa was to follow up by 20 Dec 2026 in Heap, Q4 2026: 5 items not reviewed", Assert.Single(await LinesAsync(world, "Owen")).Sentence);

        (await world.Database.Get<NoteFollowedUp>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), mine.Single(e => e.Words == "5 items not reviewed").Id, "Reviewed them", CancellationToken.None)).Require();
        Assert.Empty(await LinesAsync(world, "Noa"));
        Assert.Empty(await LinesAsync(world, "Owen"));
    }

    [Fact]
    public async Task Once_whoever_was_named_has_left_the_owner_is_told_before_the_day()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        (await world.CloseAsync()).Require();
        Assert.Empty(await LinesAsync(world, "Owen"));
        var noa = world.World["Noa"];
        await world.UpdateAsync((db, seq) => db.PersonRecords.Where(p => p.PersonId == noa).ExecuteUpdateAsync(s => s.SetProperty(p => p.Status, EmploymentStatus.Left).SetProperty(p => p.EventSeq, seq)));
        var told = Assert.Single(await LinesAsync(world, "Owen"));
        Assert.Equal((Urgency.Soon, $"Noa has left, and was to follow up by 20 Dec 2026 in Heap, Q4 2026: {await CountAsync(world)} exceptions"), (told.Urgency, told.Sentence));
    }

    [Fact]
    public async Task What_was_purged_waits_for_nobody()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        (await world.CloseAsync()).Require();
        await world.World.Run("Purge", scope => scope.AfterEvent(token =>
            scope.Db.Database.ExecuteSqlAsync($"UPDATE \"PrivateTexts\" SET \"Salt\" = NULL, \"Text\" = NULL, \"EventSeq\" = {scope.Seq}", token)));
        Assert.Empty(await LinesAsync(world, "Noa"));
    }

    private static async Task<int> CountAsync(CampaignWorld world)
    {
        await using var db = world.Database.Look();
        var count = await db.CampaignExceptions.CountAsync();
        Assert.True(count > 1);
        return count;
    }

    private static async Task<CampaignView> PageAsync(CampaignWorld world) => (await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, CancellationToken.None)).Require();

    private static async Task<List<NowItem>> LinesAsync(CampaignWorld world, string who) =>
        [.. (await world.Database.Get<ReadOverview>().RunAsync(world.World.As(who), CancellationToken.None)).Now.Where(n => n.Kind == NowKind.FollowUp)];
}
