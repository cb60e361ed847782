using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Whose signature is needed beside the campaign's owner's, as the owner of an application: asked for once whoever may close the campaign has nothing left to decide
/// in it, as what they decide later is not covered, but on the day it is due at the latest; again on that day, and each week after; and when something else was
/// decided since they signed.</summary>
internal static class DueSignatures
{
    /// <summary>Reads what is due.</summary>
    /// <param name="db">The database.</param>
    /// <param name="open">Campaigns that are open, with their policies.</param>
    /// <param name="left">Who has something left.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancel">Stops.</param>
    internal static async Task<List<Planned>> ReadAsync(
        ReviewDb db, IEnumerable<(Campaign Campaign, Policy Policy)> open, IReadOnlyList<WorkLeft> left, DateTime now, CancellationToken cancel)
    {
        var found = new List<Planned>();
        foreach (var (campaign, policy) in open.OrderBy(o => o.Campaign.Number))
        {
            List<long> closers = [.. (await CampaignOwners.OfAsync(db, campaign.OwnerId, cancel)).Append(campaign.OwnerId).Distinct()];
            var reminder = ReminderSlots.NewestEscalation(campaign, policy, 0, now);
            if (reminder is not null || !left.Any(l => l.CampaignId == campaign.Id && l.Undecided > 0 && closers.Contains(l.ReviewerId)))
            {
                found.AddRange(await OfAsync(db, campaign, closers, reminder, now, cancel));
            }
        }

        return found;
    }

    /// <summary>Applications of a person in which their signature is needed and not given.</summary>
    internal static async Task<int> CountAsync(ReviewDb db, long campaignId, long ownerId, CancellationToken cancel) => Missing(await SignaturesAsync(db, campaignId, cancel), ownerId);

    private static int Missing(IEnumerable<SecondSignature> all, long ownerId) => all.Count(s => s.OwnerId == ownerId && s is { IsNeeded: true, IsGiven: false } && !s.Closers.Contains(ownerId));

    private static async Task<IReadOnlyList<SecondSignature>> SignaturesAsync(ReviewDb db, long campaignId, CancellationToken cancel) =>
        await SecondSignature.ReadAsync(db, await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleAsync(c => c.Id == campaignId, cancel), cancel);

    // Whether a signature is missing is read from all the decisions, which are many: once for the campaign, and only where an application may have something new to say.
    private static async Task<List<Planned>> OfAsync(ReviewDb db, Campaign campaign, List<long> closers, DateOnly? reminder, DateTime now, CancellationToken cancel)
    {
        var plans = await PlansAsync(db, campaign.Id, closers, await CurrentPolicy.DayAsync(db, now, cancel), cancel);
        if (plans.Count == 0)
        {
            return [];
        }

        var told = (await db.Notifications.AsNoTracking().Where(n => n.CampaignId == campaign.Id && n.Kind == NotificationKind.SignatureWaits).ToListAsync(cancel)).ToLookup(n => n.RecipientId);
        var signed = (await db.SignOffs.AsNoTracking().Where(s => s.CampaignId == campaign.Id && s.Level == SignOffLevel.ApplicationOwner && s.WithdrawnAt == null && !closers.Contains(s.SignerId)).ToListAsync(cancel))
            .ToLookup(s => s.ApplicationId);
        var today = campaign.DayOf(now);
        IReadOnlyList<SecondSignature>? all = null;
        Dictionary<long, long>? first = null;
        var found = new List<Planned>();
        foreach (var mine in plans.GroupBy(p => p.OwnerId).Where(g => told[g.Key].All(n => n.Slot < today)))
        {
            var mails = told[mine.Key].ToList();
            var untold = reminder is { } newest && mails.TrueForAll(n => n.Slot < newest) ? reminder : null;
            DateOnly? slot = null;
            foreach (var plan in mine)
            {
                // Without a signature since they began to decide there; where they only left something out, all along.
                var over = signed[plan.ApplicationId].MaxBy(s => s.EventSeq) is { } last
                    ? await OverSinceAsync(db, campaign, plan.Id, last, closers, untold is not null || mails.TrueForAll(n => n.EventSeq < last.EventSeq), cancel)
                    : mails.Count == 0 ? 0 : (first ??= await FirstAsync(db, campaign.Id, closers, cancel)).GetValueOrDefault(plan.Id);
                if (over is { } since && (mails.TrueForAll(n => n.EventSeq < since) ? today : untold) is { } day)
                {
                    slot = slot > day ? slot : day;
                }
            }

            if (slot is { } due && Missing(all ??= await SignaturesAsync(db, campaign.Id, cancel), mine.Key) is > 0 and var missing)
            {
                found.Add(new Planned(campaign, mine.Key, NotificationKind.SignatureWaits, due, missing));
            }
        }

        return found;
    }

