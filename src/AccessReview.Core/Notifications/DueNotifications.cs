using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>What there is to write at a moment, by what lies in the database alone: asked twice it says the same, and after it was
/// planned it says nothing.</summary>
internal sealed class DueNotifications
{
    /// <summary>What is due so soon goes along with a mail that is written anyway.</summary>
    private static readonly TimeSpan Along = TimeSpan.FromHours(20);

    /// <summary>A signature older than this, given before mail was set up, gets no receipt any more.</summary>
    private static readonly TimeSpan Receipts = TimeSpan.FromDays(3);

    private readonly Dictionary<long, (Campaign Campaign, Policy Policy)> open;
    private readonly List<WorkLeft> left;
    private readonly HashSet<(long Campaign, long Recipient, NotificationKind Kind, DateOnly Slot)> planned;
    private readonly Dictionary<(long Campaign, long Recipient), DateTime> told;
    private readonly Dictionary<(long Campaign, long Recipient, MailFamily Family), long> toldUntil;
    private readonly Dictionary<(long Campaign, long Reviewer), long> given;
    private readonly HashSet<(long Recipient, MailFamily Family)> waiting;

    private DueNotifications(List<(Campaign, Policy)> open, List<WorkLeft> left, Dictionary<(long, long), long> given, List<Said> said, HashSet<(long, MailFamily)> waiting, DateTime now)
    {
        this.open = open.ToDictionary(o => o.Item1.Id);
        (this.left, this.given, this.waiting) = (left, given, waiting);
        planned = [.. said.Select(s => (s.Why.CampaignId, s.Why.RecipientId, s.Why.Kind, s.Why.Slot))];
        toldUntil = said.GroupBy(s => (s.Why.CampaignId, s.Why.RecipientId, Planned.FamilyOf(s.Why.Kind))).ToDictionary(g => g.Key, g => g.Max(s => s.Until));
        told = said.Select(s => s.Why).Where(n => this.open.ContainsKey(n.CampaignId) && Planned.FamilyOf(n.Kind) == MailFamily.OwnWork).Select(n => (n.CampaignId, n.RecipientId, At: ToldAt(n, now))).Where(n => n.At <= now)
            .GroupBy(n => (n.CampaignId, n.RecipientId)).ToDictionary(g => g.Key, g => g.Max(n => n.At));
    }

