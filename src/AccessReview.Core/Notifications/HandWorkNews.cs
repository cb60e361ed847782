using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Of which campaigns there may be something new to tell about removals that wait for a person. What waits for long, and was told, is counted by an index each
/// minute and not read: nothing is new of it unless an event touched it since, there are more, it waits for somebody else, or its time has run out.</summary>
internal static class HandWorkNews
{
    /// <summary>Those campaigns. That there is nothing to tell all the same, <see cref="DueHandWork"/> finds by the removals.</summary>
    internal static async Task<List<long>> CampaignsAsync(ReviewDb db, IReadOnlySet<(long Recipient, MailFamily Family)> waiting, DateTime now, CancellationToken cancel)
    {
        List<InLine> all = [.. await AlikeAsync(db, null, cancel), .. await DueHandWork.HeldAsync(db, null, cancel)];
        List<InLine> over = all.Exists(one => IsOver(one, now)) ? await AlikeAsync(db, await Moment.OfAsync(db, now, cancel), cancel) : [];
        var late = (await LateRemovals.ReadAsync(db, null, now, cancel)).ToLookup(l => l.CampaignId);
        if (all.Count == 0 && late.Count == 0)
        {
            return [];
        }

        var lines = (await InLine.WaitForAsync(db, all, now, cancel)).ToLookup(w => w.One.CampaignId);
        var lateByHand = over.Count == 0 ? [] : await InLine.WaitForAsync(db, over, now, cancel);
        var ids = lines.Select(l => l.Key).Union(late.Select(l => l.Key)).ToList();
        var campaigns = await db.Campaigns.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.Id)).ToListAsync(cancel);
        var told = (await db.Notifications.AsNoTracking().Where(n => EF.Parameter(ids).Contains(n.CampaignId) && (DueHandWork.Kinds.Contains(n.Kind) || n.Kind == NotificationKind.RemovalsLate)).ToListAsync(cancel))
            .ToLookup(n => (n.CampaignId, n.RecipientId, Late: n.Kind == NotificationKind.RemovalsLate));
        var found = new List<long>();
        foreach (var campaign in campaigns)
        {
            List<(DateTime At, int Count, long? Person)> mine =
                [.. lateByHand.Where(w => w.One.CampaignId == campaign.Id).Select(w => (w.One.DueEnd, w.One.Count, (long?)w.Person)), .. late[campaign.Id].Select(l => (l.At, l.Count, (long?)null))];
            if (lines[campaign.Id].GroupBy(w => w.Person, w => w.One).Any(w => !waiting.Contains((w.Key, MailFamily.OwnHandWork)) && MayBe([.. told[(campaign.Id, w.Key, false)]], [.. w], campaign.DayOf(now), now))
                || await MayBeLateAsync(db, campaign, mine, owner => waiting.Contains((owner, MailFamily.OwnRemovals)), owner => told[(campaign.Id, owner, true)], now, cancel))
            {
                found.Add(campaign.Id);
            }
        }

        return found;
    }

    // What DueHandWork calls news, by what is known without the removals.
    private static bool MayBe(List<Notification> told, List<InLine> mine, DateOnly today, DateTime now) =>
        told.MaxBy(n => n.At) is not { } last || (told.TrueForAll(n => n.Slot != today)
            && (mine.Sum(one => one.Count) > last.Items || mine.Exists(one => one.Seq > last.EventSeq || one.NotBefore > last.At || (IsOver(one, now) && one.DueEnd > last.At))));

    // Whoever answers for the campaign is told what is late and waits for somebody else, or for nobody.
    private static async Task<bool> MayBeLateAsync(
        ReviewDb db, Campaign campaign, List<(DateTime At, int Count, long? Person)> late, Func<long, bool> waits, Func<long, IEnumerable<Notification>> told, DateTime now, CancellationToken cancel) =>
        late.Count > 0 && (await CampaignOwners.OfAsync(db, campaign.OwnerId, cancel)).Any(owner => !waits(owner)
            && LateRemovals.IsNews(told(owner), [.. late.Where(l => l.Person != owner).Select(l => (l.At, l.Count))], campaign.DayOf(now)));

    private static bool IsOver(InLine one, DateTime now) => one.ByHand && one.DueEnd <= now;

    // By application, as the index has them: open ones alone are looked at. Of those by hand only what is late, where a moment is given.
    private static async Task<List<InLine>> AlikeAsync(ReviewDb db, Moment? lateAt, CancellationToken cancel)
    {
        var applications = await db.Applications.Select(a => new { a.Id, a.OwnerId }).ToDictionaryAsync(a => a.Id, a => a.OwnerId, cancel);
        var ids = applications.Keys.ToList();
        var open = DueHandWork.GivenUp(db.Removals.AsNoTracking().Where(r => EF.Parameter(ids).Contains(r.ApplicationId)), db);
        var alike = await (lateAt is null ? open : open.Where(r => r.NotBefore == null).LateAt(db, lateAt))
            .GroupBy(r => new { r.CampaignId, r.ApplicationId, r.PersonId, r.DueAt, r.DueDate })
            .Select(g => new { g.Key, Count = g.Count(), ByHand = g.Count(r => r.NotBefore == null), Seq = g.Max(r => r.EventSeq), NotBefore = g.Max(r => r.NotBefore) }).ToListAsync(cancel);
        var campaigns = alike.Select(g => g.Key.CampaignId).Distinct().ToList();
        var owners = await db.Campaigns.Where(c => EF.Parameter(campaigns).Contains(c.Id)).Select(c => new { c.Id, c.OwnerId, c.TimeZone }).ToDictionaryAsync(c => c.Id, cancel);
        return
        [
            .. alike.Select(g => new InLine
            {
                CampaignId = g.Key.CampaignId, PersonId = g.Key.PersonId, OwnerId = applications[g.Key.ApplicationId], CampaignOwnerId = owners[g.Key.CampaignId].OwnerId,
                TimeZone = owners[g.Key.CampaignId].TimeZone, DueAt = g.Key.DueAt, DueDate = g.Key.DueDate, Count = g.Count, ByHand = g.ByHand > 0, Seq = g.Seq, NotBefore = g.NotBefore,
            }),
        ];
    }
}
