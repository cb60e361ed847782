using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Parts of a campaign's page that are read alike wherever they are shown.</summary>
internal static class CampaignPageParts
{
    /// <summary>The applications of a launched campaign.</summary>
    public static async Task<IReadOnlyList<CampaignApplicationLine>> ApplicationsAsync(
        ReviewDb db, Campaign campaign, IReadOnlyDictionary<long, string> names, Actor actor, CancellationToken cancel)
    {
        var lines = new List<CampaignApplicationLine>();
        var second = campaign.State == CampaignState.Active ? await Closing.SecondSignature.ReadAsync(db, campaign, cancel) : [];
        foreach (var plan in campaign.Applications.Where(a => a.Active).OrderBy(a => a.Id))
        {
            var application = await db.Applications.AsNoTracking().Where(a => a.Id == plan.ApplicationId).Select(a => new { a.Name, a.OwnerId }).SingleAsync(cancel);
            var asOf = await db.Assessments.Where(a => a.Id == plan.AssessmentId).Select(a => a.AsOf).SingleOrDefaultAsync(cancel);
            var leftOut = await db.LeftOutAccounts.CountAsync(l => l.CampaignId == campaign.Id && l.CampaignApplicationId == plan.Id, cancel);
            var missing = second.FirstOrDefault(s => s.ApplicationId == plan.ApplicationId && s.IsNeeded && !s.IsGiven);
            lines.Add(new CampaignApplicationLine(
                plan.ApplicationId, application.Name, WhoReviews(plan), Second(plan, names), leftOut, plan.ScopeApprovedById is { } by ? names.GetValueOrDefault(by) : null, asOf,
                application.OwnerId is not null && application.OwnerId == actor.PersonId, missing is not null)
            {
                HasSigner = missing is { HasSigner: true },
            });
        }

        return lines;
    }

    /// <summary>The completeness checks, in the order of their numbers.</summary>
    public static async Task<IReadOnlyList<CheckLine>> ChecksAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var names = await db.Applications.AsNoTracking().ToDictionaryAsync(a => a.Id, a => a.Name, cancel);
        var checks = await db.CompletenessChecks.AsNoTracking().Where(c => c.CampaignId == campaignId).OrderBy(c => c.Id).ToListAsync(cancel);
        return
        [
            .. checks.OrderBy(c => int.Parse(c.Check.AsSpan(1))).ThenBy(c => c.Id).Select(c => new CheckLine(
                c.Check, c.ApplicationId is { } id ? names.GetValueOrDefault(id) : null, c.WhatA, c.CountA, c.WhatB, c.CountB, c.Result, c.Explained, c.RunAt)),
        ];
    }

    /// <summary>How the deadline was moved, in order.</summary>
    public static async Task<IReadOnlyList<ExtensionLine>> ExtensionsAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var rows = await (from extension in db.DeadlineExtensions.AsNoTracking()
                          where extension.CampaignId == campaignId
                          join text in db.PrivateTexts on extension.ReasonId equals text.Id into texts
                          from text in texts.DefaultIfEmpty()
                          orderby extension.Id
                          select new { extension.From, extension.To, extension.By, extension.At, Reason = text == null ? null : text.Text }).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, rows.Select(r => Actor.PersonOf(r.By)), cancel);
        return [.. rows.Select(r => new ExtensionLine(r.From, r.To, Actor.PersonOf(r.By) is { } by ? names.GetValueOrDefault(by, "not known") : "not known", r.At, r.Reason))];
    }

    private static string Second(CampaignApplication plan, IReadOnlyDictionary<long, string> names)
    {
        var what = SecondReviewWords.Of(plan.SecondReview);
        return plan.SecondReview == SecondReviewRule.None ? what
            : $"{what}, before {(plan.SecondReviewerId is { } id ? names.GetValueOrDefault(id, "not known") : "the application's owner")}";
    }

    private static string WhoReviews(CampaignApplication plan)
    {
        var accounts = "Accounts: " + ReviewerWords.Of(plan.AccountReviewer) + ".";
        return plan switch
        {
            { IncludeAssignments: false } => accounts + " Assignments are not reviewed.",
            { AssignmentReviewer: { } rule } => accounts + " Assignments: " + ReviewerWords.Of(rule) + ".",
            _ => accounts + " Assignments: whoever reviews the account.",
        };
    }
}
