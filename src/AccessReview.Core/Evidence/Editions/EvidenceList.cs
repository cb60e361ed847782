using System.Linq.Expressions;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence;

/// <summary>The evidence of all campaigns: editions made, one being made, and whether the newest still covers everything.</summary>
public sealed class EvidenceList(Databases databases, TimeProvider time)
{
    // The product owes a closed campaign its Close edition, whether the job has been written down yet or not.
    private static readonly EvidenceInTheMaking Owed = new(WorkState.Waiting, 0, 0, null);

    /// <summary>Newest campaign first.</summary>
    public async Task<Outcome<IReadOnlyList<CampaignEvidence>>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await Sight.RefusalAsync(db, actor, Sight.Evidence, EvidenceDoor.Denied, cancel) is { } denied)
        {
            return denied;
        }

        return await ReadAsync(db, cancel);
    }

    /// <summary>The same once more while something is in the making: only how far that is, until an edition was made or a job ended.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="seen">The list as it was read last.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Outcome<IReadOnlyList<CampaignEvidence>>> WatchAsync(Actor actor, IReadOnlyList<CampaignEvidence> seen, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await Sight.RefusalAsync(db, actor, Sight.Evidence, EvidenceDoor.Denied, cancel) is { } denied)
        {
            return denied;
        }

        var keys = seen.Where(c => c.CurrentEditionId is null).Select(c => c.JobKey).ToList();
        var jobs = await JobsAsync(db, w => EF.Parameter(keys).Contains(w.UniqueKey), cancel);
        var newest = await db.EvidenceEditions.MaxAsync(e => (long?)e.Id, cancel);
        return newest != seen.SelectMany(c => c.Editions).Max(e => (long?)e.Id) || seen.Any(c => c.InTheMaking is not null && jobs.GetValueOrDefault(c.JobKey)?.State == WorkState.Done)
            ? await ReadAsync(db, cancel)
            : seen.Select(c => jobs.TryGetValue(c.JobKey, out var job) && job.State != WorkState.Done ? c with { InTheMaking = Of(job) } : c).ToList();
    }

    private async Task<List<CampaignEvidence>> ReadAsync(ReviewDb db, CancellationToken cancel)
    {
        // The last event of each by the index of its events, one step a campaign.
        var campaigns = await db.Campaigns.AsNoTracking().Where(c => c.LaunchedAt != null).OrderByDescending(c => c.Number)
            .Select(c => new { Campaign = c, LastSeq = db.AuditEvents.Where(e => e.CampaignId == c.Id).Max(e => e.Seq) }).ToListAsync(cancel);
        var editions = (await (
            from edition in db.EvidenceEditions.AsNoTracking()
            join pack in db.StoredFiles on edition.PackFileId equals pack.Id
            orderby edition.Id descending
            select new { edition, Pack = pack.Length }).ToListAsync(cancel)).ToLookup(e => e.edition.CampaignId);
        var people = await PeopleNames.ReadAsync(db, [], editions.SelectMany(e => e).Select(e => e.edition.MadeBy), cancel);
        var jobs = await JobsAsync(db, w => w.State != WorkState.Done, cancel);
        var list = new List<CampaignEvidence>();
        foreach (var (campaign, lastSeq) in campaigns.Select(c => (c.Campaign, c.LastSeq)))
        {
            var closed = campaign.State == CampaignState.Closed;
            var key = ExportJob.KeyOf(campaign.Id, closed, lastSeq);
            var current = await EvidenceDoor.CurrentAsync(db, campaign, lastSeq, editions[campaign.Id].Select(e => e.edition), time.Now(), cancel);
            list.Add(new CampaignEvidence(
                campaign.Number, campaign.Name, campaign.State, campaign.EndedAt, current?.Id,
                current is not null ? null
                    : jobs.TryGetValue(key, out var job) ? Of(job)
                    : closed && editions[campaign.Id].All(e => e.edition.Kind != EditionKind.Close) ? Owed : null,
                [
                    .. editions[campaign.Id].Select(e => new EditionFacts(
                        e.edition.Id, new EditionName(e.edition.Kind, e.edition.Number).ToString(), e.edition.Kind, e.edition.MadeAt, people.OfActor(e.edition.MadeBy), e.edition.UpToSeq,
                        Convert.ToHexStringLower(e.edition.HeadHash), e.Pack, Convert.ToHexStringLower(e.edition.PackSha256),
                        Convert.ToHexStringLower(e.edition.WorkbookSha256), Convert.ToHexStringLower(e.edition.ManifestSha256))),
                ]) { JobKey = key });
        }

        return list;
    }

    private static Task<Dictionary<string, Work>> JobsAsync(ReviewDb db, Expression<Func<Work, bool>> which, CancellationToken cancel) =>
        db.Works.AsNoTracking().Where(w => w.Kind == ExportJob.Kind).Where(which).ToDictionaryAsync(w => w.UniqueKey, cancel);

    private static EvidenceInTheMaking Of(Work job) => new(job.State, job.Progress, job.Total, job.Result);
}

/// <summary>A campaign and its evidence.</summary>
/// <param name="Number">The campaign's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="EndedAt">When it was closed or cancelled.</param>
/// <param name="CurrentEditionId">The edition that covers everything up to now; null when the campaign, what people were told of it, or what is late has moved since.</param>
/// <param name="InTheMaking">The job that makes one now, or that failed to.</param>
/// <param name="Editions">The editions made, newest first.</param>
public sealed record CampaignEvidence(
    int Number, string Name, CampaignState State, DateTime? EndedAt, long? CurrentEditionId, EvidenceInTheMaking? InTheMaking, IReadOnlyList<EditionFacts> Editions)
{
    /// <summary>What the job is known by that makes an edition of the campaign as it is.</summary>
    internal string JobKey { get; init; } = "";
}

/// <summary>An edition being made.</summary>
/// <param name="State">How the job stands.</param>
/// <param name="Rows">Rows written.</param>
/// <param name="Total">Rows in all; 0 while unknown.</param>
/// <param name="Problem">Why it failed, if it did.</param>
public sealed record EvidenceInTheMaking(WorkState State, long Rows, long Total, string? Problem);

/// <summary>An edition as the Evidence page shows it.</summary>
public sealed record EditionFacts(
    long Id, string Name, EditionKind Kind, DateTime MadeAt, string MadeBy, long UpToSeq, string Head, long PackBytes, string PackSha256,
    string WorkbookSha256, string ManifestSha256);
