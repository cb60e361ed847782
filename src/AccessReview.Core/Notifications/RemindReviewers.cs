using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>What came of reminding by hand.</summary>
/// <param name="Mails">Mails on their way.</param>
/// <param name="ToldToday">Reviewers left alone, because they were written to within a day or a mail to them waits.</param>
/// <param name="Unreached">Reviewers whom no mail reaches.</param>
public sealed record Reminded(int Mails, int ToldToday, int Unreached);

/// <summary>Reminds reviewers of an open campaign by hand: those with something left, and each at most once a day.</summary>
public sealed class RemindReviewers(Databases databases, Change change, Mailing mailing, MailBell bell)
{
    private static readonly TimeSpan Apart = TimeSpan.FromDays(1);

    /// <summary>Reminds them.</summary>
    /// <param name="commandId">Made in the browser.</param>
    /// <param name="actor">A campaign owner.</param>
    /// <param name="number">The campaign.</param>
    /// <param name="reviewers">Whom; null: everybody with something left.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public async Task<Outcome<Reminded>> RunAsync(Guid commandId, Actor actor, int number, IReadOnlyList<long>? reviewers, CancellationToken cancel)
    {
        var reminded = await change.RunAsync<Reminded>(commandId, actor, nameof(RemindReviewers), async (scope, token) =>
        {
            var found = await CampaignDoor.ToChangeAsync(scope, number, token);
            return found.IsOk ? await RemindAsync(scope, found.Value, reviewers, token) : found.Problem;
        }, cancel);
        bell.Ring();
        return reminded;
    }

    private async Task<Outcome<Reminded>> RemindAsync(ChangeScope scope, Campaign campaign, IReadOnlyList<long>? reviewers, CancellationToken cancel)
    {
        if (campaign.State != CampaignState.Active)
        {
            return new Problem("campaign.not-active", "The campaign is not open, so nobody is reminded of it.");
        }

        if (MailSwitch.WhyOff(mailing, databases) is { } off)
        {
            return off;
        }

        var left = (await OpenWork.ReadAsync(scope.Db, cancel)).Where(l => l.CampaignId == campaign.Id && (reviewers is null || reviewers.Contains(l.ReviewerId))).ToList();
        var (since, day) = (scope.At - Apart, campaign.DayOf(scope.At));

        // A mail that reached nobody told nothing, nor did one that was needed no more before it went; but reminded by hand they are once a day, whatever became of it.
        var said = await scope.Db.Notifications.Where(n =>
                (n.CampaignId == campaign.Id && n.At > since && !scope.Db.MailOutcomes.Any(o => o.MailId == n.MailId && (o.Result == MailResult.NotNeeded || Unreached.Nobody.Contains(o.Result))))
                || (n.CampaignId == campaign.Id && n.Kind == NotificationKind.OwnersReminder && n.Slot == day)
                || !scope.Db.MailOutcomes.Any(o => o.MailId == n.MailId))
            .Select(n => new { n.RecipientId, n.Kind }).ToListAsync(cancel);
        var told = said.Where(n => Planned.FamilyOf(n.Kind) == MailFamily.OwnWork).Select(n => n.RecipientId).ToHashSet();
        List<Planned> due = [.. left.Where(l => !told.Contains(l.ReviewerId)).Select(l => new Planned(campaign, l.ReviewerId, NotificationKind.OwnersReminder, day, l.Undecided))];
        if (due.Count == 0)
        {
            return left.Count == 0
                ? new Problem("remind.nothing-left", "Nobody among them has anything left.")
                : new Problem("remind.told", "They were written to, or a reminder was tried, within the last day. Once a day is enough.");
        }

        var put = await NotificationRows.AddAsync(scope, due, scope.Actor.PersonId, cancel);
        scope.Record(new RemindersAsked(campaign.Id, put.Mails, put.Unreached) { Rows = put.Rows });
        return new Reminded(put.Mails - put.Unreached, left.Count - due.Count, put.Unreached);
    }
}

/// <summary>Somebody reminded reviewers by hand. It belongs to no campaign's own events: what is written to people is read beside them.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Mails">Mails.</param>
/// <param name="Unreached">Of those, mails without somebody they could go to.</param>
public sealed record RemindersAsked(long Campaign, int Mails, int Unreached) : EventBody;
