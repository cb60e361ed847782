namespace AccessReview.Core.Tests.Crashes;

public sealed class KilledProcessTests(ITestOutputHelper output)
{
    public static TheoryData<int> Seeds =>
        [.. Enumerable.Range(1, Environment.GetEnvironmentVariable("ACCESSREVIEW_LONG") == "1" ? 20 : 3)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Killed_before_and_after_every_commit_of_a_first_start_and_small_commands_nothing_is_lost_or_done_twice(int seed)
    {
        using var walk = new KilledAtEveryCommit("policies", seed);
        await walk.RunAsync();
        output.WriteLine($"seed {seed}: {walk.Kills} kills in {string.Join(", ", walk.Steps)}");
        Assert.Superset(new HashSet<string> { "start", "policy-1", "policy-2", "policy-3" }, walk.Steps);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Killed_before_and_after_every_commit_of_a_quarter_nothing_is_lost_or_half_done_or_done_twice(int seed)
    {
        // The first seed dies at each commit; the others die at fewer, and in other company.
        using var walk = new KilledAtEveryCommit("quarter", seed, seed == 1 ? 1 : 2 + (seed % 4));
        await walk.RunAsync();
        output.WriteLine($"seed {seed}: {walk.Kills} kills in {string.Join(", ", walk.Steps)}");
        Assert.Superset(seed > 1 ? [] : new HashSet<string> { "start", "import-people", "import-access", "launch", "bulk-200", "sign-off", "export" }, walk.Steps);
    }
}
