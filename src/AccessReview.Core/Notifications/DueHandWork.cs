using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Whom removals wait for: no connection carries them out; or the product was to and could not, or it or a person did and a later reading still
/// shows them, or it may not before a second person agrees. Told when there is a new one, or one by hand is late, and at most once a day.</summary>
internal static class DueHandWork
{
    private static readonly NotificationKind[] Kinds = [NotificationKind.RemovalsNeedPerson, NotificationKind.RemovalsWait];
    private static readonly RemovalState[] GivenUp = [RemovalState.Failed, RemovalState.WaitingForPerson, RemovalState.StillPresent];

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

        private DateTime SeenAt => StillThereAt ?? TriedAt ?? Since;
    }

    /// <summary>Reads what is due.</summary>
    internal static async Task<List<Planned>> ReadAsync(ReviewDb db, IReadOnlySet<(long Recipient, MailFamily Family)> waiting, DateTime now, CancellationToken cancel)
    {
        var stuck = (await AllAsync(db, now, cancel)).GroupBy(s => (s.CampaignId, s.RecipientId)).ToList();
        var ids = stuck.Select(s => s.Key.CampaignId).Distinct().ToList();
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
            .. await LateAsync(db, [.. stuck.SelectMany(s => s)], campaigns, waiting, now, cancel),
        ];
    }

    /// <summary>What waits for somebody else by hand and is late, for whoever answers for its campaign.</summary>
    internal static IEnumerable<Stuck> LateFor(IEnumerable<Stuck> all, long campaignId, long ownerId) => all.Where(s => s.CampaignId == campaignId && s.RecipientId != ownerId && s.LateAt is not null);

    private static async Task<List<Planned>> LateAsync(
        ReviewDb db, List<Stuck> all, Dictionary<long, Campaign> campaigns, IReadOnlySet<(long Recipient, MailFamily Family)> waiting, DateTime now, CancellationToken cancel)
    {
        var found = new List<Planned>();
        foreach (var campaign in campaigns.Values.Where(c => all.Exists(s => s.CampaignId == c.Id && s.LateAt is not null)).OrderBy(c => c.Number))
        {
            var told = (await db.Notifications.AsNoTracking().Where(n => n.Kind == NotificationKind.RemovalsLate && n.CampaignId == campaign.Id).ToListAsync(cancel)).ToLookup(n => n.RecipientId);
            foreach (var owner in (await CampaignOwners.OfAsync(db, campaign.OwnerId, cancel)).Where(o => !waiting.Contains((o, MailFamily.OwnRemovals))))
            {
                List<Stuck> late = [.. LateFor(all, campaign.Id, owner)];
                if (late.Count > 0 && told[owner].All(n => n.Slot != campaign.DayOf(now)) && (!told[owner].Any() || late.Max(s => s.LateAt) > told[owner].Max(n => n.At)))
                {
                    found.Add(new Planned(campaign, owner, NotificationKind.RemovalsLate, campaign.DayOf(now), late.Count));
                }
            }
        }

        return found;
    }

    /// <summary>The removals, for each whom they wait for; of one campaign where it is named.</summary>
    internal static async Task<List<Stuck>> AllAsync(ReviewDb db, DateTime now, CancellationToken cancel, long? campaignId = null)
    {
        List<InLine> all = [.. await GivenUpBy(db, campaignId).ToListAsync(cancel), .. (await HeldBy(db, campaignId).ToListAsync(cancel)).GroupBy(one => one.RemovalId).Select(InLine.Of)];
        if (all.Count == 0)
        {
            return [];
        }

        await LatenessAsync(db, all, campaignId, now, cancel);
        var ofGroups = await RemovalOwners.OfGroupsAsync(db, [.. all.Where(one => one.DecidedBy is not null).Select(one => one.RemovalId)], cancel);
        all.ForEach(one => one.GroupOwnerId = ofGroups[one.RemovalId].Select(id => (long?)id).FirstOrDefault());
        var named = all.SelectMany(one => one.Named).Distinct().ToList();
        var today = await CurrentPolicy.DayAsync(db, now, cancel);
        var here = await CurrentPeople.Here(db, today).Where(p => named.Contains(p.PersonId)).Select(p => p.PersonId).ToHashSetAsync(cancel);
        var owners = await RolesOf.Here(db, Role.CampaignOwner, today).ToListAsync(cancel);
        return
        [
            .. from one in all
               from person in one.WaitsFor(here, owners)
               select new Stuck { CampaignId = one.CampaignId, RecipientId = person, ByHand = one.ByHand, LateAt = one.LateAt, Held = one.DecidedBy is not null, TriedAt = one.TriedAt, StillThereAt = one.StillThereAt, Since = one.Since },
        ];
    }

    private static async Task LatenessAsync(ReviewDb db, List<InLine> all, long? campaignId, DateTime now, CancellationToken cancel)
    {
        if (all.Exists(one => one.ByHand))
        {
            var late = await db.Removals.AsNoTracking().Where(r => r.NotBefore == null && (campaignId == null || r.CampaignId == campaignId)).LateAt(db, await Moment.OfAsync(db, now, cancel)).Select(r => r.Id).ToHashSetAsync(cancel);
            all.FindAll(one => one.ByHand && late.Contains(one.RemovalId)).ForEach(one => one.LateAt = one.DueAt ?? Clock.EndOfDay(one.DueDate, TimeZoneInfo.FindSystemTimeZoneById(one.TimeZone)));
        }
    }

    // One that a reading has seen still there since is one of them until somebody says that they did it, and again once a later reading says otherwise.
    // What an act gave to somebody else is theirs since then.
    private static IQueryable<InLine> GivenUpBy(ReviewDb db, long? campaignId) =>
        from removal in db.Removals.AsNoTracking().WaitsForPerson(db)
        where (campaignId == null || removal.CampaignId == campaignId)
            && (removal.NotBefore == null || ((removal.ExecutedAt == null || removal.State == RemovalState.StillPresent) && GivenUp.Contains(removal.State)))
        join touched in db.AuditEvents on removal.EventSeq equals touched.Seq
        join application in db.Applications on removal.ApplicationId equals application.Id
        join campaign in db.Campaigns on removal.CampaignId equals campaign.Id
        select new InLine
        {
            RemovalId = removal.Id, CampaignId = removal.CampaignId, PersonId = removal.PersonId, OwnerId = application.OwnerId, CampaignOwnerId = campaign.OwnerId,
            ByHand = removal.NotBefore == null, DueAt = removal.DueAt, DueDate = removal.DueDate, TimeZone = campaign.TimeZone,
            TriedAt = db.RemovalAttempts.Where(a => a.RemovalId == removal.Id).Max(a => (DateTime?)a.At),
            Since = removal.NotBefore ?? (touched.Type == nameof(RemovalAssigned) ? touched.At : removal.RequestedAt),
            StillThereAt = (from check in db.RemovalChecks
                            where check.RemovalId == removal.Id && (check.Result == RemovalState.StillPresent || (removal.NotBefore == null && check.Result == RemovalState.Reappeared))
                                && (removal.ExecutedAt != null || removal.DoneOn != null) && (removal.ExecutedAt == null || check.AsOf > removal.ExecutedAt)
                                && (removal.DoneOn == null || DateOnly.FromDateTime(check.AsOf.AddHours(RemovalRules.FurthestWest)) > removal.DoneOn)
                            join held in db.AuditEvents on check.EventSeq equals held.Seq
                            select (DateTime?)held.At).Min(),
        };

    // Each comes once for everybody whose word it is.
    private static IQueryable<InLine> HeldBy(ReviewDb db, long? campaignId) =>
        from removal in db.Removals.AsNoTracking()
        where (campaignId == null || removal.CampaignId == campaignId) && removal.State == RemovalState.WaitingForSecondPerson
        join application in db.Applications on removal.ApplicationId equals application.Id
        join campaign in db.Campaigns on removal.CampaignId equals campaign.Id
        join decided in WhoDecided.Of(db) on removal.Id equals decided.RemovalId
        join changed in db.AuditEvents on removal.EventSeq equals changed.Seq
        select new InLine { RemovalId = removal.Id, CampaignId = removal.CampaignId, OwnerId = application.OwnerId, CampaignOwnerId = campaign.OwnerId, DecidedBy = decided.By, Since = changed.At };

    // Where a clock ran ahead, a day may have been told before the last one that was.
    private static bool IsNews(List<Notification> told, List<Stuck> now, DateOnly today) =>
        told.MaxBy(n => n.At) is not { } last || (told.TrueForAll(n => n.Slot != today) && (now.Count > last.Items || now.Exists(s => s.NewsAt > last.At)));

    /// <summary>Such a removal with whoever stands in line for it.</summary>
    private sealed class InLine
    {
        public required long RemovalId { get; init; }

        public required long CampaignId { get; init; }

        /// <summary>Who is named to carry it out; of one that is held it is no matter.</summary>
        public long? PersonId { get; init; }

        public long? OwnerId { get; init; }

        public required long CampaignOwnerId { get; init; }

        /// <summary>Of one that is held whose group it is about.</summary>
        public long? GroupOwnerId { get; set; }

        /// <summary>Whose word one that is held is; null: it is not held.</summary>
        public string? DecidedBy { get; init; }

        public bool ByHand { get; init; }

        public DateTime? DueAt { get; init; }

        public DateOnly DueDate { get; init; }

        public string TimeZone { get; init; } = "";

        public DateTime? LateAt { get; set; }

        public DateTime? TriedAt { get; init; }

        public DateTime? StillThereAt { get; init; }

        public required DateTime Since { get; init; }

        /// <summary>Of one that is held everybody whose word it is.</summary>
        public IReadOnlyList<string> Deciders { get; private set; } = [];

        public IEnumerable<long> Named => new[] { PersonId, OwnerId, GroupOwnerId, CampaignOwnerId }.OfType<long>();

        // It is the turn of whoever is named, else of the application's owner, else of the campaign's. The owners, of a group the group's too, agree to what they neither
        // decided nor let the deadline decide; the campaign's while they are a campaign owner. Where nobody of these is left, any campaign owner may.
        public IEnumerable<long> WaitsFor(HashSet<long> here, List<long> owners)
        {
            var able = Others(Named.Distinct().Where(person => here.Contains(person) && (person == PersonId || person == OwnerId || person == GroupOwnerId || owners.Contains(person))));
            return able.Count == 0 ? Others(owners) : DecidedBy is null ? able.Take(1) : able;
        }

        /// <summary>One that is held, of its rows.</summary>
        public static InLine Of(IEnumerable<InLine> rows)
        {
            List<InLine> all = [.. rows];
            all[0].Deciders = all.ConvertAll(row => row.DecidedBy!);
            return all[0];
        }

        private List<long> Others(IEnumerable<long> people) => [.. people.Where(person => !Deciders.Contains(Actor.Demo(person).Key))];
    }
}
