using System.Text.Json;
using AccessReview.Connectors;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Connections;

/// <summary>How a file that came through a connection was read, as it is kept beside it.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Settings">What was set of it.</param>
/// <param name="Logs">The logs of sign-ins that were read to their end; null: that was not noted then.</param>
internal sealed record ReadThrough(long Connection, ConnectionSettings Settings, IReadOnlyList<SignInLog>? Logs)
{
    /// <summary>The systems whose log of sign-ins has only those with a prompt.</summary>
    internal static readonly ConnectionSystem[] WithPromptOnly = [ConnectionSystem.EntraId];

    /// <summary>How a walk through a connection read it.</summary>
    public static ReadThrough Of(Connection connection, ISource source, SourceWalk walk) => new(
        connection.Id, ConnectionSettings.Parse(connection.Settings),
        [.. walk.Counts.Select(c => source.LogOf(c.List)).OfType<SignInLog>().Distinct().Where(log => walk.IsWhole(list => source.LogOf(list) == log))]);

    /// <summary>As it is stored.</summary>
    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>How many days back an application's logs were read to their ends, by the reading of a directory and the application as that names it.</summary>
    public static async Task<IReadOnlyDictionary<(long ExtractId, string AppId), int>> DaysOfLogsAsync(ReviewDb db, long applicationId, IReadOnlyList<long> extracts, CancellationToken cancel)
    {
        var files = await db.ExtractFiles.AsNoTracking().Where(f => extracts.Contains(f.ExtractId) && f.Kind == ExtractFileKind.Grants).Select(f => new { f.ExtractId, f.Mapping }).ToListAsync(cancel);
        return files.SelectMany(f => JsonSerializer.Deserialize<ReadThrough>(f.Mapping, JsonSerializerOptions.Web)!.DaysOf(applicationId), (f, log) => (f.ExtractId, log.AppId, log.Days))
            .GroupBy(l => (l.ExtractId, l.AppId)).ToDictionary(g => g.Key, g => g.Min(l => l.Days));
    }

    // The log of Google names an application otherwise than what lets into it.
    private IEnumerable<(string AppId, int Days)> DaysOf(long applicationId) =>
        from app in Settings.Apps
        where app.ApplicationId == applicationId
        join log in Logs ?? [] on app.SignInName ?? app.AppId equals log.AppId
        select (app.AppId, log.Days);
}
