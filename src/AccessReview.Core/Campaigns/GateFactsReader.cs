using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns.Independence;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Reads what the gates ask about, in whatever transaction the context is in.</summary>
internal static class GateFactsReader
{
    private static readonly SetAsideReason[] NoRecord = [SetAsideReason.Blank, SetAsideReason.TotalRow, SetAsideReason.RepeatedHeading, SetAsideReason.AboveHeading, SetAsideReason.ExactDuplicate];

    /// <summary>Everything the gates of a draft ask about. The preview must have been computed.</summary>
    public static async Task<GateFacts> ReadAsync(ReviewDb db, Campaign campaign, DateTime now, CancellationToken cancel)
    {
        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        var current = await PreviewCampaign.IsCurrentAsync(db, campaign, await PreviewSources.StampAsync(db, campaign, now, cancel), cancel);
        var directories = await db.Directories.AsNoTracking().InScope().OrderBy(d => d.Id).ToListAsync(cancel);
        var staffLists = new List<ReadingFacts>();
        foreach (var directory in directories.Where(d => d.CurrentExtractId is not null))
        {
            staffLists.Add((await ReadingAsync(db, directory.CurrentExtractId, directory.Name, cancel))!);
        }

        var applications = new List<ApplicationFacts>();
        foreach (var plan in campaign.Applications.Where(a => a.Active).OrderBy(a => a.Id))
        {
            applications.Add(await ApplicationAsync(db, plan, now, cancel));
        }

        var inside = applications.Select(a => a.ApplicationId).ToHashSet();
        var others = await db.Applications.AsNoTracking().InScope().OrderBy(a => a.NameKey).Select(a => new { a.Id, a.Name }).ToListAsync(cancel);
        return new GateFacts(
            now, campaign.DueAt, campaign.TimeZone, policy, current,
            await db.DraftItems.CountAsync(i => i.CampaignId == campaign.Id, cancel),
            await db.DraftItems.CountAsync(i => i.CampaignId == campaign.Id && i.ReviewerId == null, cancel),
            await db.DraftItems.Where(i => i.CampaignId == campaign.Id && i.Conflict != IndependenceConflict.None).GroupBy(i => i.Conflict).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel),
            await db.DraftItems.CountAsync(i => i.CampaignId == campaign.Id && i.SecondId != null, cancel),
            await db.DraftItems.CountAsync(i => i.CampaignId == campaign.Id && i.SecondWhy != SecondReason.None && i.SecondId == null, cancel),
            staffLists, applications, [.. others.Where(o => !inside.Contains(o.Id)).Select(o => o.Name)])
        {
            Main = await db.Campaigns.AsNoTracking().Where(c => c.Id == campaign.AddendumToId).Select(c => new { c.Number, c.State }).SingleOrDefaultAsync(cancel) is { } main ? (main.Number, main.State) : null,
            Recorded = await db.ChainHeads.AsNoTracking().Select(h => h.At).SingleAsync(cancel),
        };
    }

    private static async Task<ReadingFacts?> ReadingAsync(ReviewDb db, long? extractId, string source, CancellationToken cancel)
    {
        if (await db.Extracts.AsNoTracking().Include(e => e.Files).SingleOrDefaultAsync(e => e.Id == extractId, cancel) is not { } extract)
        {
            return null;
        }

        var files = extract.Files.Select(f => f.Id).ToList();
        var noRecord = await db.SetAsideLines.Where(l => files.Contains(l.ExtractFileId) && NoRecord.Contains(l.Reason))
            .GroupBy(l => l.ExtractFileId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return new ReadingFacts(
            source, extract.AsOf, extract.Completeness == Completeness.Complete, extract.Records,
            [.. extract.Files.OrderBy(f => f.Kind).Select(f => new FileFacts(f.FileName, f.Kind, f.Lines, f.Stored, f.SetAside, noRecord.GetValueOrDefault(f.Id), f.Claimed, f.Filters))],
            await db.Connections.AnyAsync(c => c.Id == extract.ConnectionId && c.Active, cancel), extract.CoversAssignments);
    }

    private static async Task<ApplicationFacts> ApplicationAsync(ReviewDb db, CampaignApplication plan, DateTime now, CancellationToken cancel)
    {
        var application = await db.Applications.AsNoTracking().SingleAsync(a => a.Id == plan.ApplicationId, cancel);
        var assessment = await db.Assessments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == application.CurrentAssessmentId, cancel);
        var assessed = assessment is null ? [] : await db.AssessedAccounts.Where(a => a.AssessmentId == assessment.Id)
            .GroupBy(a => a.Match).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var list = await ScopeList.ReadAsync(db, plan, cancel);
        var items = db.DraftItems.Where(i => i.CampaignId == plan.CampaignId && i.CampaignApplicationId == plan.Id);
        // Whoever has left goes whatever their role is.
        var leavers = await db.Campaigns.AnyAsync(c => c.Id == plan.CampaignId && c.Part == CampaignPart.Leavers, cancel);
        var unknown = assessed.GetValueOrDefault(MatchKind.Nobody) + assessed.GetValueOrDefault(MatchKind.Several);
        return new ApplicationFacts
        {
            ApplicationId = application.Id,
            Name = application.Name,
            HasOwner = await CurrentPeople.Here(db, await CurrentPolicy.DayAsync(db, now, cancel)).AnyAsync(p => p.PersonId == application.OwnerId, cancel),
            Reading = await ReadingAsync(db, application.CurrentExtractId, application.Name, cancel),
            RolesAsOf = leavers ? null : await RolesAsOfAsync(db, application, cancel),
            AssessmentIsNewest = await AssessmentFreshness.IsCurrentAsync(db, application.Id, cancel),
            Matched = assessed.Values.Sum() - unknown - assessed.GetValueOrDefault(MatchKind.Declared),
            Declared = assessed.GetValueOrDefault(MatchKind.Declared),
            NobodyKnown = unknown,
            ItemAccounts = await items.CountAsync(i => i.ParentNumber == null, cancel),
            LeftOut = list.Accounts,
            OutsidePart = list.OutsidePart,
            AssignmentsLeftOut = list.Assignments,
            ScopeApproved = list.IsApprovedIn(plan),
            GroupsRead = await items.Where(i => i.ParentNumber == null).Join(db.AssignmentRecords, i => i.AccountRecordId, r => r.AccountRecordId, (_, r) => r.GroupId).Distinct().CountAsync(cancel),
            GroupsReviewed = await items.Where(i => i.GroupId != null).Select(i => i.GroupId).Distinct().CountAsync(cancel),
            IncludeAssignments = plan.IncludeAssignments,
            Previous = assessment is not null && await PreviousReviewReader.LastClosedAsync(db, application.Id, cancel) is { } previous
                ? await (await GoneAccounts.SinceAsync(db, previous.CampaignId, assessment, now, cancel)).CountAsync(cancel) : null,
        };
    }

    private static async Task<DateTime?> RolesAsOfAsync(ReviewDb db, Application application, CancellationToken cancel)
    {
        var said = db.AccountRecords.Where(r => r.RoleKey != "");
        return !await db.PrivilegedRoles.AnyAsync(p => p.ApplicationId == application.Id && p.Active, cancel) || await said.AnyAsync(r => r.ExtractId == application.CurrentExtractId, cancel)
            ? null
            : await db.Extracts.Where(e => e.ApplicationId == application.Id && e.Completeness == Completeness.Complete && said.Any(r => r.ExtractId == e.Id)).MaxAsync(e => (DateTime?)e.AsOf, cancel);
    }
}
