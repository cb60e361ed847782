using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessReview.Web.Setup;

/// <summary>Whether the record was anchored lately, where the last anchor still lies. Anchors are made once a day when anything
/// happened; two days without one say that their folder or key cannot be used.</summary>
internal sealed class AnchorAge(Databases databases, AnchorFolder anchors, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Late = TimeSpan.FromDays(2);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = databases.CreateDbContext();
        var installation = await db.Installations.AsNoTracking().SingleAsync(cancellationToken);
        if (installation.Sample)
        {
            return HealthCheckResult.Healthy();
        }

        Anchor? last;
        try
        {
            if (anchors.Lacks(installation.Key) is { } lacks)
            {
                return HealthCheckResult.Degraded(lacks);
            }

            last = anchors.Newest(installation.Key, time.Now());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return HealthCheckResult.Degraded($"Evidence:AnchorFolder {anchors.Path} cannot be read: {e.Message}");
        }

        var (seq, since) = (last?.Seq ?? 0, last?.At ?? installation.MadeAt);

        // The first event that no anchor covers: a record in which nothing happens needs no new one.
        var first = await db.AuditEvents.Where(e => e.Seq > seq).OrderBy(e => e.Seq).Select(e => (DateTime?)e.At).FirstOrDefaultAsync(cancellationToken);
        return first is not { } at || !time.HasPassed(Late, at) || !time.HasPassed(Late, since)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"The record was last anchored {(last is null ? "never" : $"at {last.At:yyyy-MM-dd HH:mm} UTC")}, and events since {first:yyyy-MM-dd HH:mm} UTC are not. Look at Evidence:AnchorFolder and Evidence:AnchorKeyFile."));
    }
}
