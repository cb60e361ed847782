using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessReview.Web.Setup;

/// <summary>Whether the record lies ahead of the clock, which then ran ahead for a while or runs behind now. The time of events never goes back: until the
/// clock has caught up, each carries the time of the last.</summary>
internal sealed class ClockIsRight(Databases databases, TimeProvider time) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = databases.CreateDbContext();
        var (last, now) = (await db.ChainHeads.AsNoTracking().Select(h => h.At).SingleAsync(cancellationToken), time.Now());
        return last <= now + Clock.Apart
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"The record's last event is of {last:yyyy-MM-dd HH:mm} UTC, and this machine's clock says {now:yyyy-MM-dd HH:mm} UTC. Set the clock right; if it is, events carry that time until the clock has caught up."));
    }
}
