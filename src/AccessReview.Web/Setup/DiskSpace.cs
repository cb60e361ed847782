using System.Globalization;
using AccessReview.Core.Persistence;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessReview.Web.Setup;

/// <summary>Whether the disk under the data folder has room. A full disk loses no decision that was acknowledged, but takes no more.</summary>
internal sealed class DiskSpace(HealthOptions options, Databases databases) : IHealthCheck
{
    private const long Megabyte = 1024 * 1024;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Judge(new DriveInfo(Path.GetFullPath(databases.Folder)).AvailableFreeSpace / Megabyte, options.MinimumFreeMegabytes));

    /// <summary>What so many free megabytes mean.</summary>
    internal static HealthCheckResult Judge(long free, int minimum)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"The disk of the data folder has {free} MB left.");
        return free >= minimum ? HealthCheckResult.Healthy() : free >= minimum / 10 ? HealthCheckResult.Degraded(words) : HealthCheckResult.Unhealthy(words);
    }
}
