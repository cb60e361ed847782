using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Whose answer a waiver waits for: the owners of the application, of the group and of the campaign, of these whoever may answer; where none of them may, every campaign owner
/// who may. And whoever asked for it, of the answer. Both are told of what is new, at most once a day.</summary>
internal static class DueWaiverAnswers
{
    /// <summary>What was answered longer ago, before mail was set up, is told no more; the pages say it.</summary>
    private static readonly TimeSpan Answers = TimeSpan.FromDays(7);

    /// <summary>Reads what is due.</summary>
    internal static async Task<List<Planned>> ReadAsync(ReviewDb db, DateTime now, CancellationToken cancel)
    {
        var moment = await Moment.OfAsync(db, now, cancel);
        List<(long Campaign, long Person, NotificationKind Kind, long Seq)> all = [.. await AskedAsync(db, moment, cancel), .. await AnsweredAsync(db, now, cancel)];
        var ids = all.Select(a => a.Campaign).Distinct().ToList();
        var campaigns = await db.Campaigns.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        var told = (await db.Notifications.AsNoTracking().Where(n => ids.Contains(n.CampaignId) && (n.Kind == NotificationKind.WaiverWaits || n.Kind == NotificationKind.WaiverAnswered)).ToListAsync(cancel))
            .ToLookup(n => (n.CampaignId, n.RecipientId, n.Kind));
        return
        [
            .. from one in all
               group one.Seq by (one.Campaign, one.Person, one.Kind) into mine
               let last = told[mine.Key].Select(n => n.EventSeq).DefaultIfEmpty().Max()
               where mine.Max() > last && told[mine.Key].All(n => n.Slot != moment.Day)
               orderby campaigns[mine.Key.Campaign].Number, mine.Key
               select new Planned(campaigns[mine.Key.Campaign], mine.Key.Person, mine.Key.Kind, moment.Day, mine.Count(seq => seq > last || mine.Key.Kind == NotificationKind.WaiverWaits)),
        ];
    }

    /// <summary>How many removals of a campaign have a waiver that waits for an answer which a person may give.</summary>
    internal static async Task<int> CountAsync(ReviewDb db, long campaignId, long person, DateTime now, CancellationToken cancel) =>
        (await AnswerableAsync(db, db.Removals.Where(r => r.CampaignId == campaignId), await Moment.OfAsync(db, now, cancel), person, cancel)).Count;

    /// <summary>What the asker is told by a mail: how their waivers of a campaign were answered since the last mail about it that went. Null: not at all.</summary>
    internal static async Task<MailAnswers?> FactsAsync(ReviewDb db, Notification reason, CancellationToken cancel)
    {
        var before = db.Notifications.Where(n => n.CampaignId == reason.CampaignId && n.RecipientId == reason.RecipientId && n.Kind == reason.Kind && n.EventSeq < reason.EventSeq);
        var sent = await before.Where(n => db.MailOutcomes.Any(o => o.MailId == n.MailId && o.Result == MailResult.Sent)).MaxAsync(n => (long?)n.EventSeq, cancel) ?? 0;

        // What reached nobody is told by this one.
        var since = (await before.Where(n => n.EventSeq > sent).MinAsync(n => (DateTime?)n.At, cancel) ?? reason.At) - Answers;
        var verdicts = await AnswersOf(db, since).Where(a => a.CampaignId == reason.CampaignId && a.AskedById == reason.RecipientId && a.EventSeq > sent && a.EventSeq < reason.EventSeq)
            .Select(a => a.Approved).ToListAsync(cancel);
        return verdicts.Count == 0 ? null : new MailAnswers(verdicts.Count(v => v), verdicts.Count(v => !v));
    }

