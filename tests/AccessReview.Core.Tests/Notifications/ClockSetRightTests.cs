using Microsoft.EntityFrameworkCore;
using SmtpServer.Protocol;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>The machine's clock ran a month ahead for a while and was set right: mail goes on as if it never had.</summary>
public sealed class ClockSetRightTests
{
    [Fact]
    public async Task Reminders_come_on_their_days()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        await AheadAsync(world, () => world.TickAsync());

        var days = new List<string>();
        for (var day = 24; day <= 30; day++)
        {
            world.At(11, day);
            days.AddRange((await world.TickAsync()).To("mia").Select(l => $"{day}: {l.Subject}"));
            Assert.Empty(await world.TickAsync());
        }

        Assert.Equal(["27: Access review: due on 4 December 2026"], days);
    }

    [Fact]
    public async Task Whoever_was_told_only_by_that_clock_is_invited()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await AheadAsync(world, () => world.TickAsync());
        var letters = await world.TickAsync();
        Assert.Equal(["mia", "owen"], letters.To().Order());
        Assert.All(letters, l => Assert.Equal("Access review: your decisions are needed by 4 December 2026", l.Subject));
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task A_mail_that_was_put_off_goes()
    {
        await using var world = await MailWorld.LaunchedAsync();
        world.Post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");
        await AheadAsync(world, () => world.TickAsync());
        world.Post.Recipients = _ => null;
        await world.TickAsync();
        Assert.Equal(["mia", "owen"], world.Post.Letters.To().Distinct().Order());
        await using var db = world.Database.Look();
        Assert.Equal(await db.Notifications.Select(n => n.MailId).Distinct().CountAsync(), await db.MailOutcomes.CountAsync());
    }

    private static async Task AheadAsync(MailWorld world, Func<Task> tick)
    {
        var right = world.Database.Time.GetUtcNow();
        world.Database.Time.AdjustTime(right.AddDays(30));
        await tick();
        world.Database.Time.AdjustTime(right.AddMinutes(5));
    }
}
