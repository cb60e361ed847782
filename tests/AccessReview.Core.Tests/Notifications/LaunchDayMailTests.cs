namespace AccessReview.Core.Tests.Notifications;

/// <summary>Whoever is invited on the day of the launch is not reminded on the same day.</summary>
public sealed class LaunchDayMailTests
{
    [Fact]
    public async Task A_campaign_launched_before_the_hour_of_a_first_reminder_only_invites_that_day()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        world.At(11, 24, 5); // 6:00 in Berlin, two weeks before the second is due.
        await world.LaunchAnotherAsync(new DateOnly(2026, 12, 8));
        Assert.Equal("Access review: your decisions are needed by 4 December 2026", (await world.TickAsync()).To("mia").Single().Subject);
        world.At(11, 24);
        Assert.Empty(await world.TickAsync());
    }
}
