using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Roles;

/// <summary>Whether the built-in first administrator may still act: only while nobody who works here holds the administrator's role.</summary>
public sealed class NeedsFirstAdministrator(Databases databases, TimeProvider time)
{
    /// <summary>True while nobody who works here is an administrator.</summary>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return !await Administrators.AnyAsync(db, await CurrentPolicy.DayAsync(db, time.Now(), cancel), cancel);
    }
}