    /// <summary>Reads what is due.</summary>
    internal static async Task<List<Planned>> ReadAsync(ReviewDb db, DateTime now, CancellationToken cancel)
    {
        var campaigns = await db.Campaigns.AsNoTracking().Where(c => c.State == CampaignState.Active).ToListAsync(cancel);
        var policies = await db.PolicyVersions.AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Json, cancel);
        var said = await (
            from why in db.Notifications.AsNoTracking()
            where db.Campaigns.Any(c => c.Id == why.CampaignId && c.State == CampaignState.Active)
            from sent in db.MailOutcomes.Where(o => o.MailId == why.MailId && o.Result == MailResult.Sent).DefaultIfEmpty()
            select new Said(why, sent == null ? why.EventSeq : sent.EventSeq)).ToListAsync(cancel);
        var unsent = await db.Notifications.Where(n => !db.MailOutcomes.Any(o => o.MailId == n.MailId)).Select(n => new { n.RecipientId, n.Kind }).Distinct().ToListAsync(cancel);
        var due = new DueNotifications(
            [.. campaigns.Select(c => (c, CurrentPolicy.Parse(policies.GetValueOrDefault(c.PolicyVersionId ?? 0, "{}"))))],
            campaigns.Count == 0 ? [] : await OpenWork.ReadAsync(db, cancel),
            campaigns.Count == 0 ? [] : await NewWork.ReadAsync(db, cancel),
            said,
            [.. unsent.Select(w => (w.RecipientId, Planned.FamilyOf(w.Kind)))],
            now);
        List<Planned> all =
        [
            .. due.OwnWork(now), .. await due.OfOthersAsync(db, now, cancel), .. await ReceiptsAsync(db, now, cancel), .. await due.QuestionsAsync(db, now, cancel),
            .. await DueCycles.ReadAsync(db, due.waiting, now, cancel), .. await DueLeavers.ReadAsync(db, due.waiting, now, cancel),
            .. await DueReturns.ReadAsync(db, due.waiting, now, cancel), .. await DueHandWork.ReadAsync(db, due.waiting, now, cancel), .. await DueWaivers.ReadAsync(db, due.waiting, now, cancel),
            .. await DueFollowUps.ReadAsync(db, due.waiting, now, cancel), .. await DueApprovals.ReadAsync(db, due.open.Values, due.left, due.waiting, now, cancel),
        ];
        var already = all.Select(p => (p.Campaign.Id, p.RecipientId, p.Family, p.SignOffId)).ToHashSet();
        return [.. all, .. (await DueAgain.ReadAsync(db, due.left, due.waiting, now, cancel)).Where(p => !already.Contains((p.Campaign.Id, p.RecipientId, p.Family, p.SignOffId)))];
    }

    // Where the record lies ahead of the clock, which ran ahead for a while, what was told is of its day. Of a day still to come, it says nothing yet.
    private DateTime ToldAt(Notification one, DateTime now)
    {
        var (campaign, policy) = open[one.CampaignId];
        return one.At <= now ? one.At : ReminderSlots.At(one.Slot, TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone), policy);
    }

    /// <summary>Invitations, reminders and what is overdue: for each reviewer one mail over all their campaigns, and none while one waits.</summary>
    private IEnumerable<Planned> OwnWork(DateTime now)
    {
        foreach (var mine in left.Where(l => !waiting.Contains((l.ReviewerId, MailFamily.OwnWork))).GroupBy(l => l.ReviewerId))
        {
            var due = mine.Select(l => Of(l, now)).OfType<Planned>().ToList();
            var along = due.Count == 0 ? [] : mine.Where(l => due.TrueForAll(d => d.Campaign.Id != l.CampaignId)).Select(l => Of(l, now + Along)).OfType<Planned>()
                .Where(p => p.Kind != NotificationKind.Overdue || now > p.Campaign.DueAt); // Nothing is called overdue before it is.
            foreach (var one in due.Concat(along))
            {
                yield return one;
            }
        }
    }

    private Planned? Of(WorkLeft work, DateTime now)
    {
        var (campaign, policy) = open[work.CampaignId];
        var mine = (work.CampaignId, work.ReviewerId);
        var reminder = told.TryGetValue(mine, out var last) && ReminderSlots.Newest(campaign, policy, now) is { } slot && last < slot.At ? Once(slot.Kind, slot.Day) : null;

        // Whoever was never told is told now, whatever the day; whoever has got more since, once a day.
        var news = !told.ContainsKey(mine) || given.GetValueOrDefault(mine) > toldUntil[(work.CampaignId, work.ReviewerId, MailFamily.OwnWork)];
        return reminder ?? (news ? Once(NotificationKind.Invitation, campaign.DayOf(now)) : null);

        Planned? Once(NotificationKind kind, DateOnly day) =>
            planned.Contains((campaign.Id, work.ReviewerId, kind, day)) ? null : new Planned(campaign, work.ReviewerId, kind, day, work.Undecided);
    }

    /// <summary>Those who answer for somebody late: the campaign's owner, and the reviewer's manager.</summary>
    private async Task<List<Planned>> OfOthersAsync(ReviewDb db, DateTime now, CancellationToken cancel)
    {
        var late = left.GroupBy(l => l.CampaignId).Select(g => (open[g.Key].Campaign, open[g.Key].Policy, Work: g.ToList()))
            .Where(c => ReminderSlots.NewestEscalation(c.Campaign, c.Policy, Math.Min(c.Policy.OwnerEscalationDays, c.Policy.ManagerEscalationDays), now) is not null).ToList();
        if (late.Count == 0)
        {
            return [];
        }

        var managers = (await CurrentPeople.Of(db).Select(r => new { r.PersonId, r.Id, r.ManagerId }).ToListAsync(cancel))
            .GroupBy(r => r.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Id)!.ManagerId);
        var found = new List<Planned>();
        foreach (var (campaign, policy, work) in late)
        {
            if (ReminderSlots.NewestEscalation(campaign, policy, policy.OwnerEscalationDays, now) is { } ownersDay)
            {
                found.AddRange((await CampaignOwners.OfAsync(db, campaign.OwnerId, cancel))
                    .Select(owner => new Planned(campaign, owner, NotificationKind.OwnerEscalation, ownersDay, work.Sum(w => w.Undecided))));
            }

            if (ReminderSlots.NewestEscalation(campaign, policy, policy.ManagerEscalationDays, now) is { } managersDay)
            {
                found.AddRange(work.Select(w => (Work: w, Manager: managers.GetValueOrDefault(w.ReviewerId))).Where(w => w.Manager is not null && w.Manager != w.Work.ReviewerId)
                    .GroupBy(w => w.Manager!.Value, w => w.Work).Select(g => new Planned(campaign, g.Key, NotificationKind.ManagerEscalation, managersDay, g.Sum(w => w.Undecided))));
            }
        }

        return [.. found.Where(p => !planned.Contains((p.Campaign.Id, p.RecipientId, p.Kind, p.Slot)) && !waiting.Contains((p.RecipientId, p.Family)))];
    }

    /// <summary>Holders who were asked since they were told last and have not answered: for each campaign once a day.</summary>
    private async Task<List<Planned>> QuestionsAsync(ReviewDb db, DateTime now, CancellationToken cancel)
    {
        if (open.Count == 0)
        {
            return [];
        }

        var asked = await (
            from question in db.Questions.AsNoTracking()
            where !db.QuestionAnswers.Any(a => a.QuestionId == question.Id) && db.Campaigns.Any(c => c.Id == question.CampaignId && c.State == CampaignState.Active)
            select new { question.CampaignId, question.HolderId, question.EventSeq }).ToListAsync(cancel);
        return
        [
            .. asked.Where(q => open.ContainsKey(q.CampaignId)).GroupBy(q => (q.CampaignId, q.HolderId))
                .Where(g => g.Max(q => q.EventSeq) > toldUntil.GetValueOrDefault((g.Key.CampaignId, g.Key.HolderId, MailFamily.Question)))
                .Select(g => (open[g.Key.CampaignId].Campaign, g.Key.HolderId, Count: g.Count()))
                .Select(q => new Planned(q.Campaign, q.HolderId, NotificationKind.Question, q.Campaign.DayOf(now), q.Count))
                .Where(p => !planned.Contains((p.Campaign.Id, p.RecipientId, p.Kind, p.Slot)) && !waiting.Contains((p.RecipientId, p.Family))),
        ];
    }

    private static async Task<List<Planned>> ReceiptsAsync(ReviewDb db, DateTime now, CancellationToken cancel)
    {
        var since = now - Receipts;
        var signed = await (
            from sign in db.SignOffs.AsNoTracking()
            where sign.Level == SignOffLevel.Reviewer && sign.WithdrawnAt == null && sign.At >= since
                && !db.Notifications.Any(n => n.CampaignId == sign.CampaignId && n.RecipientId == sign.SignerId && n.SignOffId == sign.Id)
            join campaign in db.Campaigns.AsNoTracking() on sign.CampaignId equals campaign.Id
            select new { sign, campaign }).ToListAsync(cancel);
        return [.. signed.Select(s => new Planned(s.campaign, s.sign.SignerId, NotificationKind.Receipt, Clock.DayIn(s.sign.At, TimeZoneInfo.FindSystemTimeZoneById(s.campaign.TimeZone)), s.sign.Items) { SignOffId = s.sign.Id })];
    }

    /// <summary>A reason to write that is on record, with the event until which its mail tells: a mail says how things are when it goes.</summary>
    private sealed record Said(Notification Why, long Until);
}
