using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>The fear: an exception is stated at close, somebody is named to follow it up, and nobody can ever say that it was done.</summary>
public sealed class FollowedUpTests
{
    private const string Done = "Asked the vendor, who closed the five accounts";

    [Fact]
    public async Task Whoever_is_named_says_once_what_was_done_and_the_owner_sees_it_on_the_campaign()
    {
        await using var world = await ClosedAsync();
        var mine = (await MineAsync(world, "Noa"))[0];
        Assert.Equal(("Heap, Q4 2026", "5 items not reviewed", "Known and followed up", true), (mine.Campaign, mine.Words, mine.Reason, mine.MayEnd));
        Assert.Equal((world.Number, ExceptionKind.NotReviewed), (mine.Number, mine.Kind));
        world.Database.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal("follow-up.words", (await SayAsync(world, "Noa", mine.Id, " ok ")).Problem?.Code);

        (await SayAsync(world, "Noa", mine.Id, Done)).Require();

        var at = world.Database.Time.GetUtcNow().UtcDateTime;
        var seen = (await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, default)).Require().Exceptions;
        Assert.Equal(("Noa", at, Done), seen.Single(e => e.Id == mine.Id).Done);
        Assert.All(seen.Where(e => e.Id != mine.Id), open => Assert.Equal((null, true), (open.Done, open.MayEnd)));
        Assert.Equal(mine.Id, (await MineAsync(world, "Noa"))[^1].Id);
        Assert.Equal("follow-up.done", (await SayAsync(world, "Owen", mine.Id, "And once more")).Problem?.Code);
        var told = (await world.Database.Get<CampaignHistory>().RunAsync(world.Owen, world.Number, 0, 5, default)).Require().Lines[0];
        Assert.Equal(("Noa", "Followed up 5 items not reviewed."), (told.Who, told.What));
    }

    [Fact]
    public async Task The_campaigns_owner_may_say_it_too_and_nobody_else()
    {
        await using var world = await ClosedAsync();
        await world.World.GrantAsync("Mia", Role.CampaignOwner);
        var id = (await MineAsync(world, "Noa"))[0].Id;
        Assert.Empty(await MineAsync(world, "Mia"));
        foreach (var name in new[] { "Mia", "Ada", "Priya" })
        {
            Assert.Equal(Problem.DeniedCode, (await SayAsync(world, name, id, Done)).Problem?.Code);
        }

        Assert.False((await world.Database.Get<CampaignPage>().RunAsync(world.World.As("Mia"), world.Number, default)).Require().Exceptions[0].MayEnd);
        (await SayAsync(world, "Owen", id, Done)).Require();
    }

    [Fact]
    public async Task Once_its_owner_owns_campaigns_no_more_each_who_does_may_say_it()
    {
        await using var world = await ClosedAsync();
        await world.World.GrantAsync("Mia", Role.CampaignOwner);
        (await world.Database.Get<EndRole>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), world.World["Owen"], Role.CampaignOwner, default)).Require();

        (await SayAsync(world, "Mia", (await MineAsync(world, "Noa"))[0].Id, Done)).Require();
    }

    [Fact]
    public async Task The_sheet_Exceptions_says_by_whom_it_was_followed_up_when_and_what_was_done()
    {
        await using var world = await ClosedAsync();
        using (var close = await CampaignWorkbook.OfAsync(world.Database, world.Number))
        {
            Assert.All(close["Exceptions"].Rows(), row => Assert.Equal(("not said", "not said"), (row["Followed up by"], row["What was done"])));
        }

        world.Database.Time.Advance(TimeSpan.FromDays(3));
        (await SayAsync(world, "Noa", (await MineAsync(world, "Noa"))[0].Id, Done)).Require();

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var row = book["Exceptions"].Rows().Single(r => r["Exception"] == "Not reviewed");
        Assert.Equal(("Noa", "Noa", Done), (row["Person"], row["Followed up by"], row["What was done"]));
        Assert.Equal(world.Database.Time.GetUtcNow().UtcDateTime, DateTime.FromOADate(RawTab.Day(row["Followed up (UTC)"])), TimeSpan.FromSeconds(1));
    }

    [SqliteFact]
    public async Task What_was_said_is_verified_and_a_change_to_it_is_found()
    {
        await using var world = await ClosedAsync();
        (await SayAsync(world, "Noa", (await MineAsync(world, "Noa"))[0].Id, Done)).Require();
        Assert.DoesNotContain(await FoundAsync(world), code => code.StartsWith("row.", StringComparison.Ordinal) || code.StartsWith("text.", StringComparison.Ordinal));

        await using var db = await Unguarded.OpenAsync(world.Database);
        await db.Database.ExecuteSqlRawAsync(world.World.Named("UPDATE \"FollowUpsDone\" SET \"ById\" = {Owen}"));
        Assert.Contains("row.changed", await FoundAsync(world));
        await db.Database.ExecuteSqlRawAsync(world.World.Named("UPDATE \"FollowUpsDone\" SET \"ById\" = {Noa}, \"TextId\" = \"TextId\" - 1"));
        Assert.Contains("text.swapped", await FoundAsync(world));
    }

    private static async Task<CampaignWorld> ClosedAsync()
    {
        var world = await ClosingWorld.LaunchedAsync();
        (await world.CloseAsync()).Require();
        return world;
    }

    private static Task<IReadOnlyList<ExceptionLine>> MineAsync(CampaignWorld world, string who) => world.Database.Get<MyFollowUps>().RunAsync(world.World.As(who), default);

    private static Task<Outcome<Done>> SayAsync(CampaignWorld world, string who, long id, string done) =>
        world.Database.Get<NoteFollowedUp>().RunAsync(Guid.NewGuid(), world.World.As(who), id, done, default);

    private static async Task<List<string>> FoundAsync(CampaignWorld world) =>
        [.. (await world.Database.Get<VerifyChain>().RunAsync(world.Owen, null, default)).Require().Findings.Select(f => f.Code)];
}
