using AccessReview.Connectors.Mail;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Hands waiting mails to the mail server, one after the other. Each is leased, handed over, and put on record in this order:
/// a process that dies in between sends that one mail again, under the same Message-ID, and no other. One that is told to stop puts on record
/// what the server has said, and gives back what it has not handed over.</summary>
public sealed class SendMails(Databases databases, OperationalWrites writes, Change change, Mailing mailing, TimeProvider time)
{
    /// <summary>After so long the mail is out of date and is given up, once it was tried again after every pause: a machine that slept for days has tried nothing.</summary>
    public static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(3);

    /// <summary>How long a mail is held: longer than a mail server is waited for, so that nobody sends what is still on its way.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(4)];
    private readonly string owner = Guid.NewGuid().ToString("N");

    /// <summary>Sends what waits; returns when nothing does, or when the server cannot be used.</summary>
    /// <returns>How many mails the server took.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        if (mailing.OpenLine is not { } open || MailSwitch.WhyOff(mailing, databases) is not null)
        {
            return 0;
        }

        var sent = 0;
        await using var line = new Lazily(open);
        while (await TakeAsync(cancel) is { } work)
        {
            var answer = await SendAsync(line, work, cancel);
            sent += answer is { Fate: MailFate.Taken } ? 1 : 0;
            if (answer is { Fate: MailFate.NoServer })
            {
                break;
            }
        }

        return sent;
    }

    private async Task<MailAnswer?> SendAsync(Lazily line, Work work, CancellationToken cancel)
    {
        var mail = MailJob.MailId(work);
        var (unsent, answer) = await HandOverAsync(line, work, mail, cancel);
        if (answer is null)
        {
            await EndAsync(work, mail, unsent, null);
            return null;
        }

        switch (answer.Fate)
        {
            case MailFate.Taken:
                await EndAsync(work, mail, MailResult.Sent, answer.Code);
                break;
            case MailFate.Refused:
                await EndAsync(work, mail, MailResult.Refused, answer.Code);
                break;
            case MailFate.NotNow or MailFate.NoServer when time.Now() - work.AskedAt >= GivenUpAfter && work.Attempt > Pauses.Length:
                await EndAsync(work, mail, MailResult.GivenUp, answer.Code);
                break;
            case MailFate.NotNow or MailFate.NoServer:
                await PutBackAsync(work, answer);
                break;
            default:
                throw new InvalidOperationException($"Unknown fate {answer.Fate}.");
        }

        return answer;
    }

    // Whom a mail goes to is how things are when it goes, as is what it says: nobody who has left since, and no address that was corrected since. What was
    // to go to that one is planned anew.
    private async Task<MailResult?> LostAsync(long mail, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var planned = await (
            from why in db.Notifications
            where why.MailId == mail
            orderby why.Id
            select new { why.RecipientId, Address = db.PrivateTexts.Where(t => t.Id == why.AddressId).Select(t => t.Text).FirstOrDefault() }).FirstAsync(cancel);
        var person = await CurrentPeople.FindAsync(db, planned.RecipientId, cancel);
        return Unreached.Of(person, await CurrentPolicy.DayAsync(db, time.Now(), cancel))
            ?? (planned.Address is { } kept && kept != person!.WorkEmail ? MailResult.AddressChanged : null);
    }

    // Without an answer: how the mail ends that was not handed over. What was not handed over when the process is told to stop is free at once.
    private async Task<(MailResult Unsent, MailAnswer? Answer)> HandOverAsync(Lazily line, Work work, long mail, CancellationToken cancel)
    {
        try
        {
            var lost = await LostAsync(mail, cancel);
            return lost is null && await new WriteLetter(databases, mailing, time).RunAsync(mail, cancel) is { } letter
                ? (default, await line.Open().SendAsync(letter, cancel))
                : (lost ?? MailResult.NotNeeded, null);
        }
        catch (OperationCanceledException)
        {
            await PutBackAsync(work, mine => mine.NotBefore = null);
            throw;
        }
    }

    private async Task<Work?> TakeAsync(CancellationToken cancel)
    {
        await using (var db = databases.CreateDbContext())
        {
            if (!await Free(db, time.Now()).AnyAsync(cancel))
            {
                return null;
            }
        }

        return await WorkQueue.TakeAsync(writes, Free, owner, Lease, time, cancel);
    }

    private static IQueryable<Work> Free(ReviewDb db, DateTime now) => WorkQueue.Free(db, MailJob.Kind, now, Lease, Pauses[^1]);

    private Task<Done> PutBackAsync(Work work, MailAnswer answer) => PutBackAsync(work, mine =>
    {
        // A server that cannot be used may be mended any minute; one that asks to wait means it.
        var pause = answer.Fate == MailFate.NoServer ? Pauses[0] : Pauses[Math.Min(mine.Attempt, Pauses.Length) - 1];
        (mine.NotBefore, mine.Result) = (time.Now() + pause, MailStatus.Write(answer));
    });

    private Task<Done> PutBackAsync(Work work, Action<Work> until) => writes.RunAsync(async (db, token) =>
    {
        if (await WorkQueue.Held(db, work, owner).SingleOrDefaultAsync(token) is { } mine)
        {
            (mine.State, mine.LeaseUntil) = (WorkState.Waiting, null);
            until(mine);
        }

        return Done.Yes;
    }, CancellationToken.None);

    // What the server has said is put on record also when the process is told to stop meanwhile.
    private async Task EndAsync(Work work, long mail, MailResult result, int? code)
    {
        var ended = await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(SendMails), (scope, token) => MailEndings.AddAsync(scope, mail, result, work.Attempt, code, token), CancellationToken.None);
        ended.Require();
    }

    /// <summary>A line that is opened with the first letter.</summary>
    private sealed class Lazily(Func<IMailLine> open) : IAsyncDisposable
    {
        private IMailLine? line;

        public IMailLine Open() => line ??= open();

        public ValueTask DisposeAsync() => line?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
