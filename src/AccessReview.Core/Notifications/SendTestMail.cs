using AccessReview.Connectors.Mail;
using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Notifications;

/// <summary>Sends what the preview shows to the administrator who asks, and to nobody else, and says what the mail server answered.</summary>
public sealed class SendTestMail(Databases databases, Change change, Mailing mailing, TimeProvider time)
{
    /// <summary>Sends it; answers with the address it went to.</summary>
    public async Task<Outcome<string>> RunAsync(Guid commandId, Actor actor, NotificationKind kind, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await Sight.RefusalAsync(db, actor, Sight.Settings, "Only an administrator sends a test mail.", cancel) is { } denied)
        {
            return await change.RefuseAsync(actor, nameof(SendTestMail), denied, cancel);
        }

        if (MailSwitch.WhyOff(mailing, databases) is { } off)
        {
            return off;
        }

        if (actor.PersonId is not { } person || await CurrentPeople.FindAsync(db, person, cancel) is not { WorkEmail.Length: > 0 } me)
        {
            return new Problem("mail.no-address", "The staff list has no address for you, so a test mail would reach nobody.");
        }

        var facts = await MailExample.ReadAsync(db, actor, kind, mailing, time.Now(), cancel);
        var letter = WriteLetter.Of(mailing, MailText.Of(facts), $"test.{commandId:N}@{WriteLetter.Domain(mailing)}", me.WorkEmail, facts, time.GetUtcNow());
        await using var line = mailing.OpenLine!();
        var answer = await line.SendAsync(letter, cancel);
        var recorded = await change.RunAsync<Done>(commandId, actor, nameof(SendTestMail), (scope, _) =>
        {
            scope.Record(new TestMailSent(kind, answer.Fate, answer.Code));
            return Task.FromResult<Outcome<Done>>(Done.Yes);
        }, cancel);
        return recorded.IsOk ? Said(answer, me.WorkEmail) : recorded.Problem;
    }

    private static Outcome<string> Said(MailAnswer answer, string address) => answer.Fate switch
    {
        MailFate.Taken => address,
        MailFate.Refused => new Problem("mail.refused", answer.Code is { } code ? $"The mail server refused it (answer {code})." : "The staff list's address for you is none that mail can be sent to."),
        MailFate.NotNow or MailFate.NoServer => new Problem("mail.not-sent", MailStatus.Words(MailStatus.Write(answer))),
        _ => throw new InvalidOperationException($"Unknown fate {answer.Fate}."),
    };
}

/// <summary>An administrator sent a test mail to themselves.</summary>
/// <param name="Kind">Which kind of mail.</param>
/// <param name="Fate">What came of it.</param>
/// <param name="Answer">The number of the mail server's answer.</param>
public sealed record TestMailSent(NotificationKind Kind, MailFate Fate, int? Answer) : EventBody;
