using AccessReview.Core.Notifications;
using Microsoft.EntityFrameworkCore;
using SmtpServer.Protocol;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>A mail that was given up or refused has told nobody anything, and is said again once a mail server takes it.</summary>
public sealed class ToldAgainTests
{
    [Fact]
    public async Task Whose_invitation_was_given_up_is_invited_the_day_the_mail_server_is_mended()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await GivenUpAsync(world);
        var letters = await world.TickAsync();
        Assert.Equal(["mia", "owen"], letters.To().Order());
        Assert.All(letters, l => Assert.Equal("Access review: your decisions are needed by 4 December 2026", l.Subject));
        world.At(11, 26, 20);
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task A_receipt_that_was_given_up_is_sent_and_nobody_who_is_done_is_invited()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        await world.FinishAsync("Mia");
        await GivenUpAsync(world);
        var letter = Assert.Single(await world.TickAsync());
        Assert.Equal(("mia", "Access review: your receipt"), (new[] { letter }.To().Single(), letter.Subject));
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task Whose_invitation_was_refused_is_invited_once_the_staff_list_has_another_address_and_not_before()
    {
        await using var world = await MailWorld.LaunchedAsync();
        world.Post.Recipients = to => to.StartsWith("mia@", StringComparison.Ordinal) ? new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "no such user") : null;
        Assert.Equal(["owen"], (await world.TickAsync()).To());
        world.At(11, 24);
        await world.TickAsync();
        await using (var db = world.Database.Look())
        {
            Assert.Equal(1, await db.Notifications.CountAsync(n => n.RecipientId == world.World["Mia"]));
        }

        await world.AddressAsync("Mia", "mia.berg@example.test");
        var letter = Assert.Single(await world.TickAsync());
        Assert.Equal(("mia.berg", "Access review: your decisions are needed by 4 December 2026"), (new[] { letter }.To().Single(), letter.Subject));
        world.At(11, 25);
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task A_mail_that_waits_goes_to_nobody_at_an_address_that_was_corrected_since_and_is_told_at_the_new_one()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await WaitsAsync(world);
        await world.AddressAsync("Mia", "mia.berg@example.test");
        Assert.Equal(["owen"], (await world.TickAsync()).To());
        world.At(11, 24);
        Assert.Equal(["mia.berg"], (await world.TickAsync()).To());
    }

    [Fact]
    public async Task A_mail_that_waits_goes_to_nobody_who_has_left_since()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await WaitsAsync(world);
        await world.World.LeaveAsync("Mia");
        Assert.Equal(["owen"], (await world.TickAsync()).To());
        await using var db = world.Database.Look();
        var mia = world.World["Mia"];
        Assert.Equal(MailResult.HasLeft, await db.MailOutcomes.Where(o => db.Notifications.Any(n => n.MailId == o.MailId && n.RecipientId == mia)).Select(o => o.Result).SingleAsync());
    }

    // The invitations are planned, the mail server takes them later.
    private static async Task WaitsAsync(MailWorld world)
    {
        world.Post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");
        Assert.Empty(await world.TickAsync());
        world.Post.Recipients = _ => null;
        world.At(11, 23, 10);
    }

    [Fact]
    public async Task What_is_given_up_again_is_tried_for_a_month_and_then_no_more()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        await world.FinishAsync("Mia");
        await world.FinishAsync("Owen");
        world.Post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");
        for (var day = 0; day < 36; day++)
        {
            await world.TickAsync();
            world.Database.Time.Advance(TimeSpan.FromHours(12));
            await world.Database.Get<SendMails>().RunAsync(default);
            world.Database.Time.Advance(TimeSpan.FromHours(12) + TimeSpan.FromMinutes(1));
        }

        // On the first day, and on the day after each was given up: every fourth, up to the 28th.
        await using (var db = world.Database.Look())
        {
            Assert.Equal(8, await db.Notifications.CountAsync(n => n.Kind == NotificationKind.Receipt && n.RecipientId == world.World["Mia"]));
        }

        world.Post.Recipients = _ => null;
        Assert.Empty(await world.TickAsync());
    }

    // For three days no mail server takes anything, and on 26 November it is mended.
    private static async Task GivenUpAsync(MailWorld world)
    {
        world.Post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");
        Assert.Empty(await world.TickAsync());
        await world.Database.TryThriceAsync();
        world.At(11, 26, 12);
        Assert.Empty(await world.TickAsync());
        world.Post.Recipients = _ => null;
        world.At(11, 26, 13);
    }
}
