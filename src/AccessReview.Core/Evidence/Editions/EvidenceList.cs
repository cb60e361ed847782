using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence;

/// <summary>The evidence of all campaigns: editions made, one being made, and whether the newest still covers everything.</summary>
public sealed class EvidenceList(Databases databases, TimeProvider time)
{
    /// <summary>Newest campaign first.</summary>
    public async Task<Outcome<IReadOnlyList<CampaignEvidence>>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await Sight.RefusalAsync(db, actor, Sight.Evidence, EvidenceDoor.Denied, cancel) is { } denied)
        {
            return denied;
        }

        var campaigns = await db.Campaigns.AsNoTracking().Where(c => c.LaunchedAt != null).OrderByDescending(c => c.Number).ToListAsync(cancel);
        var editions = (await (
            from edition in db.EvidenceEditions.AsNoTracking()
            join pack in db.StoredFiles on edition.PackFileId equals pack.Id
            orderby edition.Id descending
            select new { edition, Pack = pack.Length }).ToListAsync(cancel)).ToLookup(e => e.edition.CampaignId);
        var people = await PeopleAsOf.ReadAsync(db, long.MaxValue, long.MaxValue, cancel);
        var list = new List<CampaignEvidence>();
        foreach (var campaign in campaigns)
        {
            var lastSeq = await EvidenceDoor.LastSeqAsync(db, campaign.Id, cancel);
            var key = ExportJob.KeyOf(campaign.Id, campaign.State == CampaignState.Closed, lastSeq);
            var job = await db.Works.AsNoTracking().SingleOrDefaultAsync(w => w.Kind == ExportJob.Kind && w.UniqueKey == key, cancel);
            var current = await EvidenceDoor.CurrentAsync(db, campaign, lastSeq, time.Now(), cancel);
            list.Add(new CampaignEvidence(
                campaign.Number, campaign.Name, campaign.State, campaign.EndedAt, current?.Id,
                current is null ? InTheMaking(job, owed: campaign.State == CampaignState.Closed && editions[campaign.Id].All(e => e.edition.Kind != EditionKind.Close)) : null,
                [
                    .. editions[campaign.Id].Select(e => new EditionFacts(
                        e.edition.Id, new EditionName(e.edition.Kind, e.edition.Number).ToString(), e.edition.Kind, e.edition.MadeAt, people.Actor(e.edition.MadeBy), e.edition.UpToSeq,
                        Convert.ToHexStringLower(e.edition.HeadHash), e.Pack, Convert.ToHexStringLower(e.edition.PackSha256),
                        Convert.ToHexStringLower(e.edition.WorkbookSha256), Convert.ToHexStringLower(e.edition.ManifestSha256))),
                ]));
        }

        return list;
    }

    // The product owes a closed campaign its Close edition, whether the job has been written down yet or not.
    private static EvidenceInTheMaking? InTheMaking(Work? job, bool owed) => job is { State: not WorkState.Done }
        ? new EvidenceInTheMaking(job.State, job.Progress, job.Total, job.Result)
        : owed ? new EvidenceInTheMaking(WorkState.Waiting, 0, 0, null) : null;
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
    int Number, string Name, CampaignState State, DateTime? EndedAt, long? CurrentEditionId, EvidenceInTheMaking? InTheMaking, IReadOnlyList<EditionFacts> Editions);

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
