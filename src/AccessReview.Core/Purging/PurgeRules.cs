using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Purging;

/// <summary>What may be purged, and by whom.</summary>
internal static class PurgeRules
{
    /// <summary>Why this may not be purged; null when it may.</summary>
    public static Task<Problem?> StandingAsync(ReviewDb db, PurgeKind kind, long id, DateTime now, CancellationToken cancel) =>
        kind == PurgeKind.Reading ? ReadingAsync(db, id, cancel) : CampaignAsync(db, id, now, cancel);

    /// <summary>Whether two who hold these roles are an administrator and a campaign owner between them.</summary>
    public static bool AreBoth(Role first, Role second) =>
        (first.HasFlag(Role.Administrator) && second.HasFlag(Role.CampaignOwner)) || (first.HasFlag(Role.CampaignOwner) && second.HasFlag(Role.Administrator));

    /// <summary>The last day on which an ended campaign must be kept: the later of what its row and what the event that ended it says, as nothing
    /// brings it forward.</summary>
    public static async Task<DateOnly> KeptUntilAsync(ReviewDb db, Campaign campaign, Policy policy, CancellationToken cancel)
    {
        var until = campaign.RetainUntil ?? DateOnly.FromDateTime(campaign.EndedAt!.Value).AddYears(policy.RetentionYears);
        return await RetainedUntil.OfAsync(db, campaign.Id, cancel) is { } said && said > until ? said : until;
    }

    /// <summary>Readings that no campaign used but the given one, that are nobody's newest, and that hold something still.</summary>
    public static IQueryable<Extract> Unused(ReviewDb db, IReadOnlyCollection<long> purged, long besides) => db.Extracts.Where(e =>
        !purged.Contains(e.Id)
        && !db.Applications.Any(a => a.CurrentExtractId == e.Id)
        && !db.Directories.Any(d => d.CurrentExtractId == e.Id)
        && !db.CampaignApplications.Any(c => c.CampaignId != besides && db.Assessments.Any(a => a.Id == c.AssessmentId
            && (a.ExtractId == e.Id || db.AssessmentSources.Any(s => s.AssessmentId == a.Id && s.ExtractId == e.Id))))
        && !db.RemovalChecks.Any(c => c.ExtractId == e.Id && db.Removals.Any(r => r.Id == c.RemovalId && r.CampaignId != besides)));

    /// <summary>The readings that go with a purge.</summary>
    public static async Task<IReadOnlyList<long>> ReadingsAsync(ReviewDb db, PurgeKind kind, long id, CancellationToken cancel)
    {
        if (kind == PurgeKind.Reading)
        {
            return [id];
        }

        var used = from c in db.CampaignApplications
                   where c.CampaignId == id && c.AssessmentId != null
                   join a in db.Assessments on c.AssessmentId equals a.Id
                   select a;
        var cited = await used.Select(a => a.ExtractId)
            .Union(used.Join(db.AssessmentSources, a => a.Id, s => s.AssessmentId, (_, s) => s.ExtractId))
            .Union(db.RemovalChecks.Where(c => db.Removals.Any(r => r.Id == c.RemovalId && r.CampaignId == id)).Select(c => c.ExtractId)).ToListAsync(cancel);
        return await Unused(db, await DoneAsync(db, cancel), besides: id).Where(e => cited.Contains(e.Id)).Select(e => e.Id).Order().ToListAsync(cancel);
    }

    /// <summary>Readings that were purged already. Only the events say what was: a job is a row that nothing guards.</summary>
    public static async Task<IReadOnlyList<long>> DoneAsync(ReviewDb db, CancellationToken cancel)
    {
        // Each file of a purged reading names the event that emptied it, so the log need not be walked.
        var seqs = await db.ExtractFiles.Where(f => f.FileName == PurgeStatements.Emptied).Select(f => f.EventSeq).Distinct().ToListAsync(cancel);
        return [.. (await Purges(db).Where(e => EF.Parameter(seqs).Contains(e.Seq)).OrderBy(e => e.Seq).ToListAsync(cancel)).SelectMany(e => EventJson.Read<Purged>(e).Extracts)];
    }

    /// <summary>Whether a campaign was purged.</summary>
    public static Task<bool> IsPurgedAsync(ReviewDb db, long campaignId, CancellationToken cancel) =>
        CampaignsDone(db).AnyAsync(id => id == campaignId, cancel);

    /// <summary>The campaigns that were purged.</summary>
    public static Task<List<long>> CampaignsDoneAsync(ReviewDb db, CancellationToken cancel) => CampaignsDone(db).ToListAsync(cancel);

    // Nothing touches a campaign's row once it was purged: only what came after the event that did last is looked through, and not every decision.
    private static IQueryable<long> CampaignsDone(ReviewDb db) =>
        db.Campaigns.Where(c => c.EndedAt != null && Purges(db).Any(e => e.CampaignId == c.Id && e.Seq > c.EventSeq)).Select(c => c.Id);

    private static IQueryable<AuditEvent> Purges(ReviewDb db) => db.AuditEvents.AsNoTracking().Where(e => e.Type == nameof(Purged));

    private static async Task<Problem?> ReadingAsync(ReviewDb db, long id, CancellationToken cancel)
    {
        if (await db.Extracts.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancel) is not { } reading)
        {
            return Problem.NotFound("This reading");
        }

        if (await db.Applications.AnyAsync(a => a.CurrentExtractId == id, cancel) || await db.Directories.AnyAsync(d => d.CurrentExtractId == id, cancel))
        {
            return new Problem("purge.newest", $"X{reading.Number} is the newest reading of its source, and everything is judged by it. Bring in the right file first.");
        }

        return await Unused(db, await DoneAsync(db, cancel), besides: 0).AnyAsync(e => e.Id == id, cancel)
            ? null
            : new Problem("purge.used", $"X{reading.Number} is kept: a campaign or a removal rests on it, or it was purged already. It goes with its campaign.");
    }

    private static async Task<Problem?> CampaignAsync(ReviewDb db, long id, DateTime now, CancellationToken cancel)
    {
        if (await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } campaign)
        {
            return Problem.NotFound("This campaign");
        }

        if (campaign.State is CampaignState.Draft or CampaignState.Active)
        {
            return new Problem("purge.open", $"Campaign C{campaign.Number} is {Campaign.Word(campaign.State)}. Only what has ended can be purged.");
        }

        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        var until = await KeptUntilAsync(db, campaign, policy, cancel);
        return until >= DateOnly.FromDateTime(now) ? new Problem("purge.kept", string.Create(CultureInfo.InvariantCulture, $"Campaign C{campaign.Number} must be kept until {until:d MMM yyyy}."))
            : await IsPurgedAsync(db, id, cancel) ? new Problem("purge.done", $"Campaign C{campaign.Number} was purged already.")
            : null;
    }
}
