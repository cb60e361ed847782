using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Tests.Campaigns;
using MimeKit;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>Whoever was named at a close to follow something up is told then and when the day for it is over; the campaign's owner, when it is over or whoever
/// was named has left. Owen closes on Monday, 23 November 2026, and names Noa, by 20 December.</summary>
public sealed class FollowUpMailTests
{
    private const string Given = "Access review: something to follow up";
    private const string Late = "Access review: follow-ups are late";

    [Fact]
    public async Task Whoever_is_named_is_told_then_and_once_more_when_the_day_is_over_as_is_the_campaigns_owner()
    {
        await using var world = await MailWorld.LaunchedAsync();
        (await world.Campaign.CloseAsync()).Require();
        var given = Assert.Single(await TickAsync(world));
        Assert.Equal(("noa@example.test", Given), (given.To.Mailboxes.Single().Address, given.Subject));
        Assert.Contains("to follow up, the first by Sunday, 20 December 2026.", given.Words(), StringComparison.Ordinal);
        Assert.Contains("https://review.example/follow-ups", given.Words(), StringComparison.Ordinal);
        world.At(12, 20, 12);
        Assert.Empty(await TickAsync(world));

        world.At(12, 21, 12);
        var late = await TickAsync(world);
        Assert.Equal([("noa", Given), ("owen", Late)], late.To().Zip(late.Select(l => l.Subject!)).Order());
        Assert.Contains("late: the first was to be done by Sunday, 20 December 2026.", late.To("noa").Single().Words(), StringComparison.Ordinal);
        Assert.Contains("that others were to follow up wait", late.To("owen").Single().Words(), StringComparison.Ordinal);
        Assert.Contains("https://review.example/campaigns/1", late.To("owen").Single().Words(), StringComparison.Ordinal);
        world.At(12, 30, 12);
        Assert.Empty(await TickAsync(world));
    }

    [Fact]
    public async Task Nobody_is_told_once_everything_was_followed_up()
    {
        await using var world = await MailWorld.LaunchedAsync();
        (await world.Campaign.CloseAsync()).Require();
        Assert.Single(await TickAsync(world));
        var noa = world.World.As("Noa");
        foreach (var line in await world.Database.Get<MyFollowUps>().RunAsync(noa, default))
        {
            (await world.Database.Get<NoteFollowedUp>().RunAsync(Guid.NewGuid(), noa, line.Id, "Looked at each of them", default)).Require();
        }

        world.At(12, 21, 12);
        Assert.Empty(await TickAsync(world));
    }

    [Fact]
    public async Task The_campaigns_owner_is_told_at_once_when_whoever_was_named_has_left()
    {
        await using var world = await MailWorld.LaunchedAsync();
        (await world.Campaign.CloseAsync()).Require();
        Assert.Equal(["noa"], (await TickAsync(world)).To());
        await world.World.LeaveAsync("Noa");
        Assert.Equal([("owen", Late)], (await TickAsync(world)).Select(l => (new[] { l }.To().Single(), l.Subject!)));
        world.At(11, 30, 12);
        Assert.Empty(await TickAsync(world));
    }

    [Fact]
    public async Task The_campaigns_owner_is_told_at_once_of_a_second_one_who_has_left()
    {
        await using var world = await MailWorld.LaunchedAsync();
        (await world.Campaign.CloseAsync(all => all.Select((one, i) => i == 0 ? one with { PersonId = world.World["Mia"] } : one))).Require();
        Assert.Equal(["mia", "noa"], (await TickAsync(world)).To().Order());
        await world.World.LeaveAsync("Noa");
        Assert.Equal(["owen"], (await TickAsync(world)).To());
        world.At(11, 30, 12);
        await world.World.LeaveAsync("Mia");
        Assert.Equal(["owen"], (await TickAsync(world)).To());
        Assert.Empty(await TickAsync(world));
    }

    private static async Task<List<MimeMessage>> TickAsync(MailWorld world) => [.. (await world.TickAsync()).Where(l => l.Subject is Given or Late)];
}
