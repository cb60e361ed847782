using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Crashes;

/// <summary>The process dies, as by kill -9, before or after each commit from the reading that shows leavers to the removals of what they could get
/// into.</summary>
public sealed class KilledLeaversTests(ITestOutputHelper output) : IDisposable
{
    private readonly string prepared = System.IO.Directory.CreateTempSubdirectory("accessreview-leavers-").FullName;

    // The first seed dies at each commit; a second at fewer, in other company, and as processes.
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, KilledProcessTests.IsLong ? 10 : 2)];

    public void Dispose() => System.IO.Directory.Delete(prepared, recursive: true);

    [SqliteTheory]
    [MemberData(nameof(Seeds))]
    public async Task Killed_before_and_after_every_commit_the_leavers_are_asked_about_once_and_each_revoke_has_one_removal(int seed)
    {
        await LifeHere.LiveAsync("prepare-leavers", prepared, seed);
        using var walk = new KilledAtEveryCommit("leavers", seed, processes: seed > 1 || KilledProcessTests.IsLong, seed == 1 ? 1 : 2 + (seed % 3), prepared);
        await walk.RunAsync(OneOfEachAsync);
        output.WriteLine($"seed {seed}: {walk.Kills} kills in {string.Join(", ", walk.Steps)}");
        Assert.Superset(seed > 1 ? [] : new HashSet<string> { "import-access", "revoke-one", "revoke-rest", "sign-off" }, walk.Steps);
    }

    private static async Task OneOfEachAsync(ReviewDb db)
    {
        var campaign = await db.Campaigns.SingleAsync();
        Assert.Equal((CampaignPart.Leavers, CampaignState.Active, "product"), (campaign.Part, campaign.State, campaign.LaunchedBy));
        var leavers = await (
            from assessed in db.AssessedAccounts
            where db.Applications.Any(a => a.CurrentAssessmentId == assessed.AssessmentId) && (assessed.Findings & Finding.Left) != Finding.None
            join record in db.AccountRecords on assessed.AccountRecordId equals record.Id
            where record.Status != AccountStatus.Disabled
            orderby assessed.AccountId
            select assessed.AccountId).ToListAsync();
        Assert.NotEmpty(leavers);
        Assert.Equal(leavers, await db.ReviewItems.Where(i => i.ParentItemId == null).OrderBy(i => i.AccountId).Select(i => i.AccountId).ToListAsync());
        Assert.Equal(leavers, await db.Removals.Where(r => r.State == RemovalState.WaitingForPerson).OrderBy(r => r.AccountId).Select(r => r.AccountId).ToListAsync());
        Assert.Equal(leavers.Count, await db.Removals.CountAsync());
    }
}
