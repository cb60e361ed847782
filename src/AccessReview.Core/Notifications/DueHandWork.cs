using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Whom removals wait for that the product was to carry out: it could not, or may not before a second person agrees. Told when there is a new
/// one, and at most once a day.</summary>
internal static class DueHandWork
{
    private static readonly RemovalState[] GivenUp = [RemovalState.Failed, RemovalState.WaitingForPerson, RemovalState.StillPresent];

    /// <summary>Such a removal.</summary>
    internal sealed class Stuck
    {
        /// <summary>Its campaign.</summary>
        public required long CampaignId { get; init; }

        /// <summary>Whom it waits for.</summary>
        public required long RecipientId { get; init; }

        /// <summary>The brake holds it until they agree.</summary>
        public bool Held { get; init; }

        /// <summary>When it was tried last; null: it was not.</summary>
        public DateTime? TriedAt { get; init; }

        /// <summary>When it was to be carried out, or was held.</summary>
        public required DateTime Since { get; init; }
    }

    /// <summary>Reads what is due.</summary>
    internal static async Task<List<Planned>> ReadAsync(ReviewDb db, IReadOnlySet<(long Recipient, MailFamily Family)> waiting, DateTime now, CancellationToken cancel)
    {
        var stuck = (await AllAsync(db, cancel)).GroupBy(s => (s.CampaignId, s.RecipientId)).ToList();
        var ids = stuck.Select(s => s.Key.CampaignId).Distinct().ToList();
        var campaigns = await db.Campaigns.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        var told = (await db.Notifications.AsNoTracking().Where(n => n.Kind == NotificationKind.RemovalsNeedPerson && ids.Contains(n.CampaignId)).ToListAsync(cancel))
            .GroupBy(n => (n.CampaignId, n.RecipientId)).ToDictionary(g => g.Key, g => g.MaxBy(n => n.At)!);
        return
        [
            .. from mine in stuck
               let campaign = campaigns[mine.Key.CampaignId]
               let slot = Clock.DayIn(now, TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone))
               where !waiting.Contains((mine.Key.RecipientId, MailFamily.OwnHandWork)) && IsNews(told.GetValueOrDefault(mine.Key), [.. mine], slot)
               orderby campaign.Number
               select new Planned(campaign, mine.Key.RecipientId, NotificationKind.RemovalsNeedPerson, slot, mine.Count()),
        ];
    }

    /// <summary>The removals, for each whom they wait for.</summary>
    internal static async Task<List<Stuck>> AllAsync(ReviewDb db, CancellationToken cancel) => [.. await GivenUpBy(db).ToListAsync(cancel), .. await HeldAsync(db, cancel)];

    // They wait for whoever is named, else for the application's owner, else for the campaign's. One that a reading has seen still there since is one of
    // them until somebody says that they did it.
    private static IQueryable<Stuck> GivenUpBy(ReviewDb db) =>
        from removal in db.Removals.AsNoTracking()
        where removal.NotBefore != null && removal.ExecutedAt == null && removal.DoneById == null && GivenUp.Contains(removal.State)
        join application in db.Applications on removal.ApplicationId equals application.Id
        join campaign in db.Campaigns on removal.CampaignId equals campaign.Id
        select new Stuck
        {
            CampaignId = removal.CampaignId, RecipientId = removal.PersonId ?? application.OwnerId ?? campaign.OwnerId,
            TriedAt = db.RemovalAttempts.Where(a => a.RemovalId == removal.Id).Max(a => (DateTime?)a.At), Since = removal.NotBefore!.Value,
        };

    // The application's owner and the campaign's agree to what they did not decide themselves, nor let the deadline decide; where they did, any other
    // campaign owner does.
    private static async Task<IEnumerable<Stuck>> HeldAsync(ReviewDb db, CancellationToken cancel)
    {
        var held = await (
            from removal in db.Removals.AsNoTracking()
            where removal.State == RemovalState.WaitingForSecondPerson
            join application in db.Applications on removal.ApplicationId equals application.Id
            join campaign in db.Campaigns on removal.CampaignId equals campaign.Id
            join decided in WhoDecided.Of(db) on removal.Id equals decided.RemovalId
            join changed in db.AuditEvents on removal.EventSeq equals changed.Seq
            select new { removal.CampaignId, Owner = application.OwnerId, CampaignOwner = campaign.OwnerId, decided.By, changed.At }).ToListAsync(cancel);
        var others = held.Count == 0 ? [] : await CurrentPeople.Of(db)
            .Where(p => p.Status != EmploymentStatus.Left && db.RoleGrants.Any(g => g.PersonId == p.PersonId && g.Role == Role.CampaignOwner && g.EndedAt == null))
            .Select(p => p.PersonId).Distinct().ToListAsync(cancel);
        return
            from one in held
            let owners = MayAgree([one.Owner ?? one.CampaignOwner, one.CampaignOwner], one.By)
            from person in owners.Count > 0 ? owners : MayAgree(others, one.By)
            select new Stuck { CampaignId = one.CampaignId, RecipientId = person, Held = true, Since = one.At };
    }

    private static List<long> MayAgree(IEnumerable<long> people, string decidedBy) => [.. people.Distinct().Where(person => Actor.Demo(person).Key != decidedBy)];

    private static bool IsNews(Notification? last, List<Stuck> now, DateOnly today) =>
        last is null || (last.Slot != today && (now.Count > last.Items || now.Exists(s => (s.TriedAt ?? s.Since) > last.At)));
}
