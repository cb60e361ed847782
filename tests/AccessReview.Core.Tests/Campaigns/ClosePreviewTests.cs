using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>Whoever closes sees what each exception is made of, and what is already under way.</summary>
public sealed class ClosePreviewTests
{
    [Fact]
    public async Task What_demands_a_reason_and_stands_on_no_page_is_listed()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var view = await world.ViewAsync();
        Assert.Equal(["users.csv, line 5: Total row (Total)"], view.Rows[ExceptionKind.SetAside]);
        var checks = view.Rows[ExceptionKind.NotTested];
        Assert.Equal(view.Facts.NotTested, checks.Count);
        Assert.Contains(checks, c => c.StartsWith("C10, Heap: ", StringComparison.Ordinal));
        Assert.Empty(view.Rows[ExceptionKind.NoSecondSignature]);
    }

    [Fact]
    public async Task What_was_revoked_and_signed_for_is_under_removals_already()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.ReviewAsync(DecisionKind.Revoke, "Mia", 2);
        Assert.Equal((0, 1), await CountedAsync(world));
        await world.SignAsync("Mia");
        Assert.Equal((1, 1), await CountedAsync(world));
    }

    [Fact]
    public async Task How_it_stands_to_its_day_is_read_alike_with_everything_else_and_by_itself()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        Assert.True(await IsAwaitedAsync(world));
        await using (var db = world.Database.Look())
        {
            await world.DecideAsync(DecisionKind.Certify, "Mia", [.. await db.ReviewTurns.Select(t => t.Number).ToListAsync()]);
        }

        Assert.False(await IsAwaitedAsync(world));
    }

    private static async Task<bool> IsAwaitedAsync(CampaignWorld world)
    {
        var day = (await world.Database.Get<ClosePreview>().DayAsync(world.World.As("Owen"), world.Number, default)).Require();
        Assert.Equal((await world.ViewAsync()).Day, day);
        return day.IsAwaited;
    }

    private static async Task<(int UnderRemoval, int Revoked)> CountedAsync(CampaignWorld world)
    {
        var facts = (await world.ViewAsync()).Facts;
        return (facts.UnderRemoval, facts.Outcomes[OutcomeKind.Revoked]);
    }
}
