using AccessReview.Core.Campaigns.SecondStage;
using Microsoft.EntityFrameworkCore;
using SmtpServer.Protocol;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>Whoever was told once and gets more to review is told of it, and at most once a day.</summary>
public sealed class NewWorkMailTests
{
    [Fact]
    public async Task Who_was_done_and_is_given_more_is_invited_again()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        await world.FinishAsync("Owen");
        await world.TickAsync();
        world.At(11, 24);
        await world.GiveAsync("Mia", "Owen");

        var letter = Assert.Single(await world.TickAsync());
        Assert.Equal(("owen", "Access review: your decisions are needed by 4 December 2026"), (new[] { letter }.To().Single(), letter.Subject));
        Assert.Contains("2 items left", letter.Words(), StringComparison.Ordinal);
        Assert.Empty(await world.TickAsync());
        world.At(11, 25);
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task Who_is_given_more_several_times_a_day_is_told_once_and_the_day_after_of_the_rest()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        world.At(11, 24);
        await world.GiveAsync("Mia", "Owen", "Priya");
        Assert.Equal(["owen"], (await world.TickAsync()).To());
        await world.GiveAsync("Mia", "Owen", "Tomas");
        Assert.Empty(await world.TickAsync());

        world.At(11, 25);
        Assert.Contains("3 items left", Assert.Single(await world.TickAsync()).Words(), StringComparison.Ordinal);
        world.At(11, 26);
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task Nobody_is_told_of_what_they_have_decided_already()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        await world.GiveAsync("Mia", "Owen");
        await world.DecideAsync("Owen");
        world.At(11, 24);
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task What_was_given_while_a_mail_waited_is_in_that_mail_and_in_no_other()
    {
        await using var world = await MailWorld.LaunchedAsync();
        world.Post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");
        await world.TickAsync();
        await world.GiveAsync("Mia", "Owen");
        world.Post.Recipients = _ => null;

        world.At(11, 24);
        Assert.Contains("3 items left", Assert.Single(await world.TickAsync()).Words(), StringComparison.Ordinal);
        Assert.Empty(await world.TickAsync());
        world.At(11, 25);
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task A_second_reviewer_who_reviews_already_is_told_when_the_first_has_kept_something()
    {
        await using var world = await MailWorld.LaunchedAsync([], SecondReviewRule.Everything, new TestAccount("Priya"), new TestAccount("Tomas"));
        var noa = world.World["Noa"]; // May do the second review of what Owen then reviews first.
        await world.Campaign.UpdateAsync((db, seq) => db.CampaignApplications.ExecuteUpdateAsync(set => set.SetProperty(a => a.FallbackReviewerId, noa).SetProperty(a => a.EventSeq, seq)));
        await world.GiveAsync("Mia", "Owen", "Priya");
        await world.TickAsync();
        world.At(11, 24);
        await world.DecideAsync("Mia");
        await world.Database.Get<FollowUps>().RunAsync(default);

        var letter = Assert.Single((await world.TickAsync()).To("owen"));
        Assert.Equal("Access review: your decisions are needed by 4 December 2026", letter.Subject);
        Assert.Contains("2 items left", letter.Words(), StringComparison.Ordinal);
        Assert.Empty(await world.TickAsync());
        world.At(11, 25);
        Assert.Empty((await world.TickAsync()).To("owen"));
    }
}
