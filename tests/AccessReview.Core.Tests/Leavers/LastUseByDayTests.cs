using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.Removals;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Leavers;

/// <summary>Where an application says only on which day an account was last used, the workbook claims neither that it was used afterwards nor that it was
/// not. Vera's last day is 14 October, and her access was revoked on 23 November.</summary>
public sealed class LastUseByDayTests
{
    [SqliteTheory]
    [InlineData("2026-10-13", "no")]
    [InlineData("2026-10-14", "not known")]
    [InlineData("2026-10-15", "yes")]
    public async Task A_leaver_is_said_to_have_used_it_afterwards_only_where_the_day_tells(string day, string said)
    {
        await using var database = await TestDatabase.CreateAsync();
        await RevokedAsync(database);
        await UsedOnAsync(database, day);
        using var book = await CampaignWorkbook.OfAsync(database, 1);
        Assert.Equal(said, book["Leavers"].Rows().First(r => r["Role or group"] == "Role: Consumer")["Used after the last day"]);
    }

    [SqliteTheory]
    [InlineData("2026-11-22", "no")]
    [InlineData("2026-11-23", "not known")]
    [InlineData("2026-11-24", "yes")]
    public async Task A_removed_account_is_said_to_have_been_used_after_the_decision_only_where_the_day_tells(string day, string said)
    {
        await using var database = await TestDatabase.CreateAsync();
        await RevokedAsync(database);
        await UsedOnAsync(database, day);
        using var book = await CampaignWorkbook.OfAsync(database, 1);
        var row = Assert.Single(book["Removals"].Rows());
        Assert.Equal(("Still present", said), (row["State"], row["Used after the decision"]));
    }

    private static async Task RevokedAsync(TestDatabase database)
    {
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Vera");
        await world.ReadAsync(new DateTime(2026, 11, 26, 9, 0, 0, DateTimeKind.Utc), [new TestAccount("Vera")]);
        await database.Get<CheckRemovals>().RunAsync(CancellationToken.None);
    }

    private static async Task UsedOnAsync(TestDatabase database, string day)
    {
        var at = DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        await using var db = await Unguarded.OpenAsync(database);
        await db.AccountRecords.Where(r => r.Name == "Vera").ExecuteUpdateAsync(s => s.SetProperty(r => r.LastUsedAt, at).SetProperty(r => r.LastUsedState, Core.Extracts.LastUsedState.Known));
    }
}
