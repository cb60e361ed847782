using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>Gives a directory another name, also one that is out of scope: its old name is free for another one then.</summary>
public sealed class RenameDirectory(Change change)
{
    /// <summary>Renames it.</summary>
    /// <param name="commandId">Makes sending again harmless.</param>
    /// <param name="actor">Who renames it.</param>
    /// <param name="directoryId">The directory.</param>
    /// <param name="name">Its name from now on.</param>
    /// <param name="edited">The name that was seen, which is a conflict when it has another one by now.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long directoryId, string name, string edited, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(RenameDirectory), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator renames a directory.");
            }

            if (await scope.Db.Directories.AsTracking().SingleOrDefaultAsync(d => d.Id == directoryId, token) is not { } directory)
            {
                return Problem.NotFound("The directory");
            }

            if (directory.Name != edited)
            {
                return Problem.Conflict($"Somebody renamed this directory while you had it open: it is called {directory.Name} now.");
            }

            name = name.Trim();
            if (await DirectoryNames.WrongAsync(scope.Db, name, directoryId, token) is { } problem)
            {
                return problem;
            }

            if (name != directory.Name)
            {
                (directory.Name, directory.NameKey) = (name, TextKey.Of(name));
                scope.Record(new DirectoryRenamed(directoryId));
            }

            return Done.Yes;
        }, cancel);
}

/// <summary>A directory was renamed.</summary>
public sealed record DirectoryRenamed(long DirectoryId) : EventBody;
