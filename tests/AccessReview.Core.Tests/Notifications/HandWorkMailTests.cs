using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Connections;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Connections;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>Whom a removal waits for is told when the product was to carry it out and could not, or may not before they agree. Those by hand: <see cref="ByHandMailTests"/>.</summary>
public sealed class HandWorkMailTests : IAsyncLifetime
{
    private const string Subject = "Access review: removals need a person";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly TestPost post = new();
    private TestDatabase database = null!;
    private ConnectedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(mailing: MailWorld.MailingOver(post));
        world = await ConnectedWorld.CreateAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await database.DisposeAsync();
        await post.DisposeAsync();
    }

    [Fact]
    public async Task A_removal_that_failed_for_good_is_told_once_although_the_next_reading_has_another_word_for_it()
    {
        var heap = await world.ConnectHeapAsync();
        await world.ReadAsync(heap);
        Refuse("h1");
        await RevokeAsync("Vera");
        await world.CarryOutAsync(Hour);
        Assert.Equal(RemovalState.Failed, (await world.OnlyAsync()).State);
        await world.ReadAsync(heap);
        Assert.Equal(RemovalState.StillPresent, (await world.OnlyAsync()).State);

        var letter = Assert.Single(await TickAsync());
        Assert.Equal("owen@example.test", letter.To.Mailboxes.Single().Address); // Owns Heap, and nobody else is named.
        Assert.Contains("1 removal failed; what the system answered is beside it.", letter.Words(), StringComparison.Ordinal);
        Assert.Contains("https://review.example/removals", letter.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Vera", letter.Words(), StringComparison.Ordinal);
        database.Time.Advance(TimeSpan.FromDays(2));
        Assert.Empty(await TickAsync());
    }

    [Fact]
    public async Task One_that_is_tried_again_is_not_told_before_the_last_try()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        Refuse("h1", status: 503);
        await RevokeAsync("Vera");
        await world.CarryOutAsync(Hour);
        Assert.Equal(RemovalState.Requested, (await world.OnlyAsync()).State);
        Assert.Empty(await TickAsync());
        for (var tries = 1; tries < RemoveOnce.MostTries; tries++)
        {
            Assert.Empty(await TickAsync());
            await world.CarryOutAsync(TimeSpan.FromHours(2));
        }

        Assert.Contains("1 removal failed", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_one_that_fails_later_the_same_day_is_told_the_day_after()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        Refuse("h1", "h2");
        await RevokeAsync("Vera");
        await world.CarryOutAsync(Hour);
        Assert.Single(await TickAsync());
        await RevokeAsync("Sami");
        await world.CarryOutAsync(Hour);
        Assert.Empty(await TickAsync());
        database.Time.Advance(TimeSpan.FromDays(1));
        Assert.Contains("2 removals failed", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_connection_can_carry_out_any_more_is_told_and_what_was_a_persons_from_the_start_with_it()
    {
        var heap = await world.ConnectHeapAsync();
        await world.ReadAsync(heap);
        await RevokeAsync("Vera");
        (await database.Get<EndConnection>().RunAsync(Guid.NewGuid(), world.Ada, heap, CancellationToken.None)).Require();
        await world.CarryOutAsync(Hour);
        Assert.Contains("1 removal the product does not carry out.", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);

        await RevokeAsync("Sami");
        Assert.Equal([RemovalState.WaitingForPerson, RemovalState.WaitingForPerson], (await world.Revoked.RemovalsAsync()).Select(r => r.State));
        database.Time.Advance(TimeSpan.FromDays(1));
        Assert.Contains("1 removal the product does not carry out.\n  1 removal is to be carried out by hand.", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_carried_out_and_is_still_shown_afterwards_is_told_once()
    {
        var heap = await world.ConnectHeapAsync();
        await world.ReadAsync(heap);
        await RevokeAsync("Vera");
        database.Time.Advance(Hour);
        await database.Get<CarryOutRemovals>().RunAsync(CancellationToken.None);
        Assert.Equal(RemovalState.Executed, (await world.OnlyAsync()).State);
        Assert.Empty(await TickAsync());

        world.Heap.User("h9", "vera@example.test", "Vera", role: "Analyst"); // A group rule at the identity provider makes her anew.
        await world.ReadAsync(heap);
        Assert.Equal(RemovalState.StillPresent, (await world.OnlyAsync()).State);
        var letter = Assert.Single(await TickAsync());
        Assert.Equal("owen@example.test", letter.To.Mailboxes.Single().Address);
        Assert.Contains("1 removal was carried out or noted as done, and a later reading still shows it.", letter.Words(), StringComparison.Ordinal);
        database.Time.Advance(TimeSpan.FromDays(2));
        await world.ReadAsync(heap);
        Assert.Empty(await TickAsync());
    }

    [Theory]
    [InlineData("Owen", "owen")] // Owns Heap and the campaign: one mail.
    [InlineData("Noa", "noa owen")]
    [InlineData("Mia", "owen")] // She decided it, and is never the second person.
    public async Task What_the_brake_holds_is_told_to_the_owners_who_may_agree(string ownsHeap, string told)
    {
        await world.Revoked.Run(async (scope, _) => (await scope.Db.Applications.AsTracking().SingleAsync()).OwnerId = world.World[ownsHeap]);
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Zoe"); // An administrator of Heap.
        await world.CarryOutAsync(Hour);
        Assert.Equal(RemovalState.WaitingForSecondPerson, (await world.OnlyAsync()).State);
        var letters = await TickAsync();
        Assert.Equal(told.Split(' '), letters.To().Order());
        Assert.All(letters, l => Assert.Contains("1 removal is held until you or another second person agrees.", l.Words(), StringComparison.Ordinal));
        database.Time.Advance(TimeSpan.FromDays(2));
        Assert.Empty(await TickAsync());
    }

    [Fact]
    public async Task What_the_brake_holds_is_told_to_the_other_campaign_owners_when_its_owners_decided_it()
    {
        await world.Revoked.Run(async (scope, _) =>
        {
            (await scope.Db.Applications.AsTracking().SingleAsync()).OwnerId = world.World["Mia"];
            (await scope.Db.Campaigns.AsTracking().SingleAsync()).OwnerId = world.World["Mia"];
        });
        await world.World.GrantAsync("Mia", Role.CampaignOwner);
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Zoe"); // By Mia, who owns both.
        await world.CarryOutAsync(Hour);
        Assert.Equal(["owen"], (await TickAsync()).To());
    }

    [Fact]
    public async Task What_the_deadline_decided_and_the_brake_holds_is_not_told_to_whoever_closed()
    {
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.Revoked.CloseByDeadlineAsync(); // By Owen, who owns Heap and the campaign.
        await world.CarryOutAsync(Hour);
        Assert.Equal(["noa"], (await TickAsync()).To());
    }

    [Fact]
    public async Task Whoever_it_is_given_to_is_told_and_nobody_once_somebody_says_that_they_did_it()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        Refuse("h1");
        await RevokeAsync("Vera");
        await world.CarryOutAsync(Hour);
        var removal = (await world.OnlyAsync()).Id;
        (await database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal, world.World["Noa"], CancellationToken.None)).Require();
        Assert.Equal(["noa"], (await TickAsync()).To());

        var today = DateOnly.FromDateTime(database.Time.GetUtcNow().UtcDateTime);
        (await database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal, world.World["Mia"], CancellationToken.None)).Require();
        (await database.Get<NoteDone>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), new HandWork([removal], world.World["Mia"], today, ""), CancellationToken.None)).Require();
        Assert.Empty(await TickAsync());
    }

    [Theory]
    [InlineData("Noa", null, "owen")] // Owns the campaign.
    [InlineData("Noa", "Owen", "mia")] // Owen may run campaigns no more.
    [InlineData("Noa Owen", null, "mia")] // The only campaign owner left.
    public async Task Who_has_left_or_lost_the_role_is_passed_over_for_the_next_in_line(string left, string? ended, string told)
    {
        await world.World.GrantAsync("Mia", Role.CampaignOwner);
        await world.Revoked.Run(async (scope, _) => (await scope.Db.Applications.AsTracking().SingleAsync()).OwnerId = world.World["Noa"]);
        await world.ReadAsync(await world.ConnectHeapAsync());
        Refuse("h1");
        await RevokeAsync("Vera"); // Noa's to carry out, where the product cannot.
        await world.CarryOutAsync(Hour);
        foreach (var name in left.Split(' '))
        {
            await world.World.LeaveAsync(name);
        }

        if (ended is not null)
        {
            (await database.Get<EndRole>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), world.World[ended], Role.CampaignOwner, CancellationToken.None)).Require();
        }

        Assert.Equal([told], (await TickAsync()).To());
    }

    [Fact]
    public async Task A_mail_that_waited_until_somebody_did_it_is_not_sent_any_more()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        Refuse("h1");
        await RevokeAsync("Vera");
        await world.CarryOutAsync(Hour);
        await database.Get<PlanNotifications>().RunAsync(CancellationToken.None);
        var today = DateOnly.FromDateTime(database.Time.GetUtcNow().UtcDateTime);
        (await database.Get<NoteDone>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), new HandWork([(await world.OnlyAsync()).Id], world.World["Owen"], today, ""), CancellationToken.None)).Require();
        Assert.Empty(await TickAsync());
        await using var db = database.Look();
        var mail = await db.Notifications.Where(n => n.Kind == NotificationKind.RemovalsNeedPerson).Select(n => n.MailId).SingleAsync();
        Assert.Equal(MailResult.NotNeeded, await db.MailOutcomes.Where(o => o.MailId == mail).Select(o => o.Result).SingleAsync());
    }

    [Fact]
    public async Task A_mail_that_waited_begins_with_what_it_says_when_it_goes()
    {
        await RevokeAsync("Sami"); // By hand: there is no connection yet.
        await database.Get<PlanNotifications>().RunAsync(CancellationToken.None);
        await world.ReadAsync(await world.ConnectHeapAsync());
        Refuse("h1");
        await RevokeAsync("Vera");
        await world.CarryOutAsync(Hour);

        var letter = Assert.Single(await TickAsync());
        Assert.Contains("Removals that the product was to carry out wait for you.", letter.Words(), StringComparison.Ordinal);
        Assert.Contains("1 removal failed; what the system answered is beside it.", letter.Words(), StringComparison.Ordinal);
    }

    private async Task RevokeAsync(string account)
    {
        await world.Revoked.RevokeAsync(account);
        await world.Revoked.SignOffAsync(account);
    }

    private void Refuse(params string[] users) => Refuse(users, 403);

    private void Refuse(string user, int status) => Refuse([user], status);

    private void Refuse(string[] users, int status) => world.Heap.Before = async (context, _) =>
    {
        var refused = users.Any(u => context.Request.Path.Value!.EndsWith("/" + u, StringComparison.Ordinal));
        if (refused)
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "300"; // So long that the product puts it off.
            await context.Response.CompleteAsync();
        }

        return refused;
    };

    private async Task<List<MimeMessage>> TickAsync()
    {
        var before = post.Letters.Count;
        await database.Get<PlanNotifications>().RunAsync(CancellationToken.None);
        await database.Get<SendMails>().RunAsync(CancellationToken.None);
        return [.. post.Letters.Skip(before).Where(l => l.Subject == Subject)];
    }
}
