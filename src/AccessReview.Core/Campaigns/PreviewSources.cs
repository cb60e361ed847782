using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns.Workload;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>An account as the preview needs it.</summary>
internal sealed record AccountToReview(
    long AssessedAccountId, long AccountId, long AccountRecordId, AttentionRank Rank, string Sort, AccountStatus Status, long? HolderId, DeclaredKind? Declared,
    Finding Findings, Recommendation Recommendation);

/// <summary>An assignment as the preview needs it.</summary>
internal sealed record AssignmentToReview(long AssessedAccountId, long AssessedAssignmentId, long AssignmentRecordId, long GroupId, Finding Findings, Recommendation Recommendation);

/// <summary>What one application brings into a preview: its current assessment with what decides who reviews.</summary>
internal sealed record ApplicationToReview(
    CampaignApplication Plan, ReviewerPool Pool, IReadOnlyList<AccountToReview> Accounts, ILookup<long, AssignmentToReview> Assignments,
    IReadOnlyDictionary<long, GroupToReview> Groups, ILookup<long, long> Involved, IReadOnlyDictionary<long, LeftOutReason> Outside);

/// <summary>A group with its name's sort key and its owner, where exactly one person is meant.</summary>
internal sealed record GroupToReview(string Sort, long? OwnerId);

/// <summary>Reads what a preview is computed from.</summary>
internal static class PreviewSources
{
    /// <summary>Everybody on the newest staff lists.</summary>
    public static async Task<Dictionary<long, Candidate>> PeopleAsync(ReviewDb db, CancellationToken cancel)
    {
        var all = await CurrentPeople.Of(db).OrderBy(r => r.Id)
            .Select(r => new Candidate(r.PersonId, r.Status, r.EndDate, r.EmailKey != "", r.ManagerId) { StartDate = r.StartDate }).ToListAsync(cancel);
        return all.GroupBy(c => c.Id).ToDictionary(g => g.Key, g => g.Last());
    }

    /// <summary>One application as it is to be reviewed from now on; null when it has no assessment.</summary>
    public static async Task<ApplicationToReview?> ApplicationAsync(
        ReviewDb db, CampaignApplication plan, Dictionary<long, Candidate> people, Dictionary<long, long> away, DateTime now, CancellationToken cancel)
    {
        var application = await db.Applications.AsNoTracking().SingleAsync(a => a.Id == plan.ApplicationId, cancel);
        if (await db.Assessments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == application.CurrentAssessmentId, cancel) is not { } assessment)
        {
            return null;
        }

