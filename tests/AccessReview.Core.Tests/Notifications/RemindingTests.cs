using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Findings;
using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;
using SmtpServer.Protocol;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>What the clock sends, day by day, through a real mail server.</summary>
public sealed class RemindingTests
{
    [Fact]
    public async Task Every_reviewer_is_invited_once_and_told_what_is_before_them()
    {
        await using var world = await MailWorld.LaunchedAsync();

        var letters = await world.TickAsync();

        Assert.Equal(["mia", "owen"], letters.To().Order());
        var mia = letters.To("mia").Single();
        Assert.Equal("Access review: your decisions are needed by 4 December 2026", mia.Subject);
        Assert.Contains("Hello Mia,", mia.Words(), StringComparison.Ordinal);
        Assert.Contains("Heap, Q4 2026\n  2 items left; about 1 minute.\n  It is due by the end of Friday, 4 December 2026 (Europe/Berlin).", mia.Words(), StringComparison.Ordinal);
        Assert.Contains("https://review.example/my-reviews", mia.Words(), StringComparison.Ordinal);
        Assert.Contains("https://review.example/my-reviews", mia.HtmlBody!, StringComparison.Ordinal);
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task A_delegate_is_told_for_whom_they_decide()
    {
        await using var world = await MailWorld.LaunchedAsync();
        var away = new AbsencePlan(world.World["Mia"], world.World["Noa"], new(2026, 11, 23), new(2026, 11, 30), "Holiday");
        (await world.Database.Get<StateAbsence>().RunAsync(Guid.NewGuid(), world.Campaign.Owen, away, default)).Require();
        await world.Database.Get<FollowUps>().RunAsync(default);
        var letter = (await world.TickAsync()).To("noa").Single();
        Assert.Contains("2 items left; about 1 minute.\n  2 of them as delegate of Mia.\n  It is due", letter.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reminders_follow_the_curve_to_the_deadline_and_come_daily_after_it()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();

        var days = new List<string>();
        for (var day = new DateOnly(2026, 11, 24); day <= new DateOnly(2026, 12, 7); day = day.AddDays(1))
        {
            foreach (var hour in new[] { 0, 6, 7, 8, 16, 23 })
            {
                world.At(day.Month, day.Day, hour);
                days.AddRange((await world.TickAsync()).To("mia").OfOwnWork().Select(l => $"{day:dd.MM.} {hour}: {l.Subject}"));
            }
        }

        // 8:00 in Berlin is 7:00 in UTC.
        Assert.Equal(
            [
                "27.11. 7: Access review: due on 4 December 2026", "01.12. 7: Access review: due on 4 December 2026", "03.12. 7: Access review: due on 4 December 2026",
                "04.12. 7: Access review: due on 4 December 2026", "05.12. 7: Access review: overdue since 4 December 2026", "06.12. 7: Access review: overdue since 4 December 2026",
                "07.12. 7: Access review: overdue since 4 December 2026",
            ],
            days);
    }

    [Fact]
    public async Task Whoever_is_done_is_left_alone_and_gets_a_receipt_and_whoever_has_not_signed_is_reminded_of_that()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        await world.FinishAsync("Mia");
        await world.DecideAsync("Owen");

        var receipt = Assert.Single(await world.TickAsync());
        Assert.Equal(("mia", "Access review: your receipt"), (new[] { receipt }.To().Single(), receipt.Subject));
        Assert.Contains("2 certified, 0 revoked", receipt.Words(), StringComparison.Ordinal);
        Assert.Contains("I, Mia, have reviewed the 2 items put before me in Heap, Q4 2026", receipt.Words(), StringComparison.Ordinal);

        world.At(12, 1);
        var reminder = Assert.Single(await world.TickAsync());
        Assert.Equal("owen", new[] { reminder }.To().Single());
        Assert.Contains("Everything is decided; only your signature is missing.", reminder.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_counts_what_was_kept_at_a_lower_role()
    {
        await using var world = await MailWorld.LaunchedAsync([], SecondReviewRule.None, new TestAccount("Priya", "Admin", Finding.Privileged), new TestAccount("Tomas"));
        await world.TickAsync();
        await world.Campaign.DecideAsync("Mia", "Priya", DecisionKind.Change, "Needs only to read", to: "Consumer");
        await world.FinishAsync("Mia");
        var receipt = Assert.Single((await world.TickAsync()).To("mia"));
        Assert.Contains("  1 certified, 0 revoked, 1 changed\n", receipt.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_campaigns_are_one_mail()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        world.At(11, 24);
        await world.LaunchAnotherAsync(new DateOnly(2026, 12, 5));

        // The invitation to the second names the first as well.
        var invitation = (await world.TickAsync()).To("mia").Single();
        Assert.Contains("Heap, Q4 2026", invitation.Words(), StringComparison.Ordinal);
        Assert.Contains("Heap again", invitation.Words(), StringComparison.Ordinal);

        // The first's last day is the second's last but one.
        world.At(12, 4);
        var digest = (await world.TickAsync()).To("mia").Single();
        Assert.Equal("Access review: due on 4 December 2026", digest.Subject);
        Assert.True(digest.Words().IndexOf("Heap, Q4 2026", StringComparison.Ordinal) < digest.Words().IndexOf("Heap again", StringComparison.Ordinal));
        await using var db = world.Database.Look();
        var mia = world.World["Mia"];
        var last = await db.Notifications.Where(n => n.RecipientId == mia && n.Slot == new DateOnly(2026, 12, 4)).ToListAsync();
        Assert.Equal(2, last.Count);
        Assert.Single(last.Select(n => n.MailId).Distinct());
    }

    [Fact]
    public async Task After_days_of_standing_still_everybody_gets_one_mail_and_not_a_burst()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();

        world.At(12, 2);
        Assert.Equal("Access review: due on 4 December 2026", Assert.Single((await world.TickAsync()).To("mia")).Subject);
        Assert.Empty(await world.TickAsync());
        world.At(12, 20);
        Assert.Equal("Access review: overdue since 4 December 2026", Assert.Single((await world.TickAsync()).To("mia").OfOwnWork()).Subject);
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task After_days_without_a_mail_server_everybody_gets_one_mail_that_says_how_things_are_now()
    {
        await using var world = await MailWorld.LaunchedAsync();
        world.Post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");
        for (var day = 0; day < 3; day++)
        {
            Assert.Empty(await world.TickAsync());
            world.Database.Time.Advance(TimeSpan.FromHours(20));
        }

        world.Post.Recipients = _ => null;
        await world.FinishAsync("Owen");
        world.Database.Time.Advance(TimeSpan.FromHours(5));

        // Mia's one mail; Owen's receipt instead of a reminder of what is done.
        var letters = await world.TickAsync();
        Assert.Equal(["Access review: your decisions are needed by 4 December 2026", "Access review: your receipt"], letters.Select(l => l.Subject).Order());
        Assert.Empty(await world.TickAsync());
        await using var db = world.Database.Look();
        Assert.Equal([MailResult.NotNeeded, MailResult.Sent, MailResult.Sent], await db.MailOutcomes.Select(o => o.Result).OrderBy(r => r).ToListAsync());
    }

    [Fact]
    public async Task A_mail_refused_for_good_is_on_record_and_one_never_taken_is_given_up_for_the_next()
    {
        await using var world = await MailWorld.LaunchedAsync();
        world.Post.Recipients = to => to.StartsWith("mia", StringComparison.Ordinal) ? new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "no such user") : new SmtpResponse((SmtpReplyCode)451, "later");
        await world.TickAsync();
        await world.Database.TryThriceAsync();
        world.At(11, 26, 12);
        await world.TickAsync();

        await using var db = world.Database.Look();
        var outcomes = await (from n in db.Notifications join o in db.MailOutcomes on n.MailId equals o.MailId orderby n.RecipientId select new { n.RecipientId, o.Result, o.Answer, o.Attempts }).ToListAsync();
        Assert.Equal((MailResult.Refused, 550, 1), outcomes.Where(o => o.RecipientId == world.World["Mia"]).Select(o => (o.Result, o.Answer!.Value, o.Attempts)).Single());
        Assert.Equal((MailResult.GivenUp, 451, 5), outcomes.Where(o => o.RecipientId == world.World["Owen"]).Select(o => (o.Result, o.Answer!.Value, o.Attempts)).Single());
    }

    [Fact]
    public async Task What_waited_while_the_machine_slept_for_days_is_not_given_up_when_it_is_tried_first()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.Database.Get<PlanNotifications>().RunAsync(default);
        world.At(11, 26, 12);
        world.Post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");
        Assert.Empty(await world.TickAsync());

        world.Post.Recipients = _ => null;
        world.Database.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(["mia", "owen"], (await world.TickAsync()).To().Order());
        await using var db = world.Database.Look();
        Assert.Equal([(MailResult.Sent, 2), (MailResult.Sent, 2)], (await db.MailOutcomes.ToListAsync()).Select(o => (o.Result, o.Attempts)));
    }

    [Fact]
    public async Task Two_nodes_at_once_send_each_mail_once()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.Database.Get<PlanNotifications>().RunAsync(default);
        var nodes = Enumerable.Range(0, 2).Select(_ => new SendMails(
            world.Database.Databases, world.Database.Get<OperationalWrites>(), world.Database.Change, world.Database.Get<Mailing>(), world.Database.Time)).ToList();

        var sent = await Task.WhenAll(nodes.Select(n => Task.Run(() => n.RunAsync(default))));

        Assert.Equal(2, sent.Sum());
        Assert.Equal(["mia", "owen"], world.Post.Letters.To().Order());
    }

    [Fact]
    public async Task A_mail_is_held_for_longer_than_a_mail_server_is_waited_for()
    {
        await using var post = new TestPost();
        Assert.True(SendMails.Lease > post.Server.Patience + post.Server.AnswerPatience);
    }

    [Fact]
    public async Task Whoever_is_late_is_told_to_the_owner_and_then_to_their_manager_once_a_week()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.FinishAsync("Owen");
        var told = new List<string>();
        for (var day = 4; day <= 14; day++)
        {
            world.At(12, day);
            told.AddRange((await world.TickAsync()).Where(l => l.Subject!.EndsWith("late", StringComparison.Ordinal)).Select(l => $"{day}: {new[] { l }.To().Single()} {l.Subject![15..]}"));
        }

        // Owen owns the campaign and manages Mia.
        Assert.Equal(["5: owen reviewers are late", "6: owen people you manage are late", "12: owen reviewers are late", "13: owen people you manage are late"], told);
        var words = world.Post.Letters.Last(l => l.Subject == "Access review: reviewers are late").Words();
        Assert.Contains("Mia: 2 items left", words, StringComparison.Ordinal);
        Assert.Contains("https://review.example/campaigns/1", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Owned by", words, StringComparison.Ordinal);

        // A manager is told whom to ask, and led to no page: there is none about other people's reviews.
        words = world.Post.Letters.Last(l => l.Subject == "Access review: people you manage are late").Words();
        Assert.Contains("Mia: 2 items left", words, StringComparison.Ordinal);
        Assert.Contains("Owned by Owen, owen@example.test.", words, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_written_from_right_to_left_leaves_the_number_beside_it_in_its_place()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.FinishAsync("Owen");
        var mia = world.World["Mia"];
        await world.Campaign.UpdateAsync((db, seq) => db.PersonRecords.Where(r => r.PersonId == mia)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Name, "\u05DE\u05D9\u05D4").SetProperty(r => r.EventSeq, seq)));
        world.At(12, 4);
        await world.TickAsync();
        world.At(12, 5);
        var late = (await world.TickAsync()).Single(l => l.Subject == "Access review: reviewers are late");
        Assert.Contains("\u2068\u05DE\u05D9\u05D4\u2069: 2 items left", late.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_subject_names_a_person_a_campaign_or_an_account_and_no_link_decides()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        await world.FinishAsync("Owen");
        await world.TickAsync();
        world.At(12, 7);
        await world.TickAsync();

        Assert.Equal(5, world.Post.Letters.Count);
        Assert.All(world.Post.Letters, letter =>
        {
            Assert.DoesNotContain(["Heap", "Mia", "Owen", "Priya", "Tomas", "Noa", "Admin"], letter.Subject!.Contains);
            Assert.DoesNotContain(["Priya", "Tomas", "Admin", "Consumer"], (letter.Words() + letter.HtmlBody).Contains);
            Assert.Equal(letter.Subject!.Contains("you manage", StringComparison.Ordinal) ? 0 : 1, System.Text.RegularExpressions.Regex.Count(letter.HtmlBody!, "https?://"));
            Assert.DoesNotContain("<img", letter.HtmlBody!, StringComparison.Ordinal);
        });
    }
}
