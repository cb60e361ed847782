using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>A selection so long that two connections read its facts, each a half.</summary>
public sealed class LongSelectionTests
{
    private const int Accounts = 1100;

    [Fact]
    public async Task Each_item_is_decided_once_and_in_order_also_one_that_was_picked_apart_from_its_account()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        string[] names = [.. Enumerable.Range(1, Accounts).Select(i => string.Create(CultureInfo.InvariantCulture, $"Person{i:0000}"))];
        await world.PeopleAsync(names);
        await world.HeapAsync([.. names.Select(name => new TestAccount(name, Groups: ["Growth"]))]);
        await world.LaunchAsync();
        await using var db = database.Look();

        // Without the first, so that the halves part an account from its assignment.
        var turns = await db.ReviewTurns.AsNoTracking().Where(t => t.ReviewerId == world["Mia"]).OrderBy(t => t.Number).Skip(1).ToListAsync();
        Assert.True(turns.Count > 2 * 1000, $"{turns.Count} turns");

        var answer = (await database.Get<DecideMany>().RunAsync(
            Guid.NewGuid(), world.As("Mia"), new ManyChoice(DecisionKind.Certify, [.. turns.Select(t => new SeenTurn(t.Id, t.EventSeq)).Reverse()], Confirmed: true), default)).Require();

        Assert.Equal(turns.Select(t => t.Id), answer.Items.Select(i => i.TurnId));
        Assert.All(answer.Items, i => Assert.Equal(ItemAnswerKind.Saved, i.Kind));
        Assert.Equal(turns.Select(t => t.ItemId), await db.Decisions.OrderBy(d => d.Id).Select(d => d.ItemId).ToListAsync());
    }
}
