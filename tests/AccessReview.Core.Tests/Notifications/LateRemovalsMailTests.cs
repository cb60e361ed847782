using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Connections;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>The campaign's owner is told of what is late and waits for the product, and of tasks by hand around removals. Those by hand: <see cref="ByHandMailTests"/>.
/// Noa owns Heap, and Owen the campaign. It is Monday, 23 November 2026.</summary>
public sealed class LateRemovalsMailTests : IAsyncLifetime
{
    private readonly TestPost post = new();
    private TestDatabase database = null!;
    private ConnectedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(mailing: MailWorld.MailingOver(post));
        world = await ConnectedWorld.CreateAsync(database);
        await world.Revoked.Run(async (scope, _) => (await scope.Db.Applications.AsTracking().SingleAsync()).OwnerId = world.World["Noa"]);
        await world.ReadAsync(await world.ConnectHeapAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await database.DisposeAsync();
        await post.DisposeAsync();
    }

    [Fact]
    public async Task What_the_product_carries_out_and_has_not_in_time_is_told_once_and_when_more_is_late_once_more()
    {
        var due = await RevokeAsync("Vera"); // Nothing carries it out here: the product stands still.
        At(due);
        Assert.Empty(await TickAsync());
        At(due.AddDays(1));
        var letter = Assert.Single(await TickAsync());
        Assert.Equal("owen@example.test", letter.To.Mailboxes.Single().Address);
        Assert.Contains("1 removal that was the product's to carry out is late.", letter.Words(), StringComparison.Ordinal);
        Assert.Contains("https://review.example/removals", letter.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Vera", letter.Words(), StringComparison.Ordinal);
        At(due.AddDays(2));
        Assert.Empty(await TickAsync());

        due = await RevokeAsync("Sami");
        Assert.Empty(await TickAsync());
        At(due.AddDays(1));
        Assert.Contains("2 removals that were the product's to carry out are late.", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
        At(due.AddDays(2));
        Assert.Empty(await TickAsync());
    }

    [Fact]
    public async Task What_the_product_could_not_carry_out_is_not_said_to_be_on_its_way()
    {
        var due = await RevokeAsync("Vera");
        await world.Revoked.Run(async (scope, _) => (await scope.Db.Removals.AsTracking().SingleAsync()).State = RemovalState.Failed);
        At(due.AddDays(1));
        Assert.Contains("1 removal that was the product's to carry out is late.", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_open_again_after_a_waiver_is_told_though_what_was_due_later_was_told_meanwhile()
    {
        var first = await RevokeAsync("Vera");
        At(first.AddDays(1));
        var until = first.AddDays(20);
        var waiver = (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), (await world.Revoked.RemovalsAsync())[0].Id, until, "The handover takes until then", default)).Require();
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), waiver, approve: true, default)).Require();
        var second = await RevokeAsync("Sami");
        At(second.AddDays(1));
        Assert.Contains("1 removal that was", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);

        At(until.AddDays(1));
        Assert.Empty(await TickAsync());
        await database.Get<EndWaivers>().RunAsync(default);
        Assert.Contains("2 removals that were", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
        At(until.AddDays(2));
        Assert.Empty(await TickAsync());
    }

    [Fact]
    public async Task A_mail_about_what_was_taken_back_before_it_went_is_not_sent()
    {
        var due = await RevokeAsync("Vera");
        At(due.AddDays(1));
        await database.Get<PlanNotifications>().RunAsync(default);
        await world.Revoked.Run(async (scope, _) => (await scope.Db.Removals.AsTracking().SingleAsync()).State = RemovalState.Cancelled);
        Assert.Empty(await TickAsync());
    }

    [Fact]
    public async Task A_task_by_hand_that_is_late_is_told_to_the_campaigns_owner_with_what_else_is_late()
    {
        var due = await RevokeAsync("Vera");
        await world.Revoked.Run(async (scope, _) => scope.Add(new RemovalTask
        {
            Id = scope.NewId(), RemovalId = (await scope.Db.Removals.SingleAsync()).Id, Kind = RemovalTaskKind.HandOver, PersonId = world.World["Mia"], DueDate = due,
        }));
        At(due.AddDays(1));
        Assert.Contains("1 removal that was the product's to carry out is late.\n  1 task by hand is late.", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);

        // What it goes with is done, and the task is not: that was told.
        await world.Revoked.Run(async (scope, _) => (await scope.Db.Removals.AsTracking().SingleAsync()).State = RemovalState.Verified);
        At(due.AddDays(2));
        Assert.Empty(await TickAsync());
    }

    private async Task<DateOnly> RevokeAsync(string account)
    {
        await world.Revoked.RevokeAsync(account);
        await world.Revoked.SignOffAsync(account);
        return (await world.Revoked.RemovalsAsync())[^1].DueDate;
    }

    private void At(DateOnly day) => database.Time.SetUtcNow(new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.Zero));

    private async Task<List<MimeMessage>> TickAsync()
    {
        var before = post.Letters.Count;
        await database.Get<PlanNotifications>().RunAsync(default);
        await database.Get<SendMails>().RunAsync(default);
        return [.. post.Letters.Skip(before).Where(l => l.Subject == "Access review: removals are late")];
    }
}
