using AccessReview.Core.Persistence;

namespace AccessReview.Core.Tests.Crashes;

/// <summary>Tells a story in child processes that are killed before and after each commit, starts the next on what the last one
/// left, and compares the end with that of a telling nobody disturbed. With a stride above 1 each life gets so many commits further
/// before the next death. Where a folder is prepared, the story goes on from what lies there.</summary>
internal sealed class KilledAtEveryCommit(string story, int seed, int stride = 1, string? prepared = null) : IDisposable
{
    private const int MostKills = 400;
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("accessreview-crash-").FullName;
    private readonly Dictionary<Guid, string> acknowledged = [];
    private string last = "start";
    private bool started;

    /// <summary>Processes killed so far.</summary>
    public int Kills { get; private set; }

    /// <summary>The steps in which one was killed.</summary>
    public HashSet<string> Steps { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs it all, and then looks at the end in its own way too.</summary>
    public async Task RunAsync(Func<ReviewDb, Task>? atTheEnd = null)
    {
        var disturbed = Begin("killed");
        var (n, was) = (1, 0L);
        while (await KillAsync(disturbed, "before", n))
        {
            Assert.True(Kills < MostKills, $"{story}, seed {seed}: {Kills} kills and still in step {last}: a step begins anew for ever");
            var now = await Progress(disturbed);
            n = now != was ? 1 : n;
            was = now;
            if (!await KillAsync(disturbed, "after", n))
            {
                break;
            }

            // A commit that a restart repeats (a job's lease, an upload) would hold the walk for ever: go past it.
            now = await Progress(disturbed);
            n = now != was ? stride : n + 1;
            was = now;
        }

        await LiveAsync(disturbed, "in peace");
        var undisturbed = Begin("whole");
        await CrashChild.LiveAsync(story, undisturbed, seed);
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
    private async Task<bool> KillAsync(string data, string when, int n)
    {
        var child = await LiveAsync(data, $"killed {when} commit {n}", when, n.ToString());
        Kills += child.Killed ? 1 : 0;
        if (child.Killed)
        {
            Steps.Add(last = child.LastStep);
        }

        return child.Killed;
    }

    private async Task<CrashChild> LiveAsync(string data, string how, params string[] rest)
    {
        var child = await CrashChild.LiveAsync(story, data, seed, rest);
        var where = $"{story}, seed {seed}, life {Kills + 1}, {how} in step {child.LastStep}";
        Assert.True(child.ExitCode != 3, $"{where}: the start was refused: {string.Join(' ', child.Told)}");
        started |= child.Told.Contains("started");
        foreach (var (id, step, answer) in child.Acknowledged)
        {
            Assert.True(acknowledged.TryAdd(id, answer) || acknowledged[id] == answer, $"{where}: {step} was answered {answer} and before {acknowledged[id]}");
        }

        await using var survivor = new Survivor(data);
        await survivor.CheckAsync(started, acknowledged, where);
        return child;
    }
}
