using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Whom removals wait for: no connection carries them out; or the product was to and could not, or it or a person did and a later reading still
/// shows them, or it may not before a second person agrees. Told when there is a new one, or one by hand is late, and at most once a day.</summary>
internal static class DueHandWork
{
    private static readonly RemovalState[] GivenUpStates = [RemovalState.Failed, RemovalState.WaitingForPerson, RemovalState.StillPresent];

    /// <summary>As what whoever they wait for is told of them.</summary>
    internal static IReadOnlyList<NotificationKind> Kinds { get; } = [NotificationKind.RemovalsNeedPerson, NotificationKind.RemovalsWait];

    /// <summary>Such a removal.</summary>
    internal sealed class Stuck
    {
        /// <summary>Its campaign.</summary>
        public required long CampaignId { get; init; }

        /// <summary>Whom it waits for.</summary>
        public required long RecipientId { get; init; }

        /// <summary>It was never the product's to carry out.</summary>
        public bool ByHand { get; init; }

        /// <summary>Of one by hand when it became late; null: it is not.</summary>
        public DateTime? LateAt { get; init; }

        /// <summary>The brake holds it until they agree.</summary>
        public bool Held { get; init; }

        /// <summary>When it was tried last; null: it was not.</summary>
        public DateTime? TriedAt { get; init; }

        /// <summary>When a reading first showed it although it had been carried out, or was noted as done since; null: none did.</summary>
        public DateTime? StillThereAt { get; init; }

        /// <summary>When it was to be carried out, or was held, or given to a person.</summary>
        public required DateTime Since { get; init; }

        /// <summary>The newest that there is to tell of it.</summary>
        public DateTime NewsAt => LateAt > SeenAt ? LateAt.Value : SeenAt;

        // What was tried again since a reading showed it, and failed, is new.
        private DateTime SeenAt => TriedAt > StillThereAt ? TriedAt.Value : StillThereAt ?? TriedAt ?? Since;
    }

