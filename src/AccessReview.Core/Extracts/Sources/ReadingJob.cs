using System.Globalization;
using System.Text.Json;
using AccessReview.Core.Connections;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>The job that reads one connection: one at a time for each, however often it is asked for.</summary>
/// <param name="ConnectionId">The connection.</param>
/// <param name="Run">Names this reading: stored once, whatever happens in between.</param>
/// <param name="Tries">How often the source passed during this reading. The job is one for every reading of the connection, so that its
/// number of leases, which only grows, says nothing of this one.</param>
/// <param name="Mark">What the connection was when its pages were asked for (<see cref="ReadyConnection.Mark"/>); null: none was.</param>
/// <param name="Anew">How often it was begun anew because a list came apart while it was read.</param>
internal sealed record ReadingJob(long ConnectionId, Guid Run, int Tries = 0, string? Mark = null, int Anew = 0)
{
    internal const string Kind = "reading";

    internal static ReadingJob Read(Work work) => JsonSerializer.Deserialize<ReadingJob>(work.Arguments, JsonSerializerOptions.Web)!;

    internal static string KeyOf(long connectionId) => connectionId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Asks for a reading; one under way is the answer too.</summary>
    internal static async Task<Work> AskAsync(ReviewDb db, Connection connection, string by, DateTime at, CancellationToken cancel)
    {
        var key = KeyOf(connection.Id);
        var arguments = new ReadingJob(connection.Id, Guid.NewGuid()).Write();
        if (await db.Works.AsTracking().SingleOrDefaultAsync(w => w.Kind == Kind && w.UniqueKey == key, cancel) is not { } work)
        {
            work = new Work { Kind = Kind, UniqueKey = key, Arguments = arguments, AskedBy = by, AskedAt = at, State = WorkState.Waiting };
            db.Add(work);
        }
        else if (work.State is WorkState.Failed or WorkState.Done)
        {
            // Pages of a reading that was given up are of another day.
            await db.KeptPages.Where(p => p.WorkId == work.Id).ExecuteDeleteAsync(cancel);
            (work.State, work.Arguments, work.Result, work.Progress, work.Total, work.EndedAt, work.NotBefore) = (WorkState.Waiting, arguments, null, 0, 0, null, null);
            (work.AskedBy, work.AskedAt) = (by, at);
        }

        return work;
    }

    /// <summary>The same reading after the source passed once more.</summary>
    internal ReadingJob Again() => this with { Tries = Tries + 1 };

    /// <summary>The same reading from its beginning.</summary>
    internal ReadingJob Afresh() => this with { Anew = Anew + 1 };

    /// <summary>Another reading, of what the connection is now.</summary>
    internal ReadingJob Of(string mark) => new(ConnectionId, Guid.NewGuid(), Mark: mark);

    /// <summary>The job as a row of work keeps it.</summary>
    internal string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
