using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Scoping;

/// <summary>Applications and directories by whether they are in scope. What speaks of the present asks only of those that are; what speaks of
/// a campaign, a removal or the past asks of all.</summary>
internal static class ScopedSources
{
    /// <summary>Those in scope.</summary>
    public static IQueryable<T> InScope<T>(this IQueryable<T> all)
        where T : class, IScoped => all.Where(s => s.OutOfScopeSeq == null);

    /// <summary>Those that were taken out of scope.</summary>
    public static IQueryable<T> OutOfScope<T>(this IQueryable<T> all)
        where T : class, IScoped => all.Where(s => s.OutOfScopeSeq != null);

    /// <summary>The application or the directory, to change it; null: there is none. Exactly one of the two is named.</summary>
    public static async Task<IScoped?> FindAsync(ReviewDb db, long? applicationId, long? directoryId, CancellationToken cancel) => (applicationId, directoryId) switch
    {
        ({ } application, null) => await db.Applications.AsTracking().SingleOrDefaultAsync(a => a.Id == application, cancel),
        (null, { } directory) => await db.Directories.AsTracking().SingleOrDefaultAsync(d => d.Id == directory, cancel),
        _ => null,
    };

    /// <summary>Why nothing new is read or planned of it: it is out of scope. Null: it is in scope, or there is none.</summary>
    public static async Task<Problem?> RefusalAsync(ReviewDb db, long? applicationId, long? directoryId, CancellationToken cancel)
    {
        var name = await db.Applications.OutOfScope().Where(a => a.Id == applicationId).Select(a => a.Name).SingleOrDefaultAsync(cancel)
            ?? await db.Directories.OutOfScope().Where(d => d.Id == directoryId).Select(d => d.Name).SingleOrDefaultAsync(cancel);
        return name is null ? null : Out(name);
    }

    /// <summary>It is out of scope, and would have to be in it.</summary>
    public static Problem Out(string name) => new("scope.out", $"{name} is out of scope. An administrator brings it back into scope first.");
}
