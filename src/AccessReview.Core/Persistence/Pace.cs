using System.Collections.Concurrent;

namespace AccessReview.Core.Persistence;

/// <summary>How fast one person may send commands. What comes over an open page passes no limit of the web server, and writers come one
/// at a time, so a script in one browser could keep everybody waiting. A person with a keyboard decides a few times a second, and a
/// selection of ten thousand is one command.</summary>
/// <param name="burst">Commands at once; 0: no limit.</param>
/// <param name="perSecond">Commands that come free again each second.</param>
/// <param name="time">What measures the seconds.</param>
public sealed class Pace(int burst, double perSecond, TimeProvider time)
{
    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<string, (double Left, long At)> buckets = new();

    /// <summary>No limit: what runs beside the server has one user.</summary>
    public static Pace None { get; } = new(0, 0, TimeProvider.System);

    /// <summary>Why the actor's next command comes too soon; null: it may run.</summary>
    internal Problem? Take(Actor actor)
    {
        if (burst == 0 || actor.Kind == ActorKind.Product)
        {
            return null;
        }

        if (buckets.Count > MostKept)
        {
            buckets.Clear();
        }

        var now = time.GetTimestamp();
        var taken = buckets.AddOrUpdate(
            actor.Key,
            _ => (burst - 1, now),
            (_, bucket) => (Math.Min(burst, Math.Max(0, bucket.Left) + (time.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond)) - 1, now));
        return taken.Left >= 0 ? null : new Problem(Problem.ForNow + "pace", "That was more at once than one person can mean. Nothing was lost: wait a moment, and send it again.");
    }
}
