using System.Globalization;
using System.Text.Json;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence;

/// <summary>The job that makes an edition: one for each campaign and last event, however often it is asked for.</summary>
/// <param name="CampaignId">The campaign.</param>
internal sealed record ExportJob(long CampaignId)
{
    internal const string Kind = "export";

    internal static ExportJob Read(Work work) => JsonSerializer.Deserialize<ExportJob>(work.Arguments, JsonSerializerOptions.Web)!;

    internal static string KeyOf(long campaignId, bool closed, long lastSeq) =>
        string.Create(CultureInfo.InvariantCulture, $"{campaignId}:{(closed ? "closed" : "open")}:{lastSeq}");

    /// <summary>Asks for it; a job that failed, or whose edition is not the one wanted, is waiting again.</summary>
    internal static async Task<Work> AskAsync(ReviewDb db, Campaign campaign, long lastSeq, string by, DateTime at, CancellationToken cancel)
    {
        var key = KeyOf(campaign.Id, campaign.State == CampaignState.Closed, lastSeq);
        var work = await db.Works.AsTracking().SingleOrDefaultAsync(w => w.Kind == Kind && w.UniqueKey == key, cancel);
        if (work is null)
        {
            work = new Work
            {
                Kind = Kind,
                UniqueKey = key,
                Arguments = JsonSerializer.Serialize(new ExportJob(campaign.Id), JsonSerializerOptions.Web),
                AskedBy = by,
                AskedAt = at,
                State = WorkState.Waiting,
            };
            db.Add(work);
        }
        else if (work.State is WorkState.Failed or WorkState.Done)
        {
            (work.State, work.Result, work.Progress, work.EndedAt) = (WorkState.Waiting, null, 0, null);
        }

        return work;
    }
}
