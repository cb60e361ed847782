using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Reads what a mail says of the removals of one campaign: numbers and days, never whose access it is.</summary>
internal static class ReadRemovals
{
    /// <summary>Of the reasons about one campaign, which are of one family; null when none of them holds any more.</summary>
    /// <param name="db">The database.</param>
    /// <param name="reasons">Them.</param>
    /// <param name="facts">What is said of the campaign in any case.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancel">Stops.</param>
    internal static async Task<MailCampaign?> RunAsync(ReviewDb db, IReadOnlyList<Notification> reasons, MailCampaign facts, DateTime now, CancellationToken cancel)
    {
        var (campaign, recipient) = (reasons[0].CampaignId, reasons[0].RecipientId);
        switch (Planned.FamilyOf(reasons[0].Kind))
        {
            case MailFamily.OwnHandWork:
                var stuck = (await DueHandWork.AllAsync(db, now, cancel, campaign)).FindAll(s => s.RecipientId == recipient);
                return stuck.Count == 0 ? null : facts with
                {
                    HandWork = new MailHandWork(
                        stuck.Count(s => s is { Held: false, StillThereAt: null, TriedAt: not null }), stuck.Count(s => s is { Held: false, ByHand: false, StillThereAt: null, TriedAt: null }),
                        stuck.Count(s => s.StillThereAt is not null), stuck.Count(s => s.Held))
                    {
                        OfProduct = stuck.Exists(s => !s.ByHand), ByHand = stuck.Count(s => s is { ByHand: true, StillThereAt: null, TriedAt: null }), Late = stuck.Count(s => s.LateAt is not null),
                    },
                };
            case MailFamily.OwnWaivers:
                var waivers = await WaiversAsync(db, reasons, now, cancel);
                var answers = reasons.FirstOrDefault(r => r.Kind == NotificationKind.WaiverAnswered) is { } answered ? await DueWaiverAnswers.FactsAsync(db, answered, cancel) : null;
                return waivers.Count == 0 && answers is null ? null : facts with { Waivers = waivers, Answers = answers };
            default:
                // What has gone again meanwhile is told no more.
                var kinds = reasons.Select(r => r.Kind).ToHashSet();
                var back = kinds.Contains(NotificationKind.AccessReturned) ? await db.Removals.CountAsync(r => r.CampaignId == campaign && r.State == RemovalState.Reappeared, cancel) : 0;
                var isLate = kinds.Contains(NotificationKind.RemovalsLate);
                var byHand = isLate ? DueHandWork.LateFor(await DueHandWork.AllAsync(db, now, cancel, campaign), campaign, recipient).Count() : 0;
                var others = isLate ? await LateRemovals.ReadAsync(db, campaign, now, cancel) : [];
                var late = new MailLate(byHand, others.Where(l => !l.IsTask).Sum(l => l.Count), others.Where(l => l.IsTask).Sum(l => l.Count));
                return back == 0 && late == MailLate.Nothing ? null : facts with { Items = back, LateRemovals = late };
        }
    }

    // One that is over by now is told of as that, and by a reason of its own.
    private static async Task<List<MailWaivers>> WaiversAsync(ReviewDb db, IReadOnlyList<Notification> reasons, DateTime now, CancellationToken cancel)
    {
        var today = (await Moment.OfAsync(db, now, cancel)).Day;
        var kinds = reasons.Select(r => r.Kind).ToHashSet();
        var mine = (await DueWaivers.ApprovedAsync(db, reasons[0].RecipientId, cancel)).Where(w => w.CampaignId == reasons[0].CampaignId);
        return
        [
            .. mine.Where(w => w.Runs ? kinds.Contains(NotificationKind.WaiverEnding) && w.Until >= today && w.Until <= today.AddDays(DueWaivers.DaysBefore.Max())
                    : kinds.Contains(NotificationKind.WaiverEnded) && w.Until < today)
                .GroupBy(w => (w.Until, w.Runs)).OrderBy(g => g.Key.Until).Select(g => new MailWaivers(g.Count(), g.Key.Until, Over: !g.Key.Runs)),
        ];
    }
}
