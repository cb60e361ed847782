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
    /// <summary>How a walk through a connection read it.</summary>
    public static ReadThrough Of(Connection connection, ISource source, SourceWalk walk) => new(
        connection.Id, ConnectionSettings.Parse(connection.Settings),
        [.. walk.Counts.Where(c => walk.NotKnownOf(list => list == c.List).Count == 0).Select(c => source.LogOf(c.List)).OfType<SignInLog>()]);

    /// <summary>As it is stored.</summary>
    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>How many days back each application's log was read to its end, by the reading of a directory and the application as that names it.</summary>
    public static async Task<IReadOnlyDictionary<(long ExtractId, string AppId), int>> DaysOfLogsAsync(ReviewDb db, IReadOnlyList<long> extracts, CancellationToken cancel)
    {
        var files = await db.ExtractFiles.AsNoTracking().Where(f => extracts.Contains(f.ExtractId) && f.Kind == ExtractFileKind.Grants).Select(f => new { f.ExtractId, f.Mapping }).ToListAsync(cancel);
        return files.SelectMany(f => (JsonSerializer.Deserialize<ReadThrough>(f.Mapping, JsonSerializerOptions.Web)?.Logs ?? []).Select(l => (f.ExtractId, Log: l)))
            .ToDictionary(l => (l.ExtractId, l.Log.AppId), l => l.Log.Days);
    }
}
