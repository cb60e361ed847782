using System.Globalization;
using System.Text.Json;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence;

/// <summary>The job that makes an edition: one for each campaign and last event, however often it is asked for.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Tries">How often it was begun since it was asked for. The number of leases of its row only grows, however often it is asked for again.</param>
internal sealed record ExportJob(long CampaignId, int Tries = 0)
{
    internal const string Kind = "export";

    internal static ExportJob Read(Work work) => JsonSerializer.Deserialize<ExportJob>(work.Arguments, JsonSerializerOptions.Web)!;

    internal static string KeyOf(long campaignId, bool closed, long lastSeq) =>
        string.Create(CultureInfo.InvariantCulture, $"{campaignId}:{(closed ? "closed" : "open")}:{lastSeq}");

    /// <summary>Asks for it; a job that failed, or whose edition is not the one wanted, is waiting again.</summary>
    internal static async Task<Work> AskAsync(ReviewDb db, Campaign campaign, long lastSeq, string by, DateTime at, CancellationToken cancel)
    {
        var key = KeyOf(campaign.Id, campaign.State == CampaignState.Closed, lastSeq);
        var arguments = new ExportJob(campaign.Id).Write();
        var work = await db.Works.AsTracking().SingleOrDefaultAsync(w => w.Kind == Kind && w.UniqueKey == key, cancel);
        if (work is null)
        {
            work = new Work
            {
                Kind = Kind,
                UniqueKey = key,
                Arguments = arguments,
                AskedBy = by,
                AskedAt = at,
                State = WorkState.Waiting,
            };
            db.Add(work);
        }
        else if (work.State is WorkState.Failed or WorkState.Done)
        {
            (work.State, work.Arguments, work.Result, work.Progress, work.EndedAt) = (WorkState.Waiting, arguments, null, 0, null);
        }

        return work;
    }

    /// <summary>The same edition, begun once more.</summary>
    internal ExportJob Again() => this with { Tries = Tries + 1 };

    /// <summary>The job as a row of work keeps it.</summary>
    internal string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
