using AccessReview.Core.Campaigns;
using AccessReview.Core.Costs;
using AccessReview.Core.Extracts;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Costs;

/// <summary>Only what was paid for is recovered.</summary>
public sealed class RecoveredSeatsTests
{
    private static readonly DateTime Later = new(2027, 2, 20, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task An_account_that_was_disabled_already_when_it_was_revoked_recovers_no_seat()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.Run(async (scope, cancel) =>
            scope.Db.Entry(await scope.Db.AccountRecords.AsTracking().SingleAsync(r => r.Name == "Sami", cancel)).Property(r => r.Status).CurrentValue = AccountStatus.Disabled);
        await world.RevokeAsync("Vera");
        await world.RevokeAsync("Sami");
        await world.SignOffAsync("Vera", "Sami");
        await world.ReadAsync(Later, []);
        await database.Get<CheckRemovals>().RunAsync(default);
        Assert.All(await world.RemovalsAsync(), r => Assert.Equal(RemovalState.Verified, r.State));
        await AssertAsync(database, world, (Campaign: 1, Removal: 1));
    }

    [Fact]
    public async Task A_seat_that_a_removal_had_disabled_is_recovered_once_when_the_account_goes_for_good()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Vera");
        var disabled = await world.ReadAsync(Later, [new TestAccount("Vera", Status: AccountStatus.Disabled)]);
        await database.Get<CheckRemovals>().RunAsync(default);
        await world.AgainAsync(2, "Heap, Q1 2027", removal: 1);
        await world.Run(async (scope, cancel) =>
        {
            var again = await scope.Db.Removals.AsTracking().SingleAsync(r => r.Number == 2, cancel);
            var frozen = await scope.Db.AccountRecords.SingleAsync(r => r.ExtractId == disabled, cancel);
            var first = await scope.Db.ReviewItems.SingleAsync(i => i.Id == again.ItemId, cancel);
            scope.Db.Entry(again).Property(r => r.ItemId).CurrentValue = scope.Add(new ReviewItem
            {
                Id = scope.NewId(), CampaignId = again.CampaignId, Number = 1, CampaignApplicationId = first.CampaignApplicationId, AccountId = first.AccountId, AccountRecordId = frozen.Id,
                AssessedAccountId = first.AssessedAccountId, Findings = first.Findings, Recommendation = first.Recommendation,
            }).Id;
        });
        await AssertAsync(database, world, (Campaign: 1, Removal: 1));
        database.Time.Advance(TimeSpan.FromDays(100));
        await world.ReadAsync(Later.AddDays(30), []);
        await database.Get<CheckRemovals>().RunAsync(default);
        await AssertAsync(database, world, (Campaign: 2, Removal: 2));
    }

    private static async Task AssertAsync(TestDatabase database, RevokedWorld world, params (int Campaign, int Removal)[] recovered)
    {
        var owen = world.World.As("Owen");
        var costs = (await database.Get<ReadCosts>().RunAsync(owen, default)).Require();
        Assert.Equal(recovered.Select(r => (r.Campaign, 1)), costs.Recovered.Select(r => (r.Campaign, r.Seats)));
        var rows = (await database.Get<RemovalList>().RunAsync(owen, new RemovalFilter(RemovalShow.Verified, Seats: true), 0, 100, default)).Require().Rows;
        Assert.Equal(recovered.Select(r => r.Removal), rows.Select(r => r.Number));
    }
}
