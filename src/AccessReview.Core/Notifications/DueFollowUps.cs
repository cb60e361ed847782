using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Who was named at a close to follow something up: told then, and once more when the day for it is over; whoever answers for the campaign is
/// told then too, and where the one named has left.</summary>
internal static class DueFollowUps
{
    private static readonly NotificationKind[] Kinds = [NotificationKind.FollowUpsWait, NotificationKind.FollowUpsLate];

    /// <summary>Something stated at a close that nobody has followed up.</summary>
    private sealed record Open(Campaign Campaign, long PersonId, DateOnly By, bool HasLeft)
    {
        /// <summary>The day on which whoever is named is to be told the last time.</summary>
        public DateOnly ToldOn(DateOnly today) => IsLate(today) ? By.AddDays(1) : ClosedOn;

        /// <summary>The same of whoever answers for the campaign; null: they are not to be told.</summary>
        public DateOnly? OwnersToldOn(DateOnly today) => IsLate(today) ? By.AddDays(1) : HasLeft ? ClosedOn : null;

        public bool IsLate(DateOnly today) => By < today;

        private DateOnly ClosedOn => Campaign.DayOf(Campaign.EndedAt!.Value);
    }

    /// <summary>Reads what is due.</summary>
    internal static async Task<List<Planned>> ReadAsync(ReviewDb db, IReadOnlySet<(long Recipient, MailFamily Family)> waiting, DateTime now, CancellationToken cancel)
    {
        var open = await OpenAsync(db, null, now, cancel);
        if (open.Count == 0)
        {
            return [];
        }

        var policy = (await CurrentPolicy.ReadAsync(db, cancel)).Policy;
        var today = ReminderSlots.Today(policy.Zone, policy, now);
        var due = open.ConvertAll(o => (o.Campaign, Recipient: o.PersonId, Kind: NotificationKind.FollowUpsWait, Slot: o.ToldOn(today)));
        foreach (var one in open)
        {
            if (one.OwnersToldOn(today) is { } slot)
            {
                due.AddRange((await CampaignOwners.OfAsync(db, one.Campaign.OwnerId, cancel)).Where(owner => owner != one.PersonId).Select(owner => (one.Campaign, owner, NotificationKind.FollowUpsLate, slot)));
            }
        }

        var told = (await db.Notifications.AsNoTracking().Where(n => Kinds.Contains(n.Kind)).ToListAsync(cancel)).ToLookup(n => (n.CampaignId, n.RecipientId, n.Kind));

        // Only the newest moment counts: after days of standing still everybody gets one mail. More than were told of last are news of today.
        return
        [
            .. from one in due
               group one by (CampaignId: one.Campaign.Id, one.Recipient, one.Kind) into all
               let before = told[all.Key].ToList()
               let slot = all.Max(d => d.Slot)
               let isNew = before.TrueForAll(n => n.Slot < slot)
               where !waiting.Contains((all.Key.Recipient, Planned.FamilyOf(all.Key.Kind))) && (isNew || (all.Count() > before.MaxBy(n => n.At)!.Items && before.TrueForAll(n => n.Slot != today)))
               orderby all.First().Campaign.Number, all.Key.Recipient
               select new Planned(all.First().Campaign, all.Key.Recipient, all.Key.Kind, isNew ? slot : today, all.Count()),
        ];
    }

    /// <summary>What a mail says of it: numbers and days. Null when none of the reasons holds any more.</summary>
    internal static async Task<MailCampaign?> FactsAsync(ReviewDb db, IReadOnlyList<Notification> reasons, MailCampaign facts, DateTime now, CancellationToken cancel)
    {
        var (open, today, recipient) = (await OpenAsync(db, reasons[0].CampaignId, now, cancel), await CurrentPolicy.DayAsync(db, now, cancel), reasons[0].RecipientId);
        var own = open.FindAll(o => o.PersonId == recipient);
        var others = reasons.Any(r => r.Kind == NotificationKind.FollowUpsLate) ? open.Count(o => o.PersonId != recipient && o.OwnersToldOn(today) is not null) : 0;
        return own.Count + others == 0 ? null : facts with { FollowUps = new MailFollowUps(own.Count, own.Select(o => o.By).DefaultIfEmpty().Min(), own.Count(o => o.IsLate(today)), others) };
    }

    private static async Task<List<Open>> OpenAsync(ReviewDb db, long? campaignId, DateTime now, CancellationToken cancel)
    {
        var here = CurrentPeople.Here(db, await CurrentPolicy.DayAsync(db, now, cancel));
        var open = await (
            from e in MyFollowUps.Waiting(db).AsNoTracking()
            where e.CampaignId == campaignId || campaignId == null
            join campaign in db.Campaigns.AsNoTracking() on e.CampaignId equals campaign.Id
            where campaign.EndedAt != null
            orderby e.Id
            select new { campaign, e.PersonId, e.FollowUp, HasLeft = !here.Any(p => p.PersonId == e.PersonId) }).ToListAsync(cancel);
        return open.ConvertAll(o => new Open(o.campaign, o.PersonId, o.FollowUp, o.HasLeft));
    }
}
