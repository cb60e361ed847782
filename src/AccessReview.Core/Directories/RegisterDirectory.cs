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
            var key = TextKey.Of(name);
            if (key.Length == 0 || name.Length > Directory.MaxName)
            {
                return new Problem("directory.name", $"A directory needs a name of at most {Directory.MaxName} characters.");
            }

            if (await scope.Db.Directories.AnyAsync(d => d.NameKey == key, token))
            {
                return new Problem("directory.name-taken", $"There is a directory “{name}” already.");
            }

            var directory = scope.Add(new Directory { Id = scope.NewId(), Name = name, NameKey = key, Kind = kind, Rank = 1 + (await scope.Db.Directories.MaxAsync(d => (int?)d.Rank, token) ?? 0) });
            scope.Record(new DirectoryRegistered(directory.Id, kind));
            return directory.Id;
        }, cancel);
}

/// <summary>A directory was registered.</summary>
public sealed record DirectoryRegistered(long DirectoryId, DirectoryKind Kind) : EventBody;
