using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Connections;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>Nobody is sent to do by hand what a directory is about to do.</summary>
public sealed class HandWorkAtADirectoryTests : IAsyncLifetime
{
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
    public async Task What_was_taken_away_at_a_directory_is_told_once_a_reading_still_shows_it_after_two_hours()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.ReadAsync(await world.ConnectOktaAsync());
        await world.Revoked.RevokeAsync("Sami");
        await world.Revoked.SignOffAsync("Sami");
        await world.CarryOutAsync(TimeSpan.FromHours(1));
        Assert.Equal((RemovalState.Executed, 0), ((await world.OnlyAsync()).State, await ToldAsync()));
        await world.CarryOutAsync(TimeSpan.FromMinutes(90));
        Assert.Equal((RemovalState.Executed, 0), ((await world.OnlyAsync()).State, await ToldAsync()));
        await world.CarryOutAsync(TimeSpan.FromMinutes(45));
        Assert.Equal((RemovalState.StillPresent, 1), ((await world.OnlyAsync()).State, await ToldAsync()));
    }

    private async Task<int> ToldAsync()
    {
        await database.Get<PlanNotifications>().RunAsync(CancellationToken.None);
        await database.Get<SendMails>().RunAsync(CancellationToken.None);
        return post.Letters.Count(l => l.Subject == "Access review: removals need a person");
    }
}
