using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessReview.Web.Setup;

/// <summary><c>/health</c>: the process answers. <c>/health/ready</c>: the database is there, of this version, and guarded, the disk
/// has room, the record was anchored lately and does not lie ahead of the clock, and the follow-ups end well.</summary>
internal static class HealthSetup
{
    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(Configured.Read<HealthOptions>(builder.Configuration, "Health"));
        builder.Services.AddHealthChecks().AddCheck<DatabaseReady>("database").AddCheck<DiskSpace>("disk").AddCheck<AnchorAge>("anchor").AddCheck<FollowUpsEndWell>("follow-ups").AddCheck<ClockIsRight>("clock");
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new() { ResponseWriter = WriteAsync }).AllowAnonymous().RequireRateLimiting(Limits.Probe);
    }

    // Whoever asks on the machine itself is told why, and the log is; a stranger only whether.
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var why = Addresses.IsThisMachine(context) ? report.Entries.Select(entry => entry.Value.Description).OfType<string>() : [];
        return context.Response.WriteAsync(string.Join('\n', [report.Status.ToString(), .. why]), context.RequestAborted);
    }
}

/// <summary>Whether the database in use can be worked with.</summary>
internal sealed class DatabaseReady(Databases databases, DatabaseOptions options) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = databases.CreateDbContext();
        var migrate = databases.Current == DatabaseName.Own ? options.Migrate : DatabaseMigration.AtStart;
        if (!await db.Database.CanConnectAsync(cancellationToken))
        {
            return HealthCheckResult.Unhealthy("The database cannot be opened.");
        }

        if (await Shape.NewerAsync(db, cancellationToken) is { } newer)
        {
            return HealthCheckResult.Unhealthy($"The database is of a newer version of the product ({newer}). Run that version here, too.");
        }

        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            return HealthCheckResult.Unhealthy($"The database is of an older version of the product. {Remedy.Of(db, migrate)}");
        }

        if (await SqlServerSettings.ProblemsAsync(db, cancellationToken) is { Count: > 0 } unset)
        {
            return HealthCheckResult.Unhealthy(string.Join('\n', unset));
        }

        var missing = await Guard.MissingAsync(db, cancellationToken);
        return missing.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The database's guard lacks {string.Join(", ", missing)}. {Remedy.OfGuard(db, migrate, missing)}");
    }
}
