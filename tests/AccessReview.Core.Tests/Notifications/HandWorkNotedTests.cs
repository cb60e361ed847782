using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Connections;
using Microsoft.AspNetCore.Http;
using MimeKit;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>What the product could not carry out waits again for a person who noted having done it, once a later reading still shows it.</summary>
public sealed class HandWorkNotedTests : IAsyncLifetime
{
    private readonly TestPost post = new();
    private TestDatabase database = null!;
    private ConnectedWorld world = null!;
    private long heap;
    private long removal;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(mailing: MailWorld.MailingOver(post));
        world = await ConnectedWorld.CreateAsync(database);
        heap = await world.ConnectHeapAsync();
        await world.ReadAsync(heap);
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
        await world.Revoked.RevokeAsync("Vera");
        await world.Revoked.SignOffAsync("Vera");
        await world.CarryOutAsync(TimeSpan.FromHours(1));
        removal = (await world.OnlyAsync()).Id;
        await GiveAsync("Noa");
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await database.DisposeAsync();
        await post.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_was_told_and_noted_it_is_told_again_once_for_each_note_that_a_later_reading_contradicts()
    {
        Assert.Equal(["noa"], (await TickAsync()).To());
        await NoteAsync("Noa");
        await world.ReadAsync(heap); // Of the day of the note: it says nothing against it.
        Assert.Empty(await TickAsync());

        Assert.Contains("1 removal was carried out or noted as done, and a later reading still shows it.", Assert.Single(await ReadAfterTwoDaysAsync()).Words(), StringComparison.Ordinal);
        Assert.Empty(await ReadAfterTwoDaysAsync());
        await NoteAsync("Noa");
        Assert.Equal(["noa"], (await ReadAfterTwoDaysAsync()).To());
    }

    [Fact]
    public async Task Whom_it_is_given_to_after_that_is_told()
    {
        await NoteAsync("Noa");
        Assert.Equal(["noa"], (await ReadAfterTwoDaysAsync()).To());
        await GiveAsync("Mia");
        Assert.Equal(["mia"], (await TickAsync()).To());
    }

    private async Task<List<MimeMessage>> ReadAfterTwoDaysAsync()
    {
        database.Time.Advance(TimeSpan.FromDays(2));
        await world.ReadAsync(heap);
        return await TickAsync();
    }

    private async Task GiveAsync(string to) =>
        (await database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal, world.World[to], CancellationToken.None)).Require();

    private async Task NoteAsync(string by)
    {
        var today = DateOnly.FromDateTime(database.Time.GetUtcNow().UtcDateTime);
        (await database.Get<NoteDone>().RunAsync(Guid.NewGuid(), world.World.As(by), new HandWork([removal], world.World[by], today, ""), CancellationToken.None)).Require();
    }

    private async Task<List<MimeMessage>> TickAsync()
    {
        var before = post.Letters.Count;
        await database.Get<PlanNotifications>().RunAsync(CancellationToken.None);
        await database.Get<SendMails>().RunAsync(CancellationToken.None);
        return [.. post.Letters.Skip(before).Where(l => l.Subject == "Access review: removals need a person")];
    }
}
