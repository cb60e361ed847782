using System.Diagnostics;

namespace AccessReview.Core.Tests.Crashes;

/// <summary>One life that told a story on a data folder: a child process's, or one like it (<see cref="LifeHere"/>).</summary>
internal sealed record CrashChild(int ExitCode, IReadOnlyList<string> Told, string Errors)
{
    /// <summary>The exit code of one that was killed by kill -9.</summary>
    internal const int KilledBySignal9 = 137;

    /// <summary>Where the whole run put the host with its methods compiled; null: it is compiled as it goes.</summary>
    private static readonly string? Compiled = Environment.GetEnvironmentVariable("ACCESSREVIEW_CRASHHOST");

    /// <summary>Whether it died where it was told to.</summary>
    public bool Killed => ExitCode == KilledBySignal9;

    /// <summary>The last step it began: where it died.</summary>
    public string LastStep => Told.LastOrDefault(l => l.StartsWith("step ", StringComparison.Ordinal))?[5..] ?? "start";

    /// <summary>What the user was told of each command: its id, its name and its answer.</summary>
    public IEnumerable<(Guid Id, string Step, string Answer)> Acknowledged =>
        from line in Told
        where line.StartsWith("ack ", StringComparison.Ordinal)
        let parts = line.Split(' ', 4)
        select (Guid.Parse(parts[1]), parts[2], parts[3]);

    /// <summary>Lets a child live until it ends or dies. Anything but that is the test's failure.</summary>
    public static Task<CrashChild> LiveAsync(string story, string folder, int seed, params string[] rest) => LiveAsync(story, folder, seed, null, rest);

    /// <summary>The same, with a variable in its environment.</summary>
    public static async Task<CrashChild> LiveAsync(string story, string folder, int seed, (string Name, string Value)? variable, string[] rest)
    {
        using var process = Start(story, folder, seed, variable, rest);
        var errors = process.StandardError.ReadToEndAsync();
        var told = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var child = new CrashChild(process.ExitCode, told.Split('\n', StringSplitOptions.RemoveEmptyEntries), await errors);
        Assert.True(child.ExitCode is 0 or KilledBySignal9 or 3, $"{story} seed {seed} {string.Join(' ', rest)}: exit code {child.ExitCode} after {child.LastStep}\n{child.Errors}");
        return child;
    }

    /// <summary>Starts a child; whoever starts it ends it.</summary>
    public static Process Start(string story, string folder, int seed, params string[] rest) => Start(story, folder, seed, null, rest);

    /// <summary>Lets two live beside each other on one folder, which begin at one word, until both have ended.</summary>
    /// <returns>What they told.</returns>
    public static async Task<List<string>> LiveTogetherAsync(string story, string folder, int seed)
    {
        using var first = Start(story, folder, seed * 2, "beside");
        using var second = Start(story, folder, (seed * 2) + 1, "beside");
        Process[] nodes = [first, second];
        var errors = nodes.Select(n => n.StandardError.ReadToEndAsync()).ToList();
        foreach (var node in nodes)
        {
            while (await node.StandardOutput.ReadLineAsync() is { } line && line != "ready")
            {
            }
        }

        var told = new List<Task<string>>();
        foreach (var node in nodes)
        {
            await node.StandardInput.WriteLineAsync("go");
            await node.StandardInput.FlushAsync();
            told.Add(node.StandardOutput.ReadToEndAsync());
        }

        var lines = (await Task.WhenAll(told)).SelectMany(t => t.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.True(lines.Count(l => l == "finished") == 2, string.Join('\n', await Task.WhenAll(errors)));
        return lines;
    }

    private static Process Start(string story, string folder, int seed, (string Name, string Value)? variable, string[] rest)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Compiled ?? AppContext.BaseDirectory, "AccessReview.CrashHost.dll"), story, folder, seed.ToString(), .. rest])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A short life has nothing to learn for a longer one.
        start.Environment["DOTNET_TieredPGO"] = "0";
        if (variable is { } set)
        {
            start.Environment[set.Name] = set.Value;
        }

        return Process.Start(start)!;
    }
}
