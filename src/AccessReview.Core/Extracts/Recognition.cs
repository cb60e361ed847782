using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>A reading on its way in.</summary>
/// <param name="Source">The application or directory it is of.</param>
/// <param name="Connection">The connection it came through; null: files.</param>
/// <param name="Previous">The newest complete reading of the same source, if there is one.</param>
internal readonly record struct NextReading(long Source, long? Connection, long? Previous)
{
    /// <summary>The readings of the same source that came another way, through another connection or as a file: an id that one of them gave may be
    /// somebody else's here.</summary>
    public Task<HashSet<long>> OtherWaysAsync(ReviewDb db, CancellationToken cancel)
    {
        var (source, connection) = (Source, Connection);
        return db.Extracts.Where(e => (e.ApplicationId == source || e.DirectoryId == source) && e.ConnectionId != connection).Select(e => e.Id).ToHashSetAsync(cancel);
    }
}

/// <summary>Finds for each line of a reading what it was known as before: the surest sign first, and nothing is given to two lines.</summary>
internal sealed class Recognition(int lines)
{
    private readonly long?[] found = new long?[lines];
    private readonly HashSet<long> given = [];
    private List<int> open = [.. Enumerable.Range(0, lines)];

    /// <summary>Whether lines are left that nothing was found for.</summary>
    public bool IsOpen => open.Count > 0;

    /// <summary>What each line is known as; nothing where it is new.</summary>
    public IReadOnlyList<long?> Found => found;

    /// <summary>Looks at the lines left by one more sign.</summary>
    public void By(Func<int, long?> sign)
    {
        var left = new List<int>();
        foreach (var line in open)
        {
            if (sign(line) is { } id && given.Add(id))
            {
                found[line] = id;
            }
            else
            {
                left.Add(line);
            }
        }

        open = left;
    }
}
