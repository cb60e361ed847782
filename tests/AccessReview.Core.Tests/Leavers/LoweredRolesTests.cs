using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Leavers;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Seats;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Leavers;

/// <summary>An account whose role alone is to be lowered stays, and somebody is asked about it; one that goes is not asked about again.</summary>
public sealed class LoweredRolesTests
{
    [Theory]
    [InlineData("Viewer", true)]
    [InlineData(null, false)]
    public async Task A_leaver_whose_role_is_being_lowered_is_asked_about(string? to, bool asked)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = await OneAccountAsync(database, Finding.Left, to);
        var accounts = await LeaversToAsk.AccountsAsync(db, await db.Assessments.SingleAsync(), default);
        Assert.Equal(asked, accounts.Contains(await db.Accounts.Select(a => a.Id).SingleAsync()));
    }

    [Theory]
    [InlineData("Viewer", true)]
    [InlineData(null, false)]
    public async Task An_unused_seat_whose_role_is_being_lowered_is_asked_about(string? to, bool asked)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = await OneAccountAsync(database, Finding.Dormant, to);
        var accounts = await SeatsToAsk.AccountsAsync(db, await db.Assessments.Select(a => a.Id).SingleAsync(), default);
        Assert.Equal(asked, accounts.Contains(await db.Accounts.Select(a => a.Id).SingleAsync()));
    }

    // Zoe's, about which a closed campaign decided that it goes, or that its role is lowered; that is waived for now.
    private static async Task<ReviewDb> OneAccountAsync(TestDatabase database, Finding finding, string? to)
    {
        var world = new TestWorld(database);
        await world.PeopleAsync(["Zoe"]);
        await world.HeapAsync(new TestAccount("Zoe", "Admin", finding));
        await world.LaunchAsync();
        await new RevokedWorld(database, world).Run(async (scope, cancel) =>
        {
            (await scope.Db.Campaigns.AsTracking().SingleAsync(cancel)).MoveTo(CampaignState.Closed).Require();
            var item = await scope.Db.ReviewItems.SingleAsync(cancel);
            scope.Add(new Removal
            {
                Id = scope.NewId(), Number = 1, CampaignId = item.CampaignId, ItemId = item.Id, ApplicationId = world.ApplicationId, AccountId = item.AccountId, ChangeTo = to,
                DecisionId = scope.NewId(), DecidedAt = scope.At, RequestedAt = scope.At, DueDate = new(2026, 12, 31), State = RemovalState.Waived,
            });
        });
        return database.Look();
    }
}
