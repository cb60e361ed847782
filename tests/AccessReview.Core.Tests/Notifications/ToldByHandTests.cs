using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Notifications;
using AccessReview.Core.Overview;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>The fear: mail is off, nobody reminds the owner to tell the reviewers, and nobody knows who was told.</summary>
public sealed class ToldByHandTests
{
    [Fact]
    public async Task The_owner_is_reminded_of_whom_nobody_told_until_each_was_told_or_has_begun()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.GiveAsync("Noa", 5);
        await world.World.GrantAsync("Priya", Role.CampaignOwner);
        var line = Assert.Single(await LinesAsync(world, "Owen"));
        Assert.Equal(("2 reviewers in Heap, Q4 2026 have not been told: mail is off", Urgency.Soon, world.Number), (line.Sentence, line.Urgency, line.Number));
        Assert.Empty(await LinesAsync(world, "Priya"));

        (await NoteAsync(world, "Mia", true)).Require();
        Assert.Equal("1 reviewer in Heap, Q4 2026 has not been told: mail is off", Assert.Single(await LinesAsync(world, "Owen")).Sentence);

        (await NoteAsync(world, "Mia", false)).Require();
        Assert.StartsWith("2 reviewers", Assert.Single(await LinesAsync(world, "Owen")).Sentence, StringComparison.Ordinal);