    private static async Task<List<(long Campaign, long Person, NotificationKind Kind, long Seq)>> AskedAsync(ReviewDb db, Moment now, CancellationToken cancel)
    {
        var asked = await (
            from waiver in WaiverQueries.Waiting(db, now)
            join removal in db.Removals on waiver.RemovalId equals removal.Id
            where RemovalRules.SettledStates.Contains(removal.State)
            join application in db.Applications on removal.ApplicationId equals application.Id
            join campaign in db.Campaigns on removal.CampaignId equals campaign.Id
            orderby waiver.Id
            select new { removal.Id, removal.CampaignId, application.OwnerId, CampaignOwnerId = campaign.OwnerId, Seq = waiver.EventSeq }).ToListAsync(cancel);
        if (asked.Count == 0)
        {
            return [];
        }

        var ids = asked.ConvertAll(a => a.Id);
        var ofGroups = await RemovalOwners.OfGroupsAsync(db, ids, cancel);
        var owners = await CampaignOwners.InForceAsync(db, cancel);
        var people = asked.Select(a => a.OwnerId).OfType<long>().Concat(ofGroups.SelectMany(g => g)).Distinct().ToList();
        var here = await CurrentPeople.Here(db, now.Day).Where(p => EF.Parameter(people).Contains(p.PersonId)).Select(p => p.PersonId).ToHashSetAsync(cancel);
        var answerable = new Dictionary<long, HashSet<long>>();
        var found = new List<(long, long, NotificationKind, long)>();
        foreach (var one in asked)
        {
            var named = ofGroups[one.Id].Concat(one.OwnerId is { } owner ? [owner] : []).Where(here.Contains).Concat(owners.Where(o => o == one.CampaignOwnerId));
            var able = await MayAsync(one.Id, named);
            found.AddRange((able.Count > 0 ? able : await MayAsync(one.Id, owners)).Select(person => (one.CampaignId, person, NotificationKind.WaiverWaits, one.Seq)));
        }

        return found;

        async Task<List<long>> MayAsync(long removal, IEnumerable<long> people)
        {
            var able = new List<long>();
            foreach (var person in people.Distinct())
            {
                answerable[person] = answerable.GetValueOrDefault(person) ?? await AnswerableAsync(db, db.Removals.Where(r => EF.Parameter(ids).Contains(r.Id)), now, person, cancel);
                able.AddRange(answerable[person].Contains(removal) ? [person] : []);
            }

            return able;
        }
    }

    // Whose access it could be is told apart by the act alone: nobody is told of what they are refused, and so another is told instead.
    private static async Task<HashSet<long>> AnswerableAsync(ReviewDb db, IQueryable<Removal> removals, Moment now, long person, CancellationToken cancel)
    {
        var all = await removals.Where(WaiverQueries.AnswerableBy(db, now, person)).Select(r => new { r.Id, r.ItemId }).ToListAsync(cancel);
        var barred = all.Count == 0 ? [] : await AnswerWaiver.BarredAsync(db, all.ConvertAll(r => r.ItemId), Actor.Demo(person), cancel);
        return [.. all.Where(r => !barred.Contains(r.ItemId)).Select(r => r.Id)];
    }

    private static async Task<IEnumerable<(long Campaign, long Person, NotificationKind Kind, long Seq)>> AnsweredAsync(ReviewDb db, DateTime now, CancellationToken cancel) =>
        (await AnswersOf(db, now - Answers).ToListAsync(cancel)).Select(a => (a.CampaignId, a.AskedById, NotificationKind.WaiverAnswered, a.EventSeq));

    private static IQueryable<Answer> AnswersOf(ReviewDb db, DateTime since) =>
        from answer in db.WaiverAnswers
        where answer.At >= since
        join waiver in db.RemovalWaivers on answer.WaiverId equals waiver.Id
        join removal in db.Removals on waiver.RemovalId equals removal.Id
        select new Answer { CampaignId = removal.CampaignId, AskedById = waiver.AskedById, Approved = answer.Approved, EventSeq = answer.EventSeq };

    private sealed class Answer
    {
        public required long CampaignId { get; init; }

        public required long AskedById { get; init; }

        public required bool Approved { get; init; }

        public required long EventSeq { get; init; }
    }
}
