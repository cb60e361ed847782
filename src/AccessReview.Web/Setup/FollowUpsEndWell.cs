using System.Globalization;
using AccessReview.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessReview.Web.Setup;

/// <summary>Whether everything that the clock does ended well when it was last done. What fails is tried again every minute and stops nothing
/// else, so that nobody would notice; why stands in the log.</summary>
internal sealed class FollowUpsEndWell(FollowUpFailures failures) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var failing = await failures.ReadAsync(cancellationToken);
        return failing.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Join('\n', failing.Select(
                f => string.Create(CultureInfo.InvariantCulture, $"The follow-up {f.Name} has failed since {f.Since:yyyy-MM-dd HH:mm} UTC. The log says why."))));
    }
}
