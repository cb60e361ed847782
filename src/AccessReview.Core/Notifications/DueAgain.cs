using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>What was to be told and reached nobody: no mail server took it for days, there was no address, or the one there was is refused. It is told
/// as soon as its recipient can be reached, at most once a day; whether it still holds is read when the mail goes.</summary>
internal static class DueAgain
{
    /// <summary>What has reached nobody for longer is told no more; the pages say it.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Reads what is due.</summary>
    /// <param name="db">The database.</param>
    /// <param name="left">Who has something left: nobody else is invited or reminded again.</param>
    /// <param name="waiting">Mails that wait to be sent.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancel">Stops.</param>
    internal static async Task<List<Planned>> ReadAsync(
        ReviewDb db, IReadOnlyList<WorkLeft> left, IReadOnlySet<(long Recipient, MailFamily Family)> waiting, DateTime now, CancellationToken cancel)
    {
        var since = now - Longest;
        var rows = await (
            from why in db.Notifications.AsNoTracking()
            where db.Notifications.Any(n => n.CampaignId == why.CampaignId && n.RecipientId == why.RecipientId && n.At >= since
                && db.MailOutcomes.Any(o => o.MailId == n.MailId && Unreached.Nobody.Contains(o.Result)))
            join campaign in db.Campaigns.AsNoTracking() on why.CampaignId equals campaign.Id
            select new
            {
                why,
                campaign,
                IsLost = db.MailOutcomes.Any(o => o.MailId == why.MailId && Unreached.Nobody.Contains(o.Result)),
                Refused = db.MailOutcomes.Any(o => o.MailId == why.MailId && o.Result == MailResult.Refused) ? db.PrivateTexts.Where(t => t.Id == why.AddressId).Select(t => t.Text).FirstOrDefault() : null,
            }).ToListAsync(cancel);
        var undecided = left.ToDictionary(l => (l.CampaignId, l.ReviewerId), l => l.Undecided);
        var found = new List<(Planned Due, string? Refused)>();
        foreach (var told in rows.GroupBy(r => (r.why.CampaignId, r.why.RecipientId, Family: Planned.FamilyOf(r.why.Kind), Matter: MatterOf(r.why.Kind), r.why.SignOffId)).OrderBy(g => g.Key))
        {
            // Whoever was told since knows it by that.
            var lost = told.OrderByDescending(r => r.why.Id).TakeWhile(r => r.IsLost).ToList();
            if (lost.Count == 0 || lost[^1].why.At < since || waiting.Contains((told.Key.RecipientId, told.Key.Family)))
            {
                continue;
            }

            var (last, campaign) = (lost[0].why, lost[0].campaign);
            var (kind, day) = (KindOf(last.Kind, everTold: lost.Count < told.Count()), campaign.DayOf(now));
            int? items = told.Key.Family != MailFamily.OwnWork ? last.Items : undecided.TryGetValue((campaign.Id, last.RecipientId), out var own) ? own : null;
            if (items is { } count && !told.Any(r => r.why.Kind == kind && r.why.Slot == day))
            {
                found.Add((new Planned(campaign, last.RecipientId, kind, day, count) { SignOffId = last.SignOffId }, lost[0].Refused));
            }
        }

        return found.Count == 0 ? [] : await ReachedNowAsync(db, found, now, cancel);
    }

    // The kinds of most mails are stages of one matter, of which the last says it all; of these families each kind is one of its own.
    private static int MatterOf(NotificationKind kind) => Planned.FamilyOf(kind) is MailFamily.WorkOfOthers or MailFamily.OwnWaivers or MailFamily.OwnRemovals or MailFamily.OwnFollowUps or MailFamily.OwnWord ? (int)kind : 0;

    // Whoever was never told is invited; what the owner asked for by hand is not said in the owner's name a second time.
    private static NotificationKind KindOf(NotificationKind last, bool everTold) => last switch
    {
        NotificationKind.Reminder or NotificationKind.OwnersReminder when !everTold => NotificationKind.Invitation,
        NotificationKind.OwnersReminder => NotificationKind.Reminder,
        _ => last,
    };

    // An address that refuses mail refuses it again; another one may not.
    private static async Task<List<Planned>> ReachedNowAsync(ReviewDb db, List<(Planned Due, string? Refused)> found, DateTime now, CancellationToken cancel)
    {
        var recipients = found.Select(f => f.Due.RecipientId).ToHashSet();
        var people = (await CurrentPeople.Of(db).Where(r => recipients.Contains(r.PersonId)).ToListAsync(cancel)).GroupBy(r => r.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Id)!);
        var today = await CurrentPolicy.DayAsync(db, now, cancel);
        return [.. found.Where(f => people.GetValueOrDefault(f.Due.RecipientId) is { } person && Unreached.Of(person, today) is null && person.WorkEmail != f.Refused).Select(f => f.Due)];
    }
}