    /// <summary>Reads what is due: one by one only where there may be something new to tell.</summary>
    internal static async Task<List<Planned>> ReadAsync(ReviewDb db, IReadOnlySet<(long Recipient, MailFamily Family)> waiting, DateTime now, CancellationToken cancel)
    {
        var all = new List<Stuck>();
        var ids = await HandWorkNews.CampaignsAsync(db, waiting, now, cancel);
        foreach (var campaign in ids)
        {
            all.AddRange(await AllAsync(db, now, cancel, campaign));
        }

        var stuck = all.GroupBy(s => (s.CampaignId, s.RecipientId)).ToList();
        var campaigns = await db.Campaigns.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        var told = (await db.Notifications.AsNoTracking().Where(n => Kinds.Contains(n.Kind) && ids.Contains(n.CampaignId)).ToListAsync(cancel))
            .ToLookup(n => (n.CampaignId, n.RecipientId));
        return
        [
            .. from mine in stuck
               let campaign = campaigns[mine.Key.CampaignId]
               let slot = Clock.DayIn(now, TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone))
               where !waiting.Contains((mine.Key.RecipientId, MailFamily.OwnHandWork)) && IsNews([.. told[mine.Key]], [.. mine], slot)
               orderby campaign.Number
               select new Planned(campaign, mine.Key.RecipientId, mine.All(s => s.ByHand) ? NotificationKind.RemovalsWait : NotificationKind.RemovalsNeedPerson, slot, mine.Count()),
            .. await LateAsync(db, all, campaigns, waiting, now, cancel),
        ];
    }

    /// <summary>What waits for somebody else by hand and is late, for whoever answers for its campaign.</summary>
    internal static IEnumerable<Stuck> LateFor(IEnumerable<Stuck> all, long campaignId, long ownerId) => all.Where(s => s.CampaignId == campaignId && s.RecipientId != ownerId && s.LateAt is not null);

    private static async Task<List<Planned>> LateAsync(
        ReviewDb db, List<Stuck> all, Dictionary<long, Campaign> campaigns, IReadOnlySet<(long Recipient, MailFamily Family)> waiting, DateTime now, CancellationToken cancel)
    {
        var found = new List<Planned>();
        foreach (var campaign in campaigns.Values.OrderBy(c => c.Number))
        {
            var others = await LateRemovals.ReadAsync(db, campaign.Id, now, cancel);
            var told = (await db.Notifications.AsNoTracking().Where(n => n.Kind == NotificationKind.RemovalsLate && n.CampaignId == campaign.Id).ToListAsync(cancel)).ToLookup(n => n.RecipientId);
            foreach (var owner in (await CampaignOwners.OfAsync(db, campaign.OwnerId, cancel)).Where(o => !waiting.Contains((o, MailFamily.OwnRemovals))))
            {
                List<(DateTime At, int Count)> late = [.. LateFor(all, campaign.Id, owner).Select(s => (s.LateAt!.Value, 1)), .. others.Select(l => (l.At, l.Count))];
                if (LateRemovals.IsNews(told[owner], late, campaign.DayOf(now)))
                {
                    found.Add(new Planned(campaign, owner, NotificationKind.RemovalsLate, campaign.DayOf(now), late.Sum(l => l.Count)));
                }
            }
        }

        return found;
    }

    /// <summary>The removals, for each whom they wait for; of one campaign where it is named.</summary>
    internal static async Task<List<Stuck>> AllAsync(ReviewDb db, DateTime now, CancellationToken cancel, long? campaignId = null)
    {
        List<InLine> all = [.. await GivenUpBy(db, campaignId).ToListAsync(cancel), .. await HeldAsync(db, campaignId, cancel)];
        if (all.Count == 0)
        {
            return [];
        }

        await LatenessAsync(db, all, campaignId, now, cancel);
        return
        [
            .. (await InLine.WaitForAsync(db, all, now, cancel)).Select(w => new Stuck
            {
                CampaignId = w.One.CampaignId, RecipientId = w.Person, ByHand = w.One.ByHand, LateAt = w.One.LateAt, Held = w.One.DecidedBy is not null, TriedAt = w.One.TriedAt,
                StillThereAt = w.One.StillThereAt, Since = w.One.Since,
            }),
        ];
    }

    private static async Task LatenessAsync(ReviewDb db, List<InLine> all, long? campaignId, DateTime now, CancellationToken cancel)
    {
        if (all.Exists(one => one.ByHand))
        {
            var late = await Of(db, campaignId).Where(r => r.NotBefore == null).LateAt(db, await Moment.OfAsync(db, now, cancel)).Select(r => r.Id).ToHashSetAsync(cancel);
            all.FindAll(one => one.ByHand && late.Contains(one.RemovalId)).ForEach(one => one.LateAt = one.DueEnd);
        }
    }

    /// <summary>Of these removals those that a person is to carry out, or that the product gave up.</summary>
    internal static IQueryable<Removal> GivenUp(IQueryable<Removal> removals, ReviewDb db) => removals.WaitsForPerson(db)
        .Where(r => r.NotBefore == null || GivenUpStates.Contains(r.State));

    /// <summary>What the brake holds, once with everybody whose word it is; of one campaign where it is named.</summary>
    internal static async Task<IEnumerable<InLine>> HeldAsync(ReviewDb db, long? campaignId, CancellationToken cancel) =>
        (await HeldBy(db, campaignId).ToListAsync(cancel)).GroupBy(one => one.RemovalId).Select(InLine.Of);

    private static IQueryable<Removal> Of(ReviewDb db, long? campaignId) =>
        campaignId is { } id ? db.Removals.AsNoTracking().Where(r => r.CampaignId == id) : db.Removals.AsNoTracking();

    // One that a reading has seen still there since is one of them until somebody says that they did it, and again once a later reading says otherwise.
    // What an act gave to somebody else is theirs since then, and what a note said to be done waits since that note was taken back.
    private static IQueryable<InLine> GivenUpBy(ReviewDb db, long? campaignId) =>
        from removal in GivenUp(Of(db, campaignId), db)
        join touched in db.AuditEvents on removal.EventSeq equals touched.Seq
        join application in db.Applications on removal.ApplicationId equals application.Id
        join campaign in db.Campaigns on removal.CampaignId equals campaign.Id
        select new InLine
        {
            RemovalId = removal.Id, CampaignId = removal.CampaignId, PersonId = removal.PersonId, OwnerId = application.OwnerId, CampaignOwnerId = campaign.OwnerId,
            ByHand = removal.NotBefore == null, DueAt = removal.DueAt, DueDate = removal.DueDate, TimeZone = campaign.TimeZone,
            TriedAt = db.RemovalAttempts.Where(a => a.RemovalId == removal.Id).Max(a => (DateTime?)a.At),
            Since = removal.NotBefore ?? (touched.Type == nameof(RemovalAssigned) || touched.Type == nameof(RemovalNotesTakenBack) ? touched.At : removal.RequestedAt),
            StillThereAt = (from check in db.RemovalChecks
                            where check.RemovalId == removal.Id && (check.Result == RemovalState.StillPresent || (removal.NotBefore == null && check.Result == RemovalState.Reappeared))
                                && (removal.ExecutedAt != null || removal.DoneOn != null) && (removal.ExecutedAt == null || check.AsOf > removal.ExecutedAt)
                                && (removal.DoneOn == null || DateOnly.FromDateTime(check.AsOf.AddHours(RemovalRules.FurthestWest)) > removal.DoneOn)
                            join held in db.AuditEvents on check.EventSeq equals held.Seq
                            select (DateTime?)held.At).Min(),
        };

    // Each comes once for everybody whose word it is.
    private static IQueryable<InLine> HeldBy(ReviewDb db, long? campaignId) =>
        from removal in Of(db, campaignId)
        where removal.State == RemovalState.WaitingForSecondPerson
        join application in db.Applications on removal.ApplicationId equals application.Id
        join campaign in db.Campaigns on removal.CampaignId equals campaign.Id
        join decided in WhoDecided.Of(db) on removal.Id equals decided.RemovalId
        join changed in db.AuditEvents on removal.EventSeq equals changed.Seq
        select new InLine { RemovalId = removal.Id, CampaignId = removal.CampaignId, OwnerId = application.OwnerId, CampaignOwnerId = campaign.OwnerId, DecidedBy = decided.By, Seq = removal.EventSeq, Since = changed.At };

    // Where a clock ran ahead, a day may have been told before the last one that was.
    private static bool IsNews(List<Notification> told, List<Stuck> now, DateOnly today) =>
        told.MaxBy(n => n.At) is not { } last || (told.TrueForAll(n => n.Slot != today) && (now.Count > last.Items || now.Exists(s => s.NewsAt > last.At)));
}
