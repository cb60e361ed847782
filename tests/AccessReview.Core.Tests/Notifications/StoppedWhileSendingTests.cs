using AccessReview.Connectors.Mail;
using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>The product is told to stop while it sends: what the server has said is on record, and what it has not been given goes as soon as the product runs again.</summary>
public sealed class StoppedWhileSendingTests
{
    [Fact]
    public async Task A_letter_that_the_server_took_is_on_record_and_does_not_go_again()
    {
        await using var world = await PlannedAsync();
        using var stop = new CancellationTokenSource();
        var names = new List<string>();
        var stopped = new Line(async letter =>
        {
            names.Add(letter.MessageId);
            await stop.CancelAsync();
            return new MailAnswer(MailFate.Taken, 250);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sending(world, stopped).RunAsync(stop.Token));
        await using var db = world.Database.Look();
        Assert.Equal((MailResult.Sent, 250), await db.MailOutcomes.Select(o => new ValueTuple<MailResult, int?>(o.Result, o.Answer)).SingleAsync());

        Assert.Equal(1, await Sending(world, Takes(names)).RunAsync(default));
        Assert.Equal((2, 2), (names.Count, names.Distinct().Count()));
    }

    [Fact]
    public async Task A_letter_that_was_not_handed_over_goes_with_the_next_start_and_not_when_its_lease_is_over()
    {
        await using var world = await PlannedAsync();
        using var stop = new CancellationTokenSource();
        var stopped = new Line(async _ =>
        {
            await stop.CancelAsync();
            throw new OperationCanceledException(stop.Token);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sending(world, stopped).RunAsync(stop.Token));

        Assert.Equal(2, await Sending(world, Takes([])).RunAsync(default));
        await using var db = world.Database.Look();
        Assert.All(await db.MailOutcomes.ToListAsync(), o => Assert.Equal(MailResult.Sent, o.Result));
    }

    // Mia and Owen are to be invited.
    private static async Task<MailWorld> PlannedAsync()
    {
        var world = await MailWorld.LaunchedAsync();
        await world.Database.Get<PlanNotifications>().RunAsync(default);
        return world;
    }

    private static SendMails Sending(MailWorld world, Line line)
    {
        var (database, over) = (world.Database, MailWorld.MailingOver(world.Post));
        var mailing = new Mailing { OpenLine = () => line, Server = over.Server, From = over.From, Links = over.Links };
        return new SendMails(database.Databases, database.Get<OperationalWrites>(), database.Change, mailing, database.Time);
    }

    private static Line Takes(List<string> names) => new(letter =>
    {
        names.Add(letter.MessageId);
        return Task.FromResult(new MailAnswer(MailFate.Taken, 250));
    });

    private sealed class Line(Func<Letter, Task<MailAnswer>> send) : IMailLine
    {
        public Task<MailAnswer> SendAsync(Letter letter, CancellationToken cancel) => send(letter);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
