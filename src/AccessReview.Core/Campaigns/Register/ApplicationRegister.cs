using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Register;

/// <summary>One application of the register.</summary>
/// <param name="Id">The application.</param>
/// <param name="Name">Its name.</param>
/// <param name="Owner">Its owner's name; null: none named.</param>
/// <param name="ReadAsOf">How old the newest complete reading is; null: never read.</param>
/// <param name="Cells">One for each quarter, oldest first.</param>
public sealed record RegisterLine(long Id, string Name, string? Owner, DateTime? ReadAsOf, IReadOnlyList<RegisterCell> Cells)
{
    /// <summary>That it is out of scope; null: it is in it.</summary>
    public OutOfScope? OutOfScope { get; init; }

    /// <summary>Whether the quarter that runs is a gap: nothing reviewed it, and nothing is planned.</summary>
    public bool IsGap => OutOfScope is null && Cells[^1].State is RegisterState.NotReviewed or RegisterState.NotKnown or RegisterState.Missed;
}

/// <summary>Every registered application with the last quarters.</summary>
/// <param name="Quarters">The quarters, oldest first; the last one runs.</param>
/// <param name="Lines">The applications, by name.</param>
public sealed record RegisterView(IReadOnlyList<RegisterQuarter> Quarters, IReadOnlyList<RegisterLine> Lines);

/// <summary>The register of applications: whatever is registered, whether or not anybody ever reviewed it, so that nothing is
/// silently absent, with what was taken out of scope, by whom and why. A quarter counts as reviewed by a campaign over everybody whose period under review reaches into it and in which a person
/// decided at least one item of the application; an addendum and a campaign over a part of an application review no quarter.</summary>
public sealed class ApplicationRegister(Databases databases, TimeProvider time)
{
    private const int Quarters = 5;
    private const int MonthsOfQuarter = 3;

    // What campaigns left unreviewed, by application in a campaign.
    private delegate Task<Dictionary<long, LeftUnreviewed>> LeftOf(ReviewDb db, List<long> asked, CancellationToken cancel);