        (await NoteAsync(world, "Noa", true)).Require();
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 2);
        Assert.Empty(await LinesAsync(world, "Owen"));
    }

    [Fact]
    public async Task Whoever_was_told_is_to_be_told_again_once_more_was_given_to_them()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        (await NoteAsync(world, "Mia", true)).Require();
        await world.GiveAsync("Noa", 5);
        (await NoteAsync(world, "Noa", true)).Require();
        Assert.Empty(await LinesAsync(world, "Owen"));

        await world.GiveAsync("Noa", 4);
        Assert.Equal("1 reviewer in Heap, Q4 2026 has not been told: mail is off", Assert.Single(await LinesAsync(world, "Owen")).Sentence);
        (await NoteAsync(world, "Noa", true)).Require();
        Assert.Empty(await LinesAsync(world, "Owen"));
        await using var db = world.Database.Look();
        Assert.Equal([1, 2], await db.ReviewersTold.Where(t => t.ReviewerId == world.World["Noa"]).OrderBy(t => t.Id).Select(t => t.Items).ToListAsync());
    }

    [Fact]
    public async Task Whoever_has_decided_something_is_to_be_told_once_more_was_given_to_them_until_they_decide_again()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1, 2, 3);
        await world.GiveAsync("Noa", 5);
        await world.ReviewAsync(DecisionKind.Certify, "Noa", 5);
        Assert.Empty(await LinesAsync(world, "Owen"));

        await world.GiveAsync("Noa", 3, 4);
        Assert.Equal("1 reviewer in Heap, Q4 2026 has not been told: mail is off", Assert.Single(await LinesAsync(world, "Owen")).Sentence);
        Assert.True(Assert.Single((await InvitationsAsync(world)).Reviewers).IsUntold);
        await world.ReviewAsync(DecisionKind.Certify, "Noa", 3);
        Assert.Empty(await LinesAsync(world, "Owen"));
    }

    [Fact]
    public async Task Whoever_was_told_is_to_be_told_again_once_a_second_look_was_opened_for_them()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.DecideAsync("Mia", "Tomas", DecisionKind.Certify);
        await world.FollowAsync();
        (await NoteAsync(world, "Noa", true)).Require();
        Assert.Empty(await LinesAsync(world, "Owen"));

        await world.DecideAsync("Mia", "Viktor", DecisionKind.Certify);
        await world.FollowAsync();
        Assert.Equal("1 reviewer in Heap, Q4 2026 has not been told: mail is off", Assert.Single(await LinesAsync(world, "Owen")).Sentence);
    }

    [Fact]
    public async Task Whoever_was_written_to_is_told_and_with_mail_on_there_is_no_line()
    {
        await using var world = await MailWorld.LaunchedAsync();
        Assert.Empty(await LinesAsync(world.Campaign, "Owen"));
        await world.TickAsync();

        Assert.All((await InvitationsAsync(world.Campaign)).Reviewers, r => Assert.False(r.IsUntold));
    }

    [Fact]
    public async Task The_untold_stand_first_and_of_the_others_it_is_said_who_told_them_and_when()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.GiveAsync("Noa", 5);
        world.Database.Time.Advance(TimeSpan.FromHours(1));
        (await NoteAsync(world, "Mia", true)).Require();
        var at = world.Database.Time.GetUtcNow().UtcDateTime;
        world.Database.Time.Advance(TimeSpan.FromHours(1));
        (await NoteAsync(world, "Mia", true)).Require(); // What is noted already stays as it is.

        var (noa, mia) = ((await InvitationsAsync(world)).Reviewers[0], (await InvitationsAsync(world)).Reviewers[1]);
        Assert.Equal(("Noa", true, null), (noa.Name, noa.IsUntold, noa.Told));
        Assert.Equal(("Mia", false, ("Owen", at)), (mia.Name, mia.IsUntold, mia.Told));
    }

    [Fact]
    public async Task Only_a_reviewer_of_an_open_campaign_is_told()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        Assert.Equal("not-found", (await NoteAsync(world, "Priya", true)).Problem?.Code);
        (await world.CloseAsync()).Require();
        Assert.Equal("campaign.not-active", (await NoteAsync(world, "Mia", true)).Problem?.Code);
    }

    [Fact]
    public async Task The_sheet_Notifications_says_who_was_told_by_hand_by_whom_and_when_and_what_was_taken_back()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.GiveAsync("Noa", 5);
        (await NoteAsync(world, "Mia", true)).Require();
        (await NoteAsync(world, "Noa", true)).Require();
        (await NoteAsync(world, "Noa", false)).Require();
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 2);
        (await NoteAsync(world, "Noa", true)).Require(); // After the campaign's last event.

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);

        Assert.Equal(
            ["Told by hand | Mia | does not apply | 4 | Owen | Told", "Told by hand | Noa | does not apply | 1 | Owen | Told", "Told by hand | Noa | does not apply | 1 | Owen | Taken back", "Told by hand | Noa | does not apply | 1 | Owen | Told"],
            book["Notifications"].Rows().Select(r => string.Join(" | ", r["Kind"], r["Recipient"], r["Address"], r["Items"], r["Asked by"], r["Result"])));
        Assert.All(book["Notifications"].Rows(), r => Assert.Equal(world.Database.Time.GetUtcNow().UtcDateTime, DateTime.FromOADate(RawTab.Day(r["Planned (UTC)"])), TimeSpan.FromSeconds(1)));
    }

    [SqliteFact]
    public async Task Who_was_told_is_verified_and_a_change_to_it_is_found()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        (await NoteAsync(world, "Mia", true)).Require();
        Assert.DoesNotContain(await FoundAsync(world), code => code.StartsWith("row.", StringComparison.Ordinal));

        await using var db = await Unguarded.OpenAsync(world.Database);
        await db.Database.ExecuteSqlRawAsync("UPDATE \"ReviewersTold\" SET \"Told\" = 0");
        Assert.Contains("row.changed", await FoundAsync(world));
    }

    private static Task<Outcome<Done>> NoteAsync(CampaignWorld world, string reviewer, bool told) =>
        world.Database.Get<NoteTold>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World[reviewer], told, default);

    private static async Task<Invitations> InvitationsAsync(CampaignWorld world) =>
        (await world.Database.Get<LaunchInvitations>().RunAsync(world.Owen, world.Number, "https://review.test", default)).Require();

    private static async Task<List<NowItem>> LinesAsync(CampaignWorld world, string who) =>
        [.. (await world.Database.Get<ReadOverview>().RunAsync(world.World.As(who), default)).Now.Where(n => n.Kind == NowKind.Untold)];

    private static async Task<List<string>> FoundAsync(CampaignWorld world) =>
        [.. (await world.Database.Get<VerifyChain>().RunAsync(world.Owen, null, default)).Require().Findings.Select(f => f.Code)];
}
