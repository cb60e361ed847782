using AccessReview.Core.Tests.SqlServer;

namespace AccessReview.Core.Tests.Crashes;

public sealed class KilledProcessTests(ITestOutputHelper output)
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, IsLong ? 20 : 3)];

    /// <summary>In the long form every life of every seed is a process.</summary>
    internal static bool IsLong { get; } = Environment.GetEnvironmentVariable("ACCESSREVIEW_LONG") == "1";

    [SqliteTheory]
    [MemberData(nameof(Seeds))]
    public async Task Killed_before_and_after_every_commit_of_a_first_start_and_small_commands_nothing_is_lost_or_done_twice(int seed)
    {
        // A first start is the same whatever the seed: the first dies at each commit, the others at fewer, in other company, and as processes.
        using var walk = new KilledAtEveryCommit("policies", seed, processes: seed > 1 || IsLong, seed == 1 ? 1 : 2 + (seed % 3));
        await walk.RunAsync();
        output.WriteLine($"seed {seed}: {walk.Kills} kills in {string.Join(", ", walk.Steps)}");
        Assert.Superset(seed > 1 ? [] : new HashSet<string> { "start", "policy-1", "policy-2", "policy-3" }, walk.Steps);
    }
}
