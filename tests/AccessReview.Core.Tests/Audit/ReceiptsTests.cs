using AccessReview.Core.Audit;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>What commands answered: there for one that is sent again, and then gone, since it names people.</summary>
public sealed class ReceiptsTests
{
    [Fact]
    public async Task A_receipt_is_kept_while_its_command_may_come_again_and_no_longer()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync([]);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await SetAsync(first);
        await database.Get<FollowUps>().RunAsync(default);
        database.Time.Advance(ForgetReceipts.Kept);
        await SetAsync(second);
        await database.Get<FollowUps>().RunAsync(default);
        Assert.True(await HasAsync(first));

        database.Time.Advance(TimeSpan.FromDays(1));
        await database.Get<FollowUps>().RunAsync(default);
        Assert.Equal((false, true), (await HasAsync(first), await HasAsync(second)));

        async Task SetAsync(Guid command) => (await database.Get<SetPolicy>().RunAsync(command, world.As("Ada"), new Policy { Organisation = command.ToString() }, null, default)).Require();

        async Task<bool> HasAsync(Guid command)
        {
            await using var db = database.Look();
            return await db.CommandReceipts.AnyAsync(r => r.CommandId == command);
        }
    }
}
