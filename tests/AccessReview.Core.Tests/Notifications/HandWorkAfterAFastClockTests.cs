using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Connections;
using Microsoft.AspNetCore.Http;
using MimeKit;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>Somebody was told of removals by a clock that ran a day ahead and was set right: no mail is planned a second time for a day that was told.</summary>
public sealed class HandWorkAfterAFastClockTests : IAsyncLifetime
{
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
    public async Task What_comes_on_a_day_that_was_told_before_the_clock_ran_ahead_is_told_after_the_days_that_were()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        world.Heap.Before = async (context, _) =>
        {
            var removes = !HttpMethods.IsGet(context.Request.Method);
            if (removes)
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                await context.Response.CompleteAsync();
            }

            return removes;
        };
        await RevokeAsync("Vera");
        Assert.Equal(["owen"], (await TickAsync()).To());
        await RevokeAsync("Sami");
        var samis = (await world.Revoked.RemovalsAsync()).Where(r => r.State != RemovalState.Cancelled).Max(r => r.Id);
        await AssignAsync(samis, "Noa");
        await RevokeAsync("Zoe"); // An administrator of Heap: the brake holds it.
        Assert.Equal(["noa"], (await TickAsync()).To()); // Owen was told today.

        var right = database.Time.GetUtcNow();
        database.Time.AdjustTime(right.AddDays(1));
        Assert.Equal(["owen"], (await TickAsync()).To());
        database.Time.AdjustTime(right.AddMinutes(5));
        await AssignAsync(samis, "Owen");
        Assert.Empty(await TickAsync());
        database.Time.Advance(TimeSpan.FromDays(2));
        Assert.Contains("2 removals failed", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
    }

    private async Task RevokeAsync(string account)
    {
        await world.Revoked.RevokeAsync(account);
        await world.Revoked.SignOffAsync(account);
        await world.CarryOutAsync(Hour);
    }

    private async Task AssignAsync(long removal, string person) =>
        (await database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal, world.World[person], CancellationToken.None)).Require();

    private async Task<List<MimeMessage>> TickAsync()
    {
        var before = post.Letters.Count;
        await database.Get<PlanNotifications>().RunAsync(CancellationToken.None);
        await database.Get<SendMails>().RunAsync(CancellationToken.None);
        return [.. post.Letters.Skip(before).Where(l => l.Subject == "Access review: removals need a person")];
    }
}