        var today = await CurrentPolicy.DayAsync(db, assessment.AsOf > now ? assessment.AsOf : now, cancel);
        var pool = new ReviewerPool(people, today, application.OwnerId, plan.NamedReviewerId, plan.FallbackReviewerId) { Delegates = away };
        return new ApplicationToReview(
            plan, pool, await AccountsAsync(db, assessment.Id, cancel), plan.IncludeAssignments ? await AssignmentsAsync(db, assessment.Id, cancel) : Nothing,
            await GroupsAsync(db, assessment.ExtractId, cancel), await InvolvedAsync(db, application.Id, assessment.Id, cancel),
            await PartOfApplication.OutsideAsync(db, plan, assessment, cancel));
    }

    /// <summary>The state of the sources as <see cref="DraftPreview.Assessments"/> keeps it: of one length, however many applications there are.</summary>
    public static async Task<string> StampAsync(ReviewDb db, Campaign campaign, DateTime at, CancellationToken cancel)
    {
        var ids = campaign.Applications.Where(a => a.Active).Select(a => a.ApplicationId).ToList();
        var current = await db.Applications.AsNoTracking().Where(a => ids.Contains(a.Id))
            .Select(a => new { a.CurrentAssessmentId, a.EventSeq }).ToListAsync(cancel);
        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        var state = string.Join(',', current.OrderBy(a => a.CurrentAssessmentId).ThenBy(a => a.EventSeq)
            .Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.CurrentAssessmentId ?? 0}@{a.EventSeq}"))) + await AwayNow.StampAsync(db, campaign.DayOf(at), cancel) + await LeftAsync(db, policy.DayOf(at), cancel) + await BackAsync(db, policy.DayOf(at), cancel) + Independence(policy)
            + await PartOfApplication.StampAsync(db, campaign, cancel);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)));
    }

    // Whose last day passes is no reviewer from then on, without anything being read: the newest such day is another preview.
    private static async Task<string> LeftAsync(ReviewDb db, DateOnly today, CancellationToken cancel) =>
        await db.PersonRecords.Where(r => r.EndDate < today && db.Directories.InScope().Any(d => d.CurrentExtractId == r.ExtractId)).MaxAsync(r => r.EndDate, cancel) is { } last ? string.Create(CultureInfo.InvariantCulture, $"left:{last:yyyy-MM-dd}") : "";

    // As does whoever has come back: they may review again.
    private static async Task<string> BackAsync(ReviewDb db, DateOnly today, CancellationToken cancel) =>
        await db.PersonRecords.Where(r => r.EndDate < r.StartDate && r.StartDate <= today && db.Directories.InScope().Any(d => d.CurrentExtractId == r.ExtractId)).MaxAsync(r => r.StartDate, cancel) is { } last
            ? string.Create(CultureInfo.InvariantCulture, $"back:{last:yyyy-MM-dd}") : "";

    // Another rule is another preview; other settings of the policy change no reviewer.
    private static string Independence(Policy policy) => policy is { ReciprocalReview: IndependenceRule.Recorded, AdministratorsReview: IndependenceRule.Recorded }
        ? "" : $"rules:{policy.ReciprocalReview}/{policy.AdministratorsReview}";

    /// <summary>What the owner gives to other reviewers, in the order in which it was said.</summary>
    public static Task<List<WorkloadShift>> ShiftsAsync(ReviewDb db, long campaignId, CancellationToken cancel) =>
        db.WorkloadShifts.AsNoTracking().Where(s => s.CampaignId == campaignId && s.Active).OrderBy(s => s.Id).ToListAsync(cancel);

    private static ILookup<long, AssignmentToReview> Nothing { get; } = Array.Empty<AssignmentToReview>().ToLookup(a => a.AssessedAccountId);

    private static async Task<List<AccountToReview>> AccountsAsync(ReviewDb db, long assessmentId, CancellationToken cancel) => await (
        from assessed in db.AssessedAccounts.AsNoTracking()
        join record in db.AccountRecords.AsNoTracking() on assessed.AccountRecordId equals record.Id
        join declaration in db.Declarations.AsNoTracking() on assessed.DeclarationId equals (long?)declaration.Id into declarations
        from declared in declarations.DefaultIfEmpty()
        where assessed.AssessmentId == assessmentId
        select new AccountToReview(
            assessed.Id, assessed.AccountId, assessed.AccountRecordId, assessed.Rank, record.NameSort == "" ? record.EmailKey : record.NameSort, record.Status,
            declared == null ? assessed.PersonId : declared.OwnerId, declared == null ? null : declared.Kind, assessed.Findings, assessed.Recommendation))
        .ToListAsync(cancel);

    private static async Task<ILookup<long, AssignmentToReview>> AssignmentsAsync(ReviewDb db, long assessmentId, CancellationToken cancel)
    {
        var all = await (
            from assessed in db.AssessedAssignments.AsNoTracking()
            join record in db.AssignmentRecords.AsNoTracking() on assessed.AssignmentRecordId equals record.Id
            where assessed.AssessmentId == assessmentId
            select new AssignmentToReview(assessed.AssessedAccountId, assessed.Id, record.Id, record.GroupId, assessed.Findings, assessed.Recommendation))
            .ToListAsync(cancel);
        return all.ToLookup(a => a.AssessedAccountId);
    }

    private static async Task<Dictionary<long, GroupToReview>> GroupsAsync(ReviewDb db, long extractId, CancellationToken cancel)
    {
        var addresses = await (
            from address in db.PersonAddresses.AsNoTracking()
            join record in CurrentPeople.Known(db) on address.PersonRecordId equals record.Id
            where db.GroupRecords.Any(g => g.ExtractId == extractId && g.OwnerEmailKey == address.EmailKey)
            select new { address.EmailKey, record.PersonId }).Distinct().ToListAsync(cancel);
        var owners = addresses.GroupBy(a => a.EmailKey).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.First().PersonId);
        var groups = await db.GroupRecords.AsNoTracking().Where(g => g.ExtractId == extractId).Select(g => new { g.GroupId, g.Name, g.OwnerEmailKey }).ToListAsync(cancel);
        return groups.ToDictionary(g => g.GroupId, g => new GroupToReview(TextKey.Sort(g.Name), owners.TryGetValue(g.OwnerEmailKey, out var owner) ? owner : null));
    }

    private static async Task<ILookup<long, long>> InvolvedAsync(ReviewDb db, long applicationId, long assessmentId, CancellationToken cancel)
    {
        var declared = await (
            from declaration in db.Declarations.AsNoTracking()
            join account in db.Accounts on declaration.AccountId equals account.Id
            where account.ApplicationId == applicationId && declaration.Active
            select new { account.Id, declaration.By, declaration.OwnerId }).ToListAsync(cancel);
        var matched = await (
            from match in db.HandMatches.AsNoTracking()
            join account in db.Accounts on match.AccountId equals account.Id
            where account.ApplicationId == applicationId && match.Active
            select new { account.Id, match.By }).ToListAsync(cancel);

        // Whom the address of a declared account names, and who could be meant where several could: it may be their own.
        var own = await db.AssessedAccounts.AsNoTracking()
            .Where(a => a.AssessmentId == assessmentId && (a.DeclarationId != null || a.Match == MatchKind.Several))
            .Select(a => new { a.AccountId, a.PersonId, a.Facts }).ToListAsync(cancel);
        return own.SelectMany(o => (FindingFacts.Parse(o.Facts).Candidates ?? []).Select(c => (long?)c).Append(o.PersonId), (o, who) => (Id: o.AccountId, Who: who))
            .Concat(declared.Select(d => (d.Id, Who: (long?)d.OwnerId))).Concat(declared.Select(d => (d.Id, Who: Actor.PersonOf(d.By)))).Concat(matched.Select(m => (m.Id, Who: Actor.PersonOf(m.By))))
            .Where(p => p.Who is not null).ToLookup(p => p.Id, p => p.Who!.Value);
    }
}
