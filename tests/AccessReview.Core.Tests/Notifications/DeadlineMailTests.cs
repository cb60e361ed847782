using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Notifications;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Persistence;
using Microsoft.EntityFrameworkCore;
using SmtpServer.Protocol;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>Nothing is called overdue that is not, on the due day itself and after it was moved.</summary>
public sealed class DeadlineMailTests
{
    [Fact]
    public async Task What_goes_along_on_the_due_day_calls_nothing_overdue_and_leaves_out_no_mail_of_the_day_after()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        world.At(12, 4);
        await world.TickAsync();

        // In Berlin it is 13:00 on the due day of the first.
        world.At(12, 4, 12);
        await world.Campaign.UpdateAsync((db, seq) => db.Extracts.ExecuteUpdateAsync(s => s.SetProperty(e => e.AsOf, new DateTime(2026, 12, 4, 1, 0, 0, DateTimeKind.Utc)).SetProperty(e => e.EventSeq, seq)));
        await world.LaunchAnotherAsync(new DateOnly(2026, 12, 18));
        Assert.Equal("Access review: your decisions are needed by 4 December 2026", (await world.TickAsync()).To("mia").Single().Subject);
        await using var db = world.Database.Look();
        Assert.False(await db.Notifications.AnyAsync(n => n.Kind == NotificationKind.Overdue));

        world.At(12, 5);
        Assert.Equal("Access review: overdue since 4 December 2026", (await world.TickAsync()).To("mia").OfOwnWork().Single().Subject);
    }

    [Fact]
    public async Task What_waited_until_its_campaign_was_extended_calls_nothing_overdue_and_nobody_late()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        world.At(12, 6);
        world.Post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");
        await world.TickAsync();
        (await world.Database.Get<ExtendDeadline>().RunAsync(Guid.NewGuid(), world.Campaign.Owen, 1, new DateOnly(2026, 12, 18), "The mail server was down", default)).Require();
        world.Post.Recipients = _ => null;
        world.At(12, 6, 9);

        // What was to tell Owen, as owner and as manager, that Mia is late tells him nothing.
        var letters = await world.TickAsync();
        Assert.Equal(["mia", "owen"], letters.To().Order());
        Assert.All(letters, l => Assert.Equal("Access review: due on 18 December 2026", l.Subject));
        Assert.All(letters, l => Assert.Contains("You have something left in an access review.", l.Words(), StringComparison.Ordinal));
        await using var db = world.Database.Look();
        var late = await (from n in db.Notifications join o in db.MailOutcomes on n.MailId equals o.MailId where n.Kind == NotificationKind.OwnerEscalation || n.Kind == NotificationKind.ManagerEscalation select o.Result).ToListAsync();
        Assert.NotEmpty(late);
        Assert.All(late, r => Assert.Equal(MailResult.NotNeeded, r));
    }

    [Fact]
    public async Task Of_the_staff_list_only_those_are_read_whom_a_mail_calls_late()
    {
        var asked = new AskedQueries();
        await using var post = new TestPost();
        await using var world = await CampaignWorld.CreateAsync(mailing: MailWorld.MailingOver(post), interceptor: asked);
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        world.Database.Time.SetUtcNow(new DateTimeOffset(2026, 12, 6, 8, 0, 0, TimeSpan.Zero));
        await world.Database.Get<PlanNotifications>().RunAsync(default);
        asked.Forget();
        await world.Database.Get<SendMails>().RunAsync(default);
        Assert.Contains(post.Letters, l => l.Words().Contains("Mia: ", StringComparison.Ordinal));
        Assert.All(asked.Of("PersonRecords", "ManagerId"), q => Assert.Matches("[\"\\[]PersonId[\"\\]] (IN \\(|= @)", q.Text));
    }
}
