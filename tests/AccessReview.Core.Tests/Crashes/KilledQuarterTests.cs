using AccessReview.Core.Tests.SqlServer;

namespace AccessReview.Core.Tests.Crashes;

public sealed class KilledQuarterTests(ITestOutputHelper output)
{
    public static TheoryData<int> Seeds => KilledProcessTests.Seeds;

    [SqliteTheory]
    [MemberData(nameof(Seeds))]
    public async Task Killed_before_and_after_every_commit_of_a_quarter_nothing_is_lost_or_half_done_or_done_twice(int seed)
    {
        // The first seed dies at each commit; the others die at fewer, in other company, and as processes.
        using var walk = new KilledAtEveryCommit("quarter", seed, processes: seed > 1 || KilledProcessTests.IsLong, seed == 1 ? 1 : 9 + (seed % 4));
        await walk.RunAsync();
        output.WriteLine($"seed {seed}: {walk.Kills} kills in {string.Join(", ", walk.Steps)}");
        Assert.Superset(seed > 1 ? [] : new HashSet<string> { "start", "import-people", "import-access", "launch", "bulk-200", "sign-off", "export" }, walk.Steps);
    }
}
