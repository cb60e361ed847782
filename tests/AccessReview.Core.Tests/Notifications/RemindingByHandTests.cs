using AccessReview.Core.Campaigns;
using AccessReview.Core.Notifications;
using AccessReview.Core.Overview;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;
using SmtpServer.Protocol;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>What the campaign's owner does and sees.</summary>
public sealed class RemindingByHandTests
{
    [Fact]
    public async Task The_owner_reminds_once_a_day_and_sees_who_was_told_when_and_by_whom()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        Assert.Equal("remind.told", (await RemindAsync(world)).Problem!.Code);

        world.At(11, 24, 10);
        await world.FinishAsync("Owen");
        await world.TickAsync();
        Assert.Equal(new Reminded(1, 0, 0), (await RemindAsync(world)).Require());
        Assert.Equal("remind.told", (await RemindAsync(world)).Problem!.Code);
        var letter = Assert.Single(await world.TickAsync());
        Assert.Equal("Access review: a reminder, due on 4 December 2026", letter.Subject);
        Assert.Contains("Owen, who runs the review, asks you to finish what is left.", letter.Words(), StringComparison.Ordinal);

        var mail = (await ViewAsync(world)).Mail;
        Assert.Equal(new LastTold(NotificationKind.OwnersReminder, world.Database.Time.GetUtcNow().UtcDateTime, MailResult.Sent, "Owen"), mail.Told[world.World["Mia"]]);
        Assert.Equal(NotificationKind.Invitation, mail.Told[world.World["Owen"]].Kind);
    }

    [Fact]
    public async Task Nobody_done_is_reminded_and_only_those_chosen_are()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.FinishAsync("Owen");
        Assert.Equal("remind.nothing-left", (await RemindAsync(world, "Owen")).Problem!.Code);
        Assert.Equal(new Reminded(1, 0, 0), (await RemindAsync(world, "Mia", "Owen")).Require());
    }

    [Fact]
    public async Task Whom_no_mail_reaches_is_said_to_the_owner_and_stands_on_record()
    {
        await using var world = await MailWorld.LaunchedAsync();
        var mia = world.World["Mia"];
        await world.AddressAsync("Mia", "");

        Assert.Equal(["owen"], (await world.TickAsync()).To());
        var mail = (await ViewAsync(world)).Mail;
        Assert.Equal(["Mia"], mail.NoAddress);
        Assert.Equal(MailResult.NoAddress, mail.Told[mia].Result);

        Assert.Contains((await OverviewAsync(world, "Owen")).Now, n => n.Sentence == "1 reviewer in Heap, Q4 2026 cannot be reached by mail");

        // The owner is told by mail as well, once it is late.
        world.At(12, 5);
        Assert.Contains("Mia: 2 items left; no mail reaches them: no address", (await world.TickAsync()).Single(l => l.Subject == "Access review: reviewers are late").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_left_with_items_before_them_is_said_to_the_owner_at_once_although_the_last_mail_reached_them()
    {
        await using var world = await MailWorld.LaunchedAsync();
        Assert.Contains("mia", (await world.TickAsync()).To());
        await world.World.LeaveAsync("Mia");
        Assert.Contains((await OverviewAsync(world, "Owen")).Now, n => n.Sentence == "1 reviewer in Heap, Q4 2026 has left: give their items to somebody else" && n.Number == world.Campaign.Number);
        await world.GiveAsync("Mia", "Noa", "Tomas");
        await world.GiveAsync("Mia", "Owen");
        Assert.DoesNotContain((await OverviewAsync(world, "Owen")).Now, n => n.Sentence.Contains("has left", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_has_left_is_said_to_the_owner_where_mail_is_off()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.World.LeaveAsync("Mia");
        Assert.Contains((await world.Database.Get<ReadOverview>().RunAsync(world.Owen, default)).Now, n => n.Sentence == "1 reviewer in Heap, Q4 2026 has left: give their items to somebody else");
    }

    [Fact]
    public async Task Whom_the_invitation_did_not_reach_is_reminded_the_same_day_once_they_have_an_address_and_not_told_again_the_day_after()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.AddressAsync("Mia", "");
        Assert.Equal(["owen"], (await world.TickAsync()).To());
        await world.AddressAsync("Mia", "mia@example.test");
        world.At(11, 23, 10);
        Assert.Empty(await world.TickAsync());
        Assert.Equal(new Reminded(1, 0, 0), (await RemindAsync(world, "Mia")).Require());
        Assert.Equal("remind.told", (await RemindAsync(world, "Mia")).Problem!.Code);
        Assert.Equal(["mia"], (await world.TickAsync()).To());
        world.At(11, 24);
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task Whoever_gets_an_address_is_invited_the_day_after_they_were_to_be_and_reminded_by_hand_once_a_day_whatever_became_of_it()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.AddressAsync("Mia", "");
        await world.TickAsync();
        Assert.Equal(new Reminded(0, 0, 1), (await RemindAsync(world, "Mia")).Require());
        await world.AddressAsync("Mia", "mia@example.test");
        Assert.Equal("remind.told", (await RemindAsync(world, "Mia")).Problem!.Code);
        world.At(11, 24);
        Assert.Equal(["mia"], (await world.TickAsync()).To());
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task Whose_mail_is_refused_for_good_the_owner_is_told_though_only_their_signature_is_left_and_may_be_reminded_the_same_day()
    {
        await using var world = await MailWorld.LaunchedAsync();
        world.Post.Recipients = to => to.StartsWith("mia", StringComparison.Ordinal) ? new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "no such user") : null;
        await world.TickAsync();
        await world.DecideAsync("Mia");

        var mail = (await ViewAsync(world)).Mail;
        Assert.Equal(["Mia"], mail.Refused);
        Assert.Empty(mail.NoAddress);
        Assert.Contains((await OverviewAsync(world, "Owen")).Now, n => n.Sentence == "1 reviewer in Heap, Q4 2026 cannot be reached by mail");

        world.Post.Recipients = _ => null;
        Assert.Equal(new Reminded(1, 0, 0), (await RemindAsync(world, "Mia")).Require());
        Assert.Equal(["mia"], (await world.TickAsync()).To());
        Assert.Empty((await ViewAsync(world)).Mail.Refused);
        Assert.DoesNotContain((await OverviewAsync(world, "Owen")).Now, n => n.Sentence.EndsWith("cannot be reached by mail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whose_invitation_was_needed_no_more_before_it_went_is_reminded_the_same_day_of_what_they_were_given_since()
    {
        await using var world = await MailWorld.LaunchedAsync();
        world.Post.Recipients = to => to.StartsWith("mia@", StringComparison.Ordinal) ? new SmtpResponse((SmtpReplyCode)451, "later") : null;
        await world.TickAsync();
        await world.FinishAsync("Mia");
        world.Post.Recipients = _ => null;
        world.At(11, 23, 10);
        Assert.Equal(["Access review: your receipt"], (await world.TickAsync()).Select(l => l.Subject));
        await world.GiveAsync("Owen", "Mia");
        Assert.Equal(new Reminded(1, 0, 0), (await RemindAsync(world, "Mia")).Require());
        Assert.Equal(["mia"], (await world.TickAsync()).To());
    }

    [Fact]
    public async Task A_mail_server_that_takes_nothing_is_said_to_the_administrator_in_words()
    {
        await using var world = await MailWorld.LaunchedAsync();
        world.Post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");
        await world.TickAsync();

        Assert.Contains((await OverviewAsync(world, "Ada")).Now, n => n.Sentence == "2 mails wait to be sent. The mail server asked to wait (answer 451).");
        var setUp = (await world.Database.Get<MailSettings>().RunAsync(world.World.As("Ada"), default)).Require();
        Assert.Equal((2, "The mail server asked to wait (answer 451)."), (setUp.Waiting, setUp.Trouble));
    }

    [Fact]
    public async Task A_new_reviewer_of_items_given_away_is_invited()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        await using var db = world.Database.Look();
        var mia = world.World["Mia"];
        var turns = await db.ReviewTurns.Where(t => t.ReviewerId == mia).Select(t => t.Id).ToListAsync();
        var campaign = await db.Campaigns.Select(c => c.Id).SingleAsync();
        _ = (await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.Campaign.Owen, campaign, turns, world.World["Noa"], "On leave", default)).Require();

        var letter = Assert.Single(await world.TickAsync());
        Assert.Equal(("noa", "Access review: your decisions are needed by 4 December 2026"), (new[] { letter }.To().Single(), letter.Subject));
    }

    [Fact]
    public async Task A_test_mail_is_what_the_preview_shows_and_goes_to_whoever_asks()
    {
        await using var world = await MailWorld.LaunchedAsync();
        var ada = world.World.As("Ada");
        foreach (var kind in Enum.GetValues<NotificationKind>())
        {
            var shown = (await world.Database.Get<PreviewMail>().RunAsync(ada, kind, default)).Require();
            Assert.Equal("ada@example.test", (await world.Database.Get<SendTestMail>().RunAsync(Guid.NewGuid(), ada, kind, default)).Require());
            var sent = world.Post.Letters[^1];
            Assert.Equal((shown.Subject, shown.Text, shown.Html), (sent.Subject, sent.Words(), sent.HtmlBody!.ReplaceLineEndings("\n")));
            Assert.Equal("ada", new[] { sent }.To().Single());
        }
    }

    private static async Task<OverviewFacts> OverviewAsync(MailWorld world, string who) => await world.Database.Get<ReadOverview>().RunAsync(world.World.As(who), default);

    private static Task<Outcome<Reminded>> RemindAsync(MailWorld world, params string[] whom) => world.Database.Get<RemindReviewers>().RunAsync(
        Guid.NewGuid(), world.Campaign.Owen, world.Campaign.Number, whom.Length == 0 ? null : [.. whom.Select(w => world.World[w])], default);

    private static async Task<CampaignView> ViewAsync(MailWorld world) => (await world.Database.Get<CampaignPage>().RunAsync(world.Campaign.Owen, world.Campaign.Number, default)).Require();
}
