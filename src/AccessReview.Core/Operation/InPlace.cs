using System.Globalization;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Operation;

/// <summary>A folder beside the database in which a copy is made ready; it goes when this is disposed.</summary>
internal sealed class Staging : IDisposable
{
    public Staging(SqliteFile place)
    {
        Place = place;
        place.ForgetRestoring();
        System.IO.Directory.CreateDirectory(place.Restoring);
        Copy = new SqliteFile(Path.Combine(place.Restoring, Path.GetFileName(place.Path)));
        Upgraded = new SqliteFile(Copy.Path + ".upgraded");
    }

    /// <summary>The database.</summary>
    public SqliteFile Place { get; }

    /// <summary>The copy.</summary>
    public SqliteFile Copy { get; }

    /// <summary>Where a copy of the database is brought to this version, if what it has cannot be told otherwise.</summary>
    public SqliteFile Upgraded { get; }

    public void Dispose() => Place.ForgetRestoring();
}

/// <summary>Puts one database file in the place of another.</summary>
internal static class InPlace
{
    /// <summary>Puts it, in one step of the file system: at any moment there is either the old database or the new one.</summary>
    /// <returns>Where the old one lies now; null when there was none.</returns>
    public static string? Put(string made, string place, DateTime now)
    {
        OwnFile.Flush(made);
        if (!File.Exists(place))
        {
            File.Move(made, place);
            return null;
        }

        var kept = place + now.ToString("'.replaced-'yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        foreach (var ending in new[] { "-wal", "-shm" }.Where(e => File.Exists(place + e)))
        {
            // Only a database that could not be read still has its log; it must not be taken for the new one's.
            File.Move(place + ending, kept + ending);
        }

        File.Replace(made, place, kept);
        return kept;
    }
}
