using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Puts on record how a mail ended, and ends its job in the same transaction.</summary>
internal static class MailEndings
{
    internal static async Task<Outcome<Done>> AddAsync(ChangeScope scope, long mail, MailResult result, int attempts, int? answer, CancellationToken cancel)
    {
        if (await scope.Db.MailOutcomes.AnyAsync(o => o.MailId == mail, cancel))
        {
            // Another node was quicker.
            return Done.Yes;
        }

        var key = MailJob.Of(mail, scope.At).UniqueKey;
        var job = await scope.Db.Works.AsTracking().SingleAsync(w => w.Kind == MailJob.Kind && w.UniqueKey == key, cancel);
        (job.State, job.EndedAt, job.LeaseUntil, job.Result) = (WorkState.Done, scope.At, null, null);
        var outcome = scope.Add(new MailOutcome { MailId = mail, Result = result, Attempts = attempts, Answer = answer, At = scope.At });
        using var rows = new RowsHash();
        rows.Add(outcome.ToRowText().Hash());
        scope.Record(new MailEnded(mail, result, attempts, answer) { Rows = rows.ToCovered() });
        return Done.Yes;
    }
}

/// <summary>A mail ended: it was sent, refused, given up or not needed any more.</summary>
/// <param name="MailId">The mail.</param>
/// <param name="Result">How.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Answer">The number of the mail server's last answer.</param>
public sealed record MailEnded(long MailId, MailResult Result, int Attempts, int? Answer) : EventBody;
