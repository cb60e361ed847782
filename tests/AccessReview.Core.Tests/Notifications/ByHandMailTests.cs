using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>Whom a removal by hand waits for is told when it is given to them, when it is late and when a reading still shows it; who owns the campaign, when it
/// is late. Heap is read from files, and Noa owns it, who has no role. It is Monday, 23 November 2026.</summary>
public sealed class ByHandMailTests : IAsyncLifetime
{
    private const string Waits = "Access review: removals wait for you";
    private const string Late = "Access review: removals are late";
    private readonly TestPost post = new();
    private TestDatabase database = null!;
    private RevokedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(mailing: MailWorld.MailingOver(post));
        world = await RevokedWorld.CreateAsync(database);
        await world.Run(async (scope, _) => (await scope.Db.Applications.AsTracking().SingleAsync()).OwnerId = world.World["Noa"]);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await post.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_is_to_remove_is_told_when_it_is_given_to_them_and_once_more_when_it_is_late_as_is_the_campaigns_owner()
    {
        var due = await RevokeAsync("Zoe");
        var given = Assert.Single(await TickAsync());
        Assert.Equal(("noa@example.test", Waits), (given.To.Mailboxes.Single().Address, given.Subject));
        Assert.Contains("1 removal is to be carried out by hand.", given.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Zoe", given.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("late", given.Words(), StringComparison.Ordinal);
        Assert.Contains("https://review.example/removals", given.Words(), StringComparison.Ordinal);
        At(due);
        Assert.Empty(await TickAsync());

        At(due.AddDays(1));
        var late = await TickAsync();
        Assert.Equal([("noa", Waits), ("owen", Late)], late.To().Zip(late.Select(l => l.Subject!)).Order());
        Assert.All(late, l => Assert.Contains("1 removal by hand is late.", l.Words(), StringComparison.Ordinal));
        At(due.AddDays(4));
        Assert.Empty(await TickAsync());
    }

    [Fact]
    public async Task Whoever_it_is_given_to_next_is_told_and_what_is_decided_later_the_day_after()
    {
        await RevokeAsync("Zoe");
        Assert.Equal(["noa"], (await TickAsync()).To());
        (await database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), (await world.RemovalsAsync())[0].Id, world.World["Mia"], CancellationToken.None)).Require();
        Assert.Equal(["mia"], (await TickAsync()).To());

        database.Time.Advance(TimeSpan.FromHours(1));
        await RevokeAsync("Sami");
        Assert.Empty(await TickAsync());
        At(new(2026, 11, 24));
        Assert.Equal(["noa"], (await TickAsync()).To());
    }

    [Fact]
    public async Task Whoever_is_to_remove_is_told_again_when_a_note_that_it_was_done_is_taken_back()
    {
        await RevokeAsync("Zoe");
        Assert.Single(await TickAsync());
        var removal = (await world.RemovalsAsync())[0].Id;
        (await database.Get<NoteDone>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), new HandWork([removal], world.World["Owen"], new(2026, 11, 23), ""), CancellationToken.None)).Require();
        At(new(2026, 11, 24));
        Assert.Empty(await TickAsync());
        (await database.Get<TakeBackNote>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [removal], CancellationToken.None)).Require();
        Assert.Equal(["noa"], (await TickAsync()).To());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nobody_is_told_of_a_removal_any_more_once_the_newer_decision_holds(bool holds)
    {
        await RevokeAsync("Zoe");
        database.Time.Advance(TimeSpan.FromDays(1));
        await world.KeepAsync(2);
        if (holds)
        {
            (await database.Get<OverruleRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [(await world.RemovalsAsync())[0].Id], CancellationToken.None)).Require();
        }

        Assert.Equal(holds ? [] : ["noa"], (await TickAsync()).To());
    }

    [Fact]
    public async Task Whoever_noted_it_as_done_is_told_when_a_reading_of_a_later_day_still_shows_it()
    {
        await RevokeAsync("Zoe");
        Assert.Single(await TickAsync());
        (await database.Get<NoteDone>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), new HandWork([(await world.RemovalsAsync())[0].Id], world.World["Noa"], new(2026, 11, 23), ""), CancellationToken.None)).Require();
        At(new(2026, 11, 24));
        Assert.Empty(await TickAsync());

        At(new(2026, 11, 26));
        await world.ReadAsync(new(2026, 11, 26, 8, 0, 0, DateTimeKind.Utc), [new TestAccount("Zoe", Role: "Admin")]);
        await database.Get<CheckRemovals>().RunAsync(CancellationToken.None);
        var letter = Assert.Single(await TickAsync());
        Assert.Equal("noa@example.test", letter.To.Mailboxes.Single().Address);
        Assert.Contains("1 removal was carried out or noted as done, and a later reading still shows it.", letter.Words(), StringComparison.Ordinal);
    }

    private async Task<DateOnly> RevokeAsync(string account)
    {
        await world.RevokeAsync(account);
        await world.SignOffAsync(account);
        return (await world.RemovalsAsync())[^1].DueDate;
    }

    private void At(DateOnly day) => database.Time.SetUtcNow(new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.Zero));

    private async Task<List<MimeMessage>> TickAsync()
    {
        var before = post.Letters.Count;
        await database.Get<PlanNotifications>().RunAsync(CancellationToken.None);
        await database.Get<SendMails>().RunAsync(CancellationToken.None);
        return [.. post.Letters.Skip(before).Where(l => l.Subject is Waits or Late)];
    }
}
