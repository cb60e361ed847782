using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>What a directory may be called.</summary>
internal static class DirectoryNames
{
    /// <summary>What is wrong with a name, trimmed, for the directory with the given key (0 for a new one); null when nothing.</summary>
    public static async Task<Problem?> WrongAsync(ReviewDb db, string name, long directoryId, CancellationToken cancel)
    {
        var key = TextKey.Of(name);
        if (key.Length == 0 || name.Length > Directory.MaxName)
        {
            return new Problem("directory.name", $"A directory needs a name of at most {Directory.MaxName} characters.");
        }

        return await db.Directories.AnyAsync(d => d.NameKey == key && d.Id != directoryId, cancel)
            ? new Problem("directory.name-taken", $"There is a directory “{name}” already.") : null;
    }
}
