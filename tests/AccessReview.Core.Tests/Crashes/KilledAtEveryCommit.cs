using AccessReview.Core.Persistence;
using AccessReview.CrashHost;

namespace AccessReview.Core.Tests.Crashes;

/// <summary>Tells a story in lives that die before and after each commit, starts the next on what the last one left, and compares the
/// end with that of a telling nobody disturbed. With a stride above 1 each life gets so many commits further before the next death.
/// Either each is a process that is killed, or each dies here (<see cref="LifeHere"/>), which takes a tenth of the time. Where a folder is
/// prepared, the story goes on from what lies there.</summary>
internal sealed class KilledAtEveryCommit(string story, int seed, bool processes, int stride = 1, string? prepared = null) : IDisposable
{
    private const int MostKills = 400;
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("accessreview-crash-").FullName;
    private readonly Dictionary<Guid, string> acknowledged = [];
    private string last = "start";
    private bool started;

    /// <summary>Lives ended so far.</summary>
    public int Kills { get; private set; }

    /// <summary>The steps in which one ended.</summary>
    public HashSet<string> Steps { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs it all, and then looks at the end in its own way too.</summary>
    public async Task RunAsync(Func<ReviewDb, Task>? atTheEnd = null)
    {
        var disturbed = Begin("killed");
        var (n, was) = (1, 0L);
        while (await KillAsync(disturbed, new Death(Before: true, n)))
        {
            Assert.True(Kills < MostKills, $"{story}, seed {seed}: {Kills} kills and still in step {last}: a step begins anew for ever");
            var now = await Progress(disturbed);
            n = now != was ? 1 : n;
            was = now;
            if (!await KillAsync(disturbed, new Death(Before: false, n)))
            {
                break;
            }

            // A commit that a restart repeats (a job's lease, an upload) would hold the walk for ever: go past it.
            now = await Progress(disturbed);
            n = now != was ? stride : n + 1;
            was = now;
        }

        await LiveAsync(disturbed, death: null);
        var undisturbed = Begin("whole");
        await LifeHere.LiveAsync(story, undisturbed, seed);
        await using var killed = new Survivor(disturbed);
        await using var whole = new Survivor(undisturbed);
        Assert.Equal(await whole.CountsAsync(), await killed.CountsAsync());
        await (atTheEnd?.Invoke(killed.Db) ?? Task.CompletedTask);
    }

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    // With the lives lived so far, so that the clock goes on as well.
    private string Begin(string name)
    {
        var data = Path.Combine(folder, name);
        if (prepared is not null)
        {
            System.IO.Directory.CreateDirectory(data);
            foreach (var file in (string[])["accessreview.db", "lives.txt"])
            {
                File.Copy(Path.Combine(prepared, file), Path.Combine(data, file));
            }
        }

        return data;
    }

    private static async Task<long> Progress(string data)
    {
        await using var survivor = new Survivor(data);
        return await survivor.ProgressAsync();
    }

    /// <summary>One life with a death in it; false when the story ended before death came.</summary>
    private async Task<bool> KillAsync(string data, Death death)
    {
        var child = await LiveAsync(data, death);
        Kills += child.Killed ? 1 : 0;
        if (child.Killed)
        {
            Steps.Add(last = child.LastStep);
        }

        return child.Killed;
    }

    private async Task<CrashChild> LiveAsync(string data, Death? death)
    {
        var child = processes && death is { } kill ? await KillProcessAsync(data, kill) : await LifeHere.LiveAsync(story, data, seed, death);
        var where = $"{story}, seed {seed}, life {Kills + 1}, {death?.ToString() ?? "in peace"} in step {child.LastStep}";
        Assert.True(child.ExitCode != Stories.Refused, $"{where}: the start was refused: {string.Join(' ', child.Told)}");
        started |= child.Told.Contains("started");
        foreach (var (id, step, answer) in child.Acknowledged)
        {
            Assert.True(acknowledged.TryAdd(id, answer) || acknowledged[id] == answer, $"{where}: {step} was answered {answer} and before {acknowledged[id]}");
        }

        await using var survivor = new Survivor(data);
        await survivor.CheckAsync(started, acknowledged, where);
        return child;
    }

    // What lies there after the kill is what a copy at that moment holds: so a life that ends in such a copy ends as one that is killed.
    private async Task<CrashChild> KillProcessAsync(string data, Death death)
    {
        var child = await CrashChild.LiveAsync(story, data, seed, death.Side, $"{death.N}", "copied");
        if (child.Killed)
        {
            var copied = data + ".copied";
            Assert.Equal(await Remains.OfAsync(copied), await Remains.OfAsync(data));
            System.IO.Directory.Delete(copied, recursive: true);
        }

        return child;
    }
}
