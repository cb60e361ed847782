using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>What those who asked for a waiver and approved it are to be told of: that its last day comes nearer, and that it is over. The days
/// are those of the policy's time zone, in which a waiver ends.</summary>
internal static class DueWaivers
{
    /// <summary>Days before the last day on which they are told.</summary>
    internal static readonly IReadOnlyList<int> DaysBefore = [7, 1];

    /// <summary>What was over longer ago, before mail was set up, is told no more; the pages say it.</summary>
    private const int OverSince = 7;

    /// <summary>A waiver that was approved, and how its removal stands.</summary>
    /// <param name="CampaignId">The campaign of its removal.</param>
    /// <param name="AskedById">Who asked for it.</param>
    /// <param name="ApprovedById">Who approved it.</param>
    /// <param name="ApprovedAt">When.</param>
    /// <param name="Until">Its last day.</param>
    /// <param name="Runs">The access stays by it; false: its removal is open again.</param>
    internal sealed record Approved(long CampaignId, long AskedById, long ApprovedById, DateTime ApprovedAt, DateOnly Until, bool Runs);

    /// <summary>Reads what is due.</summary>
    internal static async Task<List<Planned>> ReadAsync(ReviewDb db, IReadOnlySet<(long Recipient, MailFamily Family)> waiting, DateTime now, CancellationToken cancel)
    {
        var waivers = await ApprovedAsync(db, null, cancel);
        if (waivers.Count == 0)
        {
            return [];
        }

        var policy = (await CurrentPolicy.ReadAsync(db, cancel)).Policy;
        var due = waivers.Select(w => (Waiver: w, Slot: w.Runs ? Ending(w, policy, now) : Ended(w, policy, now))).Where(w => w.Slot is not null)
            .SelectMany(w => new[] { w.Waiver.AskedById, w.Waiver.ApprovedById }.Distinct().Select(p => (w.Waiver.CampaignId, RecipientId: p, Kind: w.Waiver.Runs ? NotificationKind.WaiverEnding : NotificationKind.WaiverEnded, Slot: w.Slot!.Value)))
            .Where(w => !waiting.Contains((w.RecipientId, MailFamily.OwnWaivers))).GroupBy(w => (w.CampaignId, w.RecipientId, w.Kind)).ToList();
        var ids = due.Select(d => d.Key.CampaignId).Distinct().ToList();
        var campaigns = await db.Campaigns.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        var told = (await db.Notifications.AsNoTracking().Where(n => ids.Contains(n.CampaignId) && (n.Kind == NotificationKind.WaiverEnding || n.Kind == NotificationKind.WaiverEnded)).ToListAsync(cancel))
            .Select(n => (n.CampaignId, n.RecipientId, n.Kind, n.Slot)).ToHashSet();

        // Only the newest moment counts: whoever was away for days catches up with one mail.
        return
        [
            .. due.Select(d => new Planned(campaigns[d.Key.CampaignId], d.Key.RecipientId, d.Key.Kind, d.Max(w => w.Slot), d.Count()))
                .Where(p => !told.Contains((p.Campaign.Id, p.RecipientId, p.Kind, p.Slot))).OrderBy(p => p.Campaign.Number).ThenBy(p => p.Kind),
        ];
    }

    /// <summary>Waivers that are in force, or over with their removal open again; of one person where one is named.</summary>
    internal static Task<List<Approved>> ApprovedAsync(ReviewDb db, long? personId, CancellationToken cancel) => (
        from removal in db.Removals.AsNoTracking()
        where removal.State == RemovalState.Waived || RemovalRules.OpenStates.Contains(removal.State)
        join waiver in db.RemovalWaivers on removal.WaiverId equals (long?)waiver.Id
        join answer in db.WaiverAnswers on waiver.Id equals answer.WaiverId
        where answer.Approved && (personId == null || waiver.AskedById == personId || answer.ById == personId)
        select new Approved(removal.CampaignId, waiver.AskedById, answer.ById, answer.At, waiver.Until, removal.State == RemovalState.Waived)).ToListAsync(cancel);

    // A day before the approval, or its very hour, was never a moment to remind.
    private static DateOnly? Ending(Approved waiver, Policy policy, DateTime now)
    {
        var today = ReminderSlots.Today(policy.Zone, policy, now);
        return DaysBefore.Select(days => waiver.Until.AddDays(-days)).Where(day => day <= today && ReminderSlots.At(day, policy.Zone, policy) > waiver.ApprovedAt)
            .Select(day => (DateOnly?)day).Max();
    }

    private static DateOnly? Ended(Approved waiver, Policy policy, DateTime now)
    {
        var (today, day) = (ReminderSlots.Today(policy.Zone, policy, now), waiver.Until.AddDays(1));
        return day <= today && day >= today.AddDays(-OverSince) ? day : null;
    }
}
