using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>What a launch left out and counted is found when somebody with the database in hand says it otherwise.</summary>
public sealed class LaunchedListsTests
{
    [SqliteTheory]
    [InlineData("left-out.list", "DELETE FROM LeftOutAccounts WHERE Reason = 'TestAccount'")]
    [InlineData("left-out.list", "UPDATE LeftOutAccounts SET AccountRecordId = (SELECT MIN(AccountRecordId) FROM ReviewItems) WHERE Reason = 'TestAccount'")]
    [InlineData("left-out.reason", "UPDATE LeftOutAccounts SET Reason = 'TestAccount' WHERE Reason = 'Disabled'")]
    [InlineData("left-out.reason", "UPDATE LeftOutAccounts SET Reason = 'NotALeaver' WHERE Reason = 'TestAccount'")]
    [InlineData("left-out.reason", "UPDATE LeftOutAccounts SET AccountRecordId = 99999 WHERE Reason = 'TestAccount'")]
    [InlineData("check.counts", "UPDATE CompletenessChecks SET CountA = CountA + 1, CountB = CountB + 1 WHERE \"Check\" = 'C3'")]
    [InlineData("check.counts", "UPDATE CompletenessChecks SET Result = 'Pass' WHERE \"Check\" = 'C1' AND Result = 'NotTested'")]
    [InlineData("check.counts", "DELETE FROM CompletenessChecks WHERE \"Check\" = 'C6'")]
    [InlineData("check.counts", "INSERT INTO CompletenessChecks SELECT 99999, CampaignId, ApplicationId, \"Check\", WhatA, CountA, WhatB, CountB, Result, Explained, RunAt, EventSeq FROM CompletenessChecks WHERE \"Check\" = 'C11'")]
    public async Task A_line_that_the_readings_and_the_plan_do_not_give_is_found(string code, string sql)
    {
        await using var world = await DriftTests.LeftOutAsync();
        Assert.DoesNotContain(await FoundAsync(world), f => Ours(f.Code));
        await using var db = await Unguarded.OpenAsync(world.Database);
        Assert.NotEqual(0, await db.Database.ExecuteSqlRawAsync(sql));
        Assert.Contains(await FoundAsync(world), f => f.Code == code);
    }

    [SqliteFact]
    public async Task What_the_close_counted_of_the_items_is_found_too()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        (await world.CloseAsync()).Require();
        Assert.DoesNotContain(await FoundAsync(world), f => Ours(f.Code));
        await using var db = await Unguarded.OpenAsync(world.Database);
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync("UPDATE CompletenessChecks SET CountA = CountA - 1, CountB = CountB - 1 WHERE \"Check\" = 'C12' AND WhatA = 'Items'"));
        Assert.Contains(await FoundAsync(world), f => f.Code == "check.counts");
    }

    [SqliteFact]
    public async Task A_check_of_groups_that_a_release_before_let_pass_although_the_reading_lists_none_is_no_difference()
    {
        await using var world = await DriftTests.LeftOutAsync();
        await using var db = await Unguarded.OpenAsync(world.Database);
        Assert.Equal((0L, 0L, CheckResult.Pass), await db.CompletenessChecks.Where(c => c.Check == "C8").Select(c => new ValueTuple<long?, long?, CheckResult>(c.CountA, c.CountB, c.Result)).SingleAsync());
        await db.Database.ExecuteSqlRawAsync("UPDATE Extracts SET CoversAssignments = 0 WHERE ApplicationId IS NOT NULL");
        Assert.DoesNotContain(await FoundAsync(world), f => Ours(f.Code));
    }

    private static bool Ours(string code) => code is "left-out.list" or "left-out.reason" or "check.counts";

    private static async Task<IReadOnlyList<Tampering>> FoundAsync(CampaignWorld world) => (await world.Database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings;
}
