using System.Globalization;
using AccessReview.Core.Applications;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Connections;

/// <summary>How the way into one application or directory stands.</summary>
public sealed class ConnectionPage(Databases databases)
{
    /// <summary>What the page shows. Never a secret.</summary>
    /// <param name="ApplicationId">The application, or null.</param>
    /// <param name="DirectoryId">The directory, or null.</param>
    /// <param name="Source">Its name.</param>
    /// <param name="Kind">Which product the application is.</param>
    /// <param name="Directory">Which kind of directory it is; null for an application.</param>
    /// <param name="Connection">The connection; null: there is none yet.</param>
    /// <param name="Reading">How reading it stands; null: never asked for.</param>
    /// <param name="Incomplete">The newest reading when it is incomplete; null otherwise.</param>
    /// <param name="Applications">Applications that a directory may be linked with.</param>
    /// <param name="MayChange">Whether the reader may set, test and end it.</param>
    public sealed record Facts(
        long? ApplicationId, long? DirectoryId, string Source, ApplicationKind Kind, DirectoryKind? Directory, Connected? Connection, ReadingState? Reading, IncompleteReading? Incomplete,
        IReadOnlyList<ApplicationChoice> Applications, bool MayChange);

    /// <summary>A connection in use. Its version is another one whenever somebody has set it otherwise.</summary>
    public sealed record Connected(
        long Id, string Version, ConnectionSystem System, string Address, ConnectionUse Use, ConnectionSettings Settings, DateTime? TestedAt, ConnectionFindings? Findings, string? MoreAcceptedBy);

    /// <summary>How reading stands.</summary>
    public sealed record ReadingState(WorkState State, long Pages, DateTime AskedAt, DateTime? EndedAt, string? Trouble, DateTime? NotBefore);

    /// <summary>A reading of no use, with the reasons.</summary>
    public sealed record IncompleteReading(int Number, DateTime At, string Why, bool MoreThanClaimed)
    {
        /// <summary>The reading, where it lacks so many that a person has to say whether they are gone; null: it does not.</summary>
        public long? LacksMany { get; init; }
    }

    /// <summary>An application.</summary>
    public sealed record ApplicationChoice(long Id, string Name);

    /// <summary>The page. Administrators and campaign owners see it.</summary>
    public async Task<Outcome<Facts>> RunAsync(Actor actor, long? applicationId, long? directoryId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var held = await RolesOf.ActorAsync(db, actor, cancel);
        if ((held & Sight.Sources) == Role.None)
        {
            return Problem.Denied("Administrators and campaign owners see connections.");
        }

        var application = applicationId is null ? null : await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.Id == applicationId, cancel);
        var directory = directoryId is null ? null : await db.Directories.AsNoTracking().SingleOrDefaultAsync(d => d.Id == directoryId, cancel);
        if (application is null == directory is null)
        {
            return Problem.NotFound(applicationId is null ? "The directory" : "The application");
        }

        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.ApplicationId == applicationId && c.DirectoryId == directoryId && c.Active, cancel);
        var newest = await db.Extracts.AsNoTracking().Where(e => e.ApplicationId == applicationId && e.DirectoryId == directoryId).OrderByDescending(e => e.Id).FirstOrDefaultAsync(cancel);
        return new Facts(
            applicationId, directoryId, application?.Name ?? directory!.Name, application?.Kind ?? ApplicationKind.Other, directory?.Kind,
            connection is null ? null : await ConnectedAsync(db, connection, cancel), connection is null ? null : await ReadingAsync(db, connection.Id, cancel),
            newest is { Completeness: Completeness.Incomplete } && (connection is null || newest.ConnectionId is null || newest.ConnectionId == connection.Id) ? new IncompleteReading(newest.Number, newest.ReadAt, newest.Why, newest.Why.Contains("more than it claims is right", StringComparison.Ordinal)) { LacksMany = newest.LacksMany && newest.ConnectionId == connection?.Id ? newest.Id : null } : null,
            directory is null ? [] : await db.Applications.AsNoTracking().OrderBy(a => a.Name).Select(a => new ApplicationChoice(a.Id, a.Name)).ToListAsync(cancel),
            (held & Role.Administrator) != Role.None);
    }

    private static async Task<Connected> ConnectedAsync(ReviewDb db, Connection connection, CancellationToken cancel) => new(
        connection.Id, connection.Version(await ConnectionSecret.OfAsync(db, connection.Id, cancel)), connection.System, connection.Address, connection.Use, ConnectionSettings.Parse(connection.Settings), connection.TestedAt,
        connection.Test is { } test ? ConnectionFindings.Parse(test) : null,
        connection.MoreAcceptedBy is { } person ? (await PersonNames.ReadAsync(db, [person], cancel)).GetValueOrDefault(person) : null);

    private static async Task<ReadingState?> ReadingAsync(ReviewDb db, long connectionId, CancellationToken cancel)
    {
        var key = connectionId.ToString(CultureInfo.InvariantCulture);
        var work = await db.Works.AsNoTracking().SingleOrDefaultAsync(w => w.Kind == ReadingJob.Kind && w.UniqueKey == key, cancel);
        return work is null ? null : new ReadingState(work.State, work.Progress, work.AskedAt, work.EndedAt, work.State == WorkState.Failed ? work.Result : null, work.NotBefore);
    }
}
