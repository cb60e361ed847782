using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>Makes a directory known, so that people can be read into it.</summary>
public sealed class RegisterDirectory(Change change)
{
    /// <summary>Registers it; gives its key.</summary>
    public Task<Outcome<long>> RunAsync(Guid commandId, Actor actor, string name, DirectoryKind kind, CancellationToken cancel) =>
        change.RunAsync<long>(commandId, actor, nameof(RegisterDirectory), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator registers a directory.");
            }

            name = name.Trim();
            if (await DirectoryNames.WrongAsync(scope.Db, name, 0, token) is { } problem)
            {
                return problem;
            }

            var directory = scope.Add(new Directory { Id = scope.NewId(), Name = name, NameKey = TextKey.Of(name), Kind = kind, Rank = 1 + (await scope.Db.Directories.MaxAsync(d => (int?)d.Rank, token) ?? 0) });
            scope.Record(new DirectoryRegistered(directory.Id, kind));
            return directory.Id;
        }, cancel);
}

/// <summary>A directory was registered.</summary>
public sealed record DirectoryRegistered(long DirectoryId, DirectoryKind Kind) : EventBody;
