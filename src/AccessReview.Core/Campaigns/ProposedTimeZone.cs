using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Campaigns;

/// <summary>The time zone proposed for a new campaign.</summary>
public sealed class ProposedTimeZone(Databases databases)
{
    /// <summary>The policy's, or UTC where this machine does not know that one.</summary>
    public async Task<string> RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var zone = (await CurrentPolicy.ReadAsync(db, cancel)).Policy.TimeZone;
        return Zones.IsKnown(zone) ? zone : "UTC";
    }
}