    /// <summary>Reads it, for campaign owners and auditors.</summary>
    public async Task<Outcome<RegisterView>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await CampaignDoor.ToReadAsync(db, actor, cancel) is { } denied)
        {
            return denied;
        }

        return await ReadAsync(db, time.Now(), Quarters, CountLeftAsync, cancel);
    }

    /// <summary>Every application with the quarter that runs alone. Counts no items.</summary>
    internal static async Task<IReadOnlyList<RegisterLine>> ThisQuarterAsync(ReviewDb db, DateTime now, CancellationToken cancel) =>
        (await ReadAsync(db, now, 1, FindLeftWholeAsync, cancel)).Lines;

    private static async Task<RegisterView> ReadAsync(ReviewDb db, DateTime now, int count, LeftOf leftOf, CancellationToken cancel)
    {
        var zone = (await CurrentPolicy.ReadAsync(db, cancel)).Policy.Zone;
        var quarters = QuartersTo(Clock.DayIn(now, zone), count);
        var campaigns = (await CampaignsAsync(db, now, quarters[0].Start, leftOf, cancel)).Concat(await SeriesAsync(db, now, quarters[0].Start, cancel)).ToLookup(c => c.ApplicationId, c => c.Campaign);
        var firstRead = await db.Extracts.Where(e => e.Kind == ExtractKind.Access && e.ApplicationId != null && e.Completeness == Completeness.Complete)
            .GroupBy(e => e.ApplicationId!.Value).Select(g => new { g.Key, First = g.Min(e => e.AsOf) }).ToDictionaryAsync(g => g.Key, g => g.First, cancel);
        var applications = await db.Applications.AsNoTracking().OrderBy(a => a.NameKey).Select(a => new
        {
            a.Id,
            a.Name,
            a.OwnerId,
            a.OutOfScopeSeq,
            ReadAsOf = db.Extracts.Where(e => e.Id == a.CurrentExtractId).Select(e => (DateTime?)e.AsOf).FirstOrDefault(),
        }).ToListAsync(cancel);
        var owners = await PersonNames.ReadAsync(db, applications.Select(a => a.OwnerId), cancel);
        var outOfScope = await OutOfScope.ReadAsync(db, applications.Select(a => a.OutOfScopeSeq), cancel);
        // What runs is as the row says it; only of quarters that are over the record is asked.
        var scopes = count > 1 ? await ScopeHistory.SinceAsync(db, await SeqAt.LastAsync(db, Clock.EndOfDay(quarters[0].End, zone), cancel), cancel) : null;
        return new RegisterView(quarters,
        [
            .. applications.Select(a => new RegisterLine(
                a.Id, a.Name, a.OwnerId is { } owner ? owners.GetValueOrDefault(owner, "not known") : null, a.ReadAsOf,
                [
                    .. quarters.Select((q, i) => RegisterCampaign.Cell(
                        q, i == count - 1, campaigns[a.Id], firstRead.TryGetValue(a.Id, out var first) ? Clock.DayIn(first, zone) : null,
                        i == count - 1 ? a.OutOfScopeSeq is not null : scopes!.WasOut(a.Id, a.OutOfScopeSeq is not null, Clock.EndOfDay(q.End, zone)))),
                ])
            {
                OutOfScope = a.OutOfScopeSeq is { } seq ? outOfScope.GetValueOrDefault(seq) : null,
            }),
        ]);
    }

    /// <summary>The last quarters up to the one that holds the day.</summary>
    internal static IReadOnlyList<RegisterQuarter> QuartersTo(DateOnly today, int count = Quarters)
    {
        var current = new DateOnly(today.Year, today.Month - ((today.Month - 1) % MonthsOfQuarter), 1);
        return
        [
            .. Enumerable.Range(0, count).Select(i => current.AddMonths(MonthsOfQuarter * (i - count + 1)))
                .Select(start => new RegisterQuarter(start, start.AddMonths(MonthsOfQuarter).AddDays(-1), PeriodName.Quarter(start))),
        ];
    }

    private static async Task<IEnumerable<(long ApplicationId, RegisterCampaign Campaign)>> CampaignsAsync(ReviewDb db, DateTime now, DateOnly since, LeftOf leftOf, CancellationToken cancel)
    {
        var left = await leftOf(db, await MayHaveLeftAsync(db, since, cancel), cancel);
        var campaigns = await (
            from plan in db.CampaignApplications.AsNoTracking()
            where plan.Active
            join campaign in db.Campaigns.AsNoTracking().OverEverybody() on plan.CampaignId equals campaign.Id
            // Whose accounts were all left out: nothing of it came before anybody.
            let empty = campaign.State == CampaignState.Closed && campaign.PeriodEnd >= since && !db.ReviewItems.Any(i => i.CampaignId == campaign.Id && i.CampaignApplicationId == plan.Id)
            let missed = db.ScheduledCycles.Any(c => c.CampaignId == campaign.Id && c.MissedAt != null)
            where campaign.State != CampaignState.Cancelled || missed
            select new { plan.Id, plan.ApplicationId, campaign.Number, campaign.State, campaign.PeriodStart, campaign.PeriodEnd, campaign.DueAt, campaign.DueDate, campaign.EndedAt, campaign.TimeZone, Missed = missed, Empty = empty })
            .ToListAsync(cancel);

        // A draft whose due day has passed is no plan any more: the cycle was missed, or nothing was to be held.
        return campaigns.Where(c => c.State != CampaignState.Draft || now <= c.DueAt || c.Missed).Select(c => (c.ApplicationId, c.State switch
        {
            CampaignState.Closed => new RegisterCampaign(
                c.Number, c.State, c.PeriodStart, c.PeriodEnd, Clock.DayIn(c.EndedAt!.Value, TimeZoneInfo.FindSystemTimeZoneById(c.TimeZone)), c.EndedAt > c.DueAt, c.Empty ? new LeftUnreviewed(0, 0) : left.GetValueOrDefault(c.Id)),
            CampaignState.Active => new RegisterCampaign(c.Number, c.State, c.PeriodStart, c.PeriodEnd, c.DueDate, now > c.DueAt),
            CampaignState.Draft when now <= c.DueAt => new RegisterCampaign(c.Number, c.State, c.PeriodStart, c.PeriodEnd, null, Late: false),
            _ => new RegisterCampaign(c.Number, c.State, c.PeriodStart, c.PeriodEnd, c.DueDate, Late: false, Missed: true),
        }));
    }

    // Campaigns that may have left anything: whatever people decided whole costs a look into an index.
    private static async Task<List<long>> MayHaveLeftAsync(ReviewDb db, DateOnly since, CancellationToken cancel)
    {
        var closed = await db.Campaigns.AsNoTracking().OverEverybody().Where(c => c.State == CampaignState.Closed && c.PeriodEnd >= since).Select(c => new
        {
            c.Id, c.Deadline, Policy = db.PolicyVersions.Where(p => p.Id == c.PolicyVersionId).Select(p => p.Json).FirstOrDefault(),
            Undecided = db.ItemOutcomes.Any(o => o.CampaignId == c.Id && o.Kind == OutcomeKind.NotReviewed),
        }).ToListAsync(cancel);
        return [.. closed.Where(c => c.Undecided || c.Deadline == DeadlineRule.Revoke || CurrentPolicy.Parse(c.Policy ?? "{}").CarryForward).Select(c => c.Id)];
    }

    // What is behind each number on the page.
    private static async Task<Dictionary<long, LeftUnreviewed>> CountLeftAsync(ReviewDb db, List<long> asked, CancellationToken cancel) =>
        await (
            from item in db.ReviewItems.AsNoTracking()
            where asked.Contains(item.CampaignId)
            join outcome in db.ItemOutcomes.AsNoTracking() on item.Id equals outcome.ItemId
            join decision in db.Decisions.AsNoTracking() on outcome.DecisionId equals (long?)decision.Id into decisions
            from made in decisions.DefaultIfEmpty()
            group new { outcome.Kind, made.Rule, Mode = (DecisionMode?)made.Mode } by item.CampaignApplicationId into ended
            select new
            {
                ended.Key, Items = ended.Count(),
                Count = ended.Count(e => e.Kind == OutcomeKind.NotReviewed || e.Rule == Decision.ByDeadline || e.Mode == DecisionMode.CarriedForward),
            }).Where(e => e.Count > 0).ToDictionaryAsync(e => e.Key, e => new LeftUnreviewed(e.Count, e.Items), cancel);

    // Only where it is all of them: the search ends at the first item that a person decided.
    private static async Task<Dictionary<long, LeftUnreviewed>> FindLeftWholeAsync(ReviewDb db, List<long> asked, CancellationToken cancel) =>
        await db.CampaignApplications.AsNoTracking().Where(plan => asked.Contains(plan.CampaignId) && !(
                from item in db.ReviewItems
                where item.CampaignId == plan.CampaignId && item.CampaignApplicationId == plan.Id
                join outcome in db.ItemOutcomes on item.Id equals outcome.ItemId
                join decision in db.Decisions on outcome.DecisionId equals (long?)decision.Id into decisions
                from made in decisions.DefaultIfEmpty()
                where !(outcome.Kind == OutcomeKind.NotReviewed || made.Rule == Decision.ByDeadline || (DecisionMode?)made.Mode == DecisionMode.CarriedForward)
                select item).Any())
            .ToDictionaryAsync(plan => plan.Id, _ => new LeftUnreviewed(0, 0), cancel);

    // What a schedule will prepare covers what its last campaign did, and so would have what it missed while the product stood still.
    private static async Task<IEnumerable<(long ApplicationId, RegisterCampaign Campaign)>> SeriesAsync(ReviewDb db, DateTime now, DateOnly since, CancellationToken cancel)
    {
        var found = new List<(long, RegisterCampaign)>();
        foreach (var schedule in await db.CampaignSchedules.AsNoTracking().Where(s => s.Active).ToListAsync(cancel))
        {
            var next = schedule.Dates(await SeriesOf.NextNumberAsync(db, schedule, cancel));
            var missed = await db.ScheduledCycles.AsNoTracking().Where(c => c.ScheduleId == schedule.Id && c.CampaignId == null && c.MissedAt != null && c.PeriodEnd >= since).ToListAsync(cancel);
            RegisterCampaign[] cycles =
            [
                new(null, CampaignState.Draft, next.PeriodStart, next.PeriodEnd, next.Launch, Late: false),
                .. missed.Where(c => c.IsMissed(Clock.DayIn(now, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone)))).Select(c => new RegisterCampaign(null, CampaignState.Draft, c.PeriodStart, c.PeriodEnd, c.DueDay, Late: false, Missed: true)),
            ];
            found.AddRange((await SeriesOf.LastAsync(db, schedule, cancel)).Applications.Where(a => a.Active).SelectMany(a => cycles.Select(c => (a.ApplicationId, c))));
        }

        return found;
    }
}
