using AccessReview.Core.Campaigns.Workload;
using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Reads what a preview computed, for pages.</summary>
internal static class PlanPageParts
{
    /// <summary>The most rows a page lists of what is rerouted or left out; the totals are exact.</summary>
    public const int MaxRows = 500;

    /// <summary>The plan's applications.</summary>
    public static async Task<IReadOnlyList<PlannedApplication>> ApplicationsAsync(ReviewDb db, Campaign campaign, GateFacts facts, CancellationToken cancel)
    {
        var plans = campaign.Applications.Where(a => a.Active).OrderBy(a => a.Id).ToList();
        var ids = plans.Select(p => p.ApplicationId).ToList();
        var owners = await db.Applications.AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.OwnerId, cancel);
        var names = await PersonNames.ReadAsync(db, [.. owners.Values, .. plans.Select(p => p.ScopeApprovedById)], cancel);
        var assignments = await db.DraftItems.Where(i => i.CampaignId == campaign.Id && i.GroupId != null).GroupBy(i => i.CampaignApplicationId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var second = await db.DraftItems.Where(i => i.CampaignId == campaign.Id && i.SecondId != null).GroupBy(i => i.CampaignApplicationId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        string? Name(long? person) => person is { } id ? names.GetValueOrDefault(id, "not known") : null;
        return
        [
            .. plans.Select(p =>
            {
                var fact = facts.Applications.Single(f => f.ApplicationId == p.ApplicationId);
                return new PlannedApplication(
                    p.ApplicationId, fact.Name, CampaignScope.Of(p),
                    Name(owners[p.ApplicationId]), owners[p.ApplicationId], fact.Reading?.AsOf, fact.ItemAccounts, assignments.GetValueOrDefault(p.Id), fact.LeftOut, fact.AssignmentsLeftOut,
                    fact.ScopeApproved, fact.ScopeApproved ? Name(p.ScopeApprovedById) : null, p.SecondReview, p.SecondReviewerId, second.GetValueOrDefault(p.Id), fact.OutsidePart, campaign.Part);
            }),
        ];
    }

    /// <summary>Who would review how much.</summary>
    public static async Task<IReadOnlyList<PlannedReviewer>> ReviewersAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var counts = await db.DraftItems.AsNoTracking().Where(i => i.CampaignId == campaignId && i.ReviewerId != null)
            .GroupBy(i => new { i.ReviewerId, i.ForId, IsException = i.Findings != Finding.None, IsAccount = i.ParentNumber == null })
            .Select(g => new { ReviewerId = g.Key.ReviewerId!.Value, g.Key.ForId, g.Key.IsException, g.Key.IsAccount, Count = g.Count() }).ToListAsync(cancel);
        var seconds = await db.DraftItems.AsNoTracking().Where(i => i.CampaignId == campaignId && i.SecondId != null)
            .GroupBy(i => new { i.SecondId, IsException = i.Findings != Finding.None })
            .Select(g => new { SecondId = g.Key.SecondId!.Value, g.Key.IsException, Count = g.Count() }).ToListAsync(cancel);
        List<long> people = [.. counts.Select(c => c.ReviewerId).Union(seconds.Select(s => s.SecondId))];
        var names = await PersonNames.ReadAsync(db, people.Select(p => (long?)p).Concat(counts.Select(c => c.ForId)), cancel);
        var paces = await OwnPace.ReadAsync(db, people, cancel);
        int Minutes(long person, int items, int exceptions) => items == 0 ? 0 : paces.Minutes(person, items, exceptions);
        var (first, second) = (counts.ToLookup(c => c.ReviewerId), seconds.ToLookup(s => s.SecondId));
        return
        [
            .. people.Select(person =>
            {
                var (mine, again) = (first[person].ToList(), second[person].Sum(s => s.Count));
                var (items, exceptions) = (mine.Sum(m => m.Count), mine.Where(m => m.IsException).Sum(m => m.Count));
                return new PlannedReviewer(
                    person, names.GetValueOrDefault(person, "not known"), mine.Where(m => m.IsAccount).Sum(m => m.Count), items, exceptions,
                    Minutes(person, items, exceptions), paces.Seconds.TryGetValue(person, out var own) ? own : null,
                    string.Join(", ", mine.Select(m => m.ForId).OfType<long>().Distinct().Select(id => names.GetValueOrDefault(id, "not known")).Order(StringComparer.Ordinal)))
                {
                    Second = again,
                    SecondMinutes = Minutes(person, again, second[person].Where(s => s.IsException).Sum(s => s.Count)),
                };
            }).OrderByDescending(r => r.Items + r.Second).ThenBy(r => r.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>What goes to other reviewers to spread the work.</summary>
    public static async Task<IReadOnlyList<PlannedShift>> ShiftsAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var shifts = await PreviewSources.ShiftsAsync(db, campaignId, cancel);
        var names = await PersonNames.ReadAsync(db, shifts.SelectMany(s => new long?[] { s.FromId, s.ToId }), cancel);
        return [.. shifts.Select(s => new PlannedShift(s.Id, names.GetValueOrDefault(s.FromId, "not known"), names.GetValueOrDefault(s.ToId, "not known"), s.Accounts))];
    }

    /// <summary>Accounts whose items go elsewhere than the rule says, and why.</summary>
    public static async Task<(IReadOnlyList<Rerouted> Lines, int Total)> ReroutedAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var groups = db.DraftItems.AsNoTracking().Where(i => i.CampaignId == campaignId && (i.Fallback != FallbackReason.None || i.ForId != null))
            .GroupBy(i => new { i.CampaignApplicationId, i.AccountRecordId, i.HolderId, Fallback = i.ForId != null && i.Fallback == FallbackReason.None ? FallbackReason.Away : i.Fallback, i.ReviewerId })
            .Select(g => new { g.Key, Count = g.Count(), First = g.Min(i => i.Number) });
        var rows = await (
            from g in groups.OrderBy(g => g.First).Take(MaxRows)
            join record in db.AccountRecords on g.Key.AccountRecordId equals record.Id
            join plan in db.CampaignApplications on g.Key.CampaignApplicationId equals plan.Id
            join application in db.Applications on plan.ApplicationId equals application.Id
            orderby g.First
            select new { Application = application.Name, record.AccountId, record.Email, record.Name, g.Key.HolderId, g.Key.Fallback, g.Key.ReviewerId, g.Count }).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, rows.Select(r => r.HolderId).Concat(rows.Select(r => r.ReviewerId)), cancel);
        return (
            [
                .. rows.Select(r => new Rerouted(
                    r.Application, r.Email.Length > 0 ? r.Email : r.Name, r.HolderId is { } holder ? names.GetValueOrDefault(holder, "not known") : "nobody known", r.Count, r.Fallback,
                    r.ReviewerId is { } reviewer ? names.GetValueOrDefault(reviewer, "not known") : null, r.AccountId, r.HolderId)),
            ],
            await groups.CountAsync(cancel));
    }

    /// <summary>The accounts left out, with their names.</summary>
    public static async Task<(IReadOnlyList<LeftOutLine> Lines, int Total)> LeftOutAsync(ReviewDb db, IQueryable<LeftOutRow> left, CancellationToken cancel)
    {
        var rows = await (
            from row in left
            join record in db.AccountRecords on row.AccountRecordId equals record.Id
            join plan in db.CampaignApplications on row.CampaignApplicationId equals plan.Id
            join application in db.Applications on plan.ApplicationId equals application.Id
            orderby application.NameKey, record.NameSort, record.Id
            select new LeftOutLine(application.Name, record.Email, record.Name, record.Role, row.Reason)).Take(MaxRows).ToListAsync(cancel);
        return (rows, await left.CountAsync(cancel));
    }
}
