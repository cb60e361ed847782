using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Leavers;

/// <summary>The sheet Leavers says of nobody who can get in that they were removed, and counts no access that nobody had. Everybody's last day is 14 October.</summary>
public sealed class LeaversSheetTests
{
    private const string Removed = "Removed (UTC)";
    private const string WhenRead = "Hours of access when read";
    private const string UntilRemoved = "Hours of access until removed";

    [Fact]
    public async Task A_leaver_kept_at_a_lower_role_is_not_printed_as_removed()
    {
        await using var world = await CampaignWorld.CreateAsync(
            ["Zoe", "Vera", "Tomas"], ["Zoe", "Vera"], null, null, new TestAccount("Zoe", "Admin", Finding.Left), new TestAccount("Vera", Findings: Finding.Left), new TestAccount("Tomas"));
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await world.ReviewAsync(DecisionKind.Change, "Mia", await NumberAsync(world, "Zoe"));
        await world.ReviewAsync(DecisionKind.Revoke, "Mia", await NumberAsync(world, "Vera"));
        await world.ReviewAsync(DecisionKind.Certify, "Mia", await NumberAsync(world, "Tomas"));
        await world.SignStatementAsync("Mia");
        await new RevokedWorld(world.Database, world.World).ReadAsync(new(2026, 11, 26, 9, 0, 0, DateTimeKind.Utc), [new TestAccount("Zoe"), new TestAccount("Tomas")]);
        await world.Database.Get<CheckRemovals>().RunAsync(default);

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var rows = book["Leavers"].Rows().ToDictionary(r => r["Person"]!);
        Assert.All(rows.Values, r => Assert.Equal("Verified", r["Removal state"]));
        Assert.Equal((true, true, true), Printed(rows["Vera"]));
        Assert.Equal((true, false, false), Printed(rows["Zoe"]));
    }

    [Fact]
    public async Task A_disabled_account_of_a_leaver_has_no_hours_of_access()
    {
        await using var world = await CampaignWorld.CreateAsync(
            ["Bob", "Vera"], ["Bob", "Vera"], CampaignScope.Default with { IncludeDisabled = true }, null,
            new TestAccount("Bob", Findings: Finding.Left, Status: AccountStatus.Disabled), new TestAccount("Vera", Findings: Finding.Left));
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var rows = book["Leavers"].Rows().ToDictionary(r => r["Person"]!);
        Assert.Equal((true, false, false), Printed(rows["Vera"]));
        Assert.Equal((false, false, false), Printed(rows["Bob"]));
    }

    private static (bool WhenRead, bool Removed, bool UntilRemoved) Printed(IReadOnlyDictionary<string, string?> row) => (row.ContainsKey(WhenRead), row.ContainsKey(Removed), row.ContainsKey(UntilRemoved));

    private static async Task<int> NumberAsync(CampaignWorld world, string name)
    {
        await using var db = world.Database.Look();
        return await db.ReviewItems.Where(i => db.AccountRecords.Any(r => r.Id == i.AccountRecordId && r.Name == name)).Select(i => i.Number).SingleAsync();
    }
}