    // In which applications of others who work here they decided something, or approved what is left out.
    private static async Task<List<(long Id, long ApplicationId, long OwnerId)>> PlansAsync(ReviewDb db, long campaignId, List<long> closers, DateOnly today, CancellationToken cancel)
    {
        var (here, decided) = (CurrentPeople.Here(db, today), Decided(db, campaignId, closers));
        var plans = await (
            from plan in db.CampaignApplications
            join application in db.Applications on plan.ApplicationId equals application.Id
            where plan.CampaignId == campaignId && plan.Active && application.OwnerId != null && !closers.Contains(application.OwnerId.Value) && here.Any(p => p.PersonId == application.OwnerId)
                && ((plan.ScopeApprovedById != null && closers.Contains(plan.ScopeApprovedById.Value) && db.LeftOutAccounts.Any(l => l.CampaignId == campaignId && l.CampaignApplicationId == plan.Id))
                    || decided.Any(t => db.ReviewItems.Any(i => i.Id == t.ItemId && i.CampaignApplicationId == plan.Id)))
            orderby application.OwnerId, plan.Id
            select new { plan.Id, plan.ApplicationId, OwnerId = application.OwnerId!.Value }).ToListAsync(cancel);
        return plans.ConvertAll(p => (p.Id, p.ApplicationId, p.OwnerId));
    }

    // What they decided and hold: by their own turns, which are few beside all decisions.
    private static IQueryable<ReviewTurn> Decided(ReviewDb db, long campaignId, List<long> people)
    {
        var keys = people.ConvertAll(p => Actor.Demo(p).Key);
        return db.ReviewTurns.Where(t => t.CampaignId == campaignId && people.Contains(t.ReviewerId) && t.State != TurnState.Undecided
            && db.Decisions.Any(d => d.Id == t.DecisionId && keys.Contains(d.By)));
    }

    // By which event they first decided something, in each application of the campaign in which they did.
    private static Task<Dictionary<long, long>> FirstAsync(ReviewDb db, long campaignId, List<long> closers, CancellationToken cancel)
    {
        var keys = closers.ConvertAll(c => Actor.Demo(c).Key);
        return (
            from turn in Decided(db, campaignId, closers)
            join item in db.ReviewItems on turn.ItemId equals item.Id
            join made in db.Decisions on item.Id equals made.ItemId
            where keys.Contains(made.By)
            group made by item.CampaignApplicationId into plan
            select new { plan.Key, First = plan.Min(d => d.EventSeq) }).ToDictionaryAsync(p => p.Key, p => p.First, cancel);
    }

    // By which event the newest signature in an application covers it no more; null: it does. Who may close the campaign is another by now, and who may since, or may no more, had
    // decided there, which is asked only where it makes a difference; or something else was decided there since.
    private static async Task<long?> OverSinceAsync(ReviewDb db, Campaign campaign, long planId, SignOff last, List<long> closers, bool others, CancellationToken cancel)
    {
        if (others)
        {
            List<long> then = [.. await CampaignOwners.OfAsync(db, campaign.OwnerId, last.At, campaign.DayOf(last.At), cancel), campaign.OwnerId];
            List<long> changed = [.. closers.Except(then), .. then.Except(closers)];
            if (changed.Count > 0 && await Decided(db, campaign.Id, changed).AnyAsync(t => db.ReviewItems.Any(i => i.Id == t.ItemId && i.CampaignApplicationId == planId), cancel))
            {
                return last.EventSeq;
            }
        }

        var keys = closers.ConvertAll(c => Actor.Demo(c).Key);
        return await db.Decisions.Where(d => d.CampaignId == campaign.Id && d.EventSeq > last.EventSeq && keys.Contains(d.By) && db.ReviewItems.Any(i => i.Id == d.ItemId && i.CampaignApplicationId == planId))
            .OrderBy(d => d.EventSeq).Select(d => (long?)d.EventSeq).FirstOrDefaultAsync(cancel);
    }
}
