using System.Diagnostics;
using System.Globalization;

namespace AccessReview.Benchmarks.Reviewers;

/// <summary>Processors in use over a stretch of time, of those the machine has: by the site, by the clients that share the machine with it,
/// and by everybody; without the last one, a time measured beside a stranger's work would look like ours.</summary>
/// <param name="Site">The site.</param>
/// <param name="Clients">The clients.</param>
/// <param name="Everybody">Whoever runs on the machine; null where it does not say.</param>
internal readonly record struct ProcessorUse(double Site, double Clients, double? Everybody)
{
    private static readonly string Machine = "/proc/stat";

    /// <summary>Begins to watch; what it gives ends the stretch.</summary>
    public static Func<ProcessorUse> Watch(SiteProcess site)
    {
        var (siteBefore, ownBefore, busyBefore, start) = (site.Spent, Own(), Busy(), TimeProvider.System.GetTimestamp());
        return () =>
        {
            var took = TimeProvider.System.GetElapsedTime(start);
            return new ProcessorUse((site.Spent - siteBefore) / took, (Own() - ownBefore) / took, busyBefore is { } before ? (Busy()!.Value - before) / took : null);
        };
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"of {Environment.ProcessorCount} processors the site used {Site:0.00}, the clients {Clients:0.00}, everybody {Everybody:0.00}");

    private static TimeSpan Own()
    {
        using var own = Process.GetCurrentProcess();
        return own.TotalProcessorTime;
    }

    /// <summary>Linux counts hundredths of a second: user, nice, system, idle, waiting for a disk, and more that is work.</summary>
    private static TimeSpan? Busy()
    {
        if (!File.Exists(Machine))
        {
            return null;
        }

        var spent = File.ReadLines(Machine).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(7).Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToList();
        return TimeSpan.FromMilliseconds(10 * (spent.Sum() - spent[3] - spent[4]));
    }
}
