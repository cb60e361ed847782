using System.Globalization;
using AccessReview.Core.Persistence;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessReview.Web.Setup;

/// <summary>Whether the disk under the data folder, and under a database that lies elsewhere, has room. A full disk loses no decision that was
/// acknowledged, but takes no more.</summary>
internal sealed class DiskSpace(HealthOptions options, DatabaseOptions database, Databases databases) : IHealthCheck
{
    private const long Megabyte = 1024 * 1024;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Judge([.. Places().Select(p => (p.Name, new DriveInfo(p.Folder).AvailableFreeSpace / Megabyte))], options.MinimumFreeMegabytes));

    /// <summary>What so many free megabytes mean: the fullest disk tells.</summary>
    private static HealthCheckResult Judge(IReadOnlyList<(string Name, long Free)> places, int minimum)
    {
        var words = string.Join(' ', places.Where(p => p.Free < minimum).Select(p => string.Create(CultureInfo.InvariantCulture, $"The disk of {p.Name} has {p.Free} MB left.")));
        return words.Length == 0 ? HealthCheckResult.Healthy() : places.Min(p => p.Free) >= minimum / 10 ? HealthCheckResult.Degraded(words) : HealthCheckResult.Unhealthy(words);
    }

    private IEnumerable<(string Name, string Folder)> Places()
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(databases.Folder));
        yield return ("the data folder", folder);
        if (database.Provider == DatabaseProvider.Sqlite && Path.GetDirectoryName(new SqliteFile(databases.CurrentFile).Path) is { } elsewhere && elsewhere != folder)
        {
            yield return ("the database", elsewhere);
        }
    }
}
