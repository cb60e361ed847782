using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Directories;

/// <summary>Whether somebody works here today; a session of somebody who does not is over.</summary>
public sealed class WorksHere(Databases databases, TimeProvider time)
{
    /// <summary>True when the newest staff list has the person and their employment has not ended.</summary>
    public async Task<bool> RunAsync(long personId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await CurrentPeople.FindAsync(db, personId, cancel) is { } record && !record.HasLeft(await CurrentPolicy.DayAsync(db, time.Now(), cancel));
    }
}
