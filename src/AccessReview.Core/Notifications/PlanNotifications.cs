using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Notifications;

/// <summary>What the clock does about reviewers: invites, reminds, escalates, and sends receipts. It looks at what lies in the database
/// and at the time, so that running it twice changes nothing, and after days of standing still everybody gets one mail.</summary>
public sealed class PlanNotifications(Databases databases, Change change, Mailing mailing, MailBell bell, TimeProvider time) : IFollowUp
{
    /// <inheritdoc/>
    public int Order => 40;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        if (MailSwitch.WhyOff(mailing, databases) is not null || !await IsAnythingDueAsync(cancel))
        {
            return;
        }

        var planned = await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(PlanNotifications), async (scope, token) =>
        {
            // By the clock, and not by the record, which may lie ahead of it: what is due is a question of the day that people have.
            var due = await DueNotifications.ReadAsync(scope.Db, time.Now(), token);
            if (due.Count > 0)
            {
                var put = await NotificationRows.AddAsync(scope, due, askedById: null, token);
                scope.Record(new NotificationsPlanned(put.Notifications, put.Mails, put.Unreached) { Rows = put.Rows });
            }

            return Done.Yes;
        }, cancel);
        planned.Require();
        bell.Ring();
    }

    // Looking takes no place in the queue of writers.
    private async Task<bool> IsAnythingDueAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return (await DueNotifications.ReadAsync(db, time.Now(), cancel)).Count > 0;
    }
}

/// <summary>The clock found somebody to write to. Its rows are the reasons, and the mails that can reach nobody.</summary>
/// <param name="Notifications">Reasons to write.</param>
/// <param name="Mails">Mails they go in.</param>
/// <param name="Unreached">Of those, mails without somebody they could go to.</param>
public sealed record NotificationsPlanned(int Notifications, int Mails, int Unreached) : EventBody;
