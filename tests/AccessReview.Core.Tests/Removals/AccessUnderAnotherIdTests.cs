using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

/// <summary>Who was removed and is made anew gets a new id in the application: it is the same access all the same.</summary>
public sealed class AccessUnderAnotherIdTests
{
    private static readonly DateTime Next = new(2027, 2, 20, 9, 0, 0, DateTimeKind.Utc);
    private static readonly TestAccount Vera = new("Vera", Groups: ["Growth", "Finance"]);
    private static readonly TestAccount NewVera = Vera with { Id = "u9" };
    private static readonly TestAccount NewSami = new("Sami", Groups: ["Growth"]) { Id = "u8" };

    /// <summary>R1: Vera with two teams. R2: Sami's place in Growth.</summary>
    private static async Task<RevokedWorld> RevokedAsync(TestDatabase database)
    {
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.RevokeAsync("Sami", "Growth");
        await world.SignOffAsync("Vera", "Sami");
        return world;
    }

    private static async Task<RemovalState[]> ReadAsync(TestDatabase database, RevokedWorld world, int days, params TestAccount[] found)
    {
        await world.ReadAsync(Next.AddDays(days), found);
        await database.Get<CheckRemovals>().RunAsync(CancellationToken.None);
        return [.. (await world.RemovalsAsync()).Select(r => r.State)];
    }

    private static async Task<string[]> ProofsAsync(TestDatabase database, RevokedWorld world) =>
        [.. (await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(), 0, 10, CancellationToken.None)).Require().Rows.OrderBy(r => r.Number).Select(r => r.Proof)];

    [Fact]
    public async Task Access_that_comes_back_under_another_id_reappeared()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        Assert.Equal([RemovalState.Verified, RemovalState.Verified], await ReadAsync(database, world, 0));
        Assert.Equal([RemovalState.Reappeared, RemovalState.Reappeared], await ReadAsync(database, world, 30, NewVera, NewSami));
        Assert.All(await world.RemovalsAsync(), r => Assert.Null(r.VerifiedAt));
        Assert.All(await ProofsAsync(database, world), p => Assert.Equal("Was gone, and is there again, under another id", p));
        using var book = await CampaignWorkbook.OfAsync(database, 1);
        Assert.All(book["Removals"].Rows(), r => Assert.Equal(("Reappeared", "Was gone, and is there again, under another id"), (r["State"], r["How it was gone"])));
        Assert.Equal(["Verified", "Reappeared", "Verified", "Reappeared"], book["Removal history"].Rows().Select(r => r["What"]));
        Assert.DoesNotContain((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings, f => f.Code.StartsWith("removal.", StringComparison.Ordinal));
        Assert.Equal([RemovalState.Verified, RemovalState.Verified], await ReadAsync(database, world, 60));
    }

    [Fact]
    public async Task What_got_another_id_before_it_was_read_for_the_first_time_was_never_gone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        Assert.Equal([RemovalState.StillPresent, RemovalState.StillPresent], await ReadAsync(database, world, 0, Vera with { Status = AccountStatus.Disabled }, NewVera, NewSami));
        Assert.All(await ProofsAsync(database, world), p => Assert.Equal("Still there when it was read, under another id", p));
        Assert.Equal([RemovalState.StillPresent, RemovalState.Verified], await ReadAsync(database, world, 1, Vera, NewVera));
        Assert.Equal("Still there when it was read", (await ProofsAsync(database, world))[0]);
    }

    [Fact]
    public async Task Another_id_that_is_disabled_or_does_not_hold_the_group_brings_nothing_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        Assert.Equal([RemovalState.Verified, RemovalState.Verified], await ReadAsync(database, world, 0, NewVera with { Status = AccountStatus.Disabled }, NewSami with { Groups = ["Finance"] }));
    }

    [Fact]
    public async Task An_account_of_the_same_address_that_was_reviewed_as_itself_is_not_the_one_removed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        await world.Run(async (scope, cancel) =>
        {
            var vera = await scope.Db.AccountRecords.SingleAsync(r => r.Name == "Vera", cancel);
            var twin = scope.Add(new Account { Id = scope.NewId(), ApplicationId = world.World.ApplicationId, SourceKey = "u9", FirstExtractId = vera.ExtractId });
            scope.Add(new AccountRecord
            {
                Id = scope.NewId(), ExtractId = vera.ExtractId, AccountId = twin.Id, Line = 9, Email = vera.Email, EmailKey = vera.EmailKey, Name = "Vera", NameSort = vera.NameSort,
                Role = vera.Role, RoleKey = vera.RoleKey, Status = AccountStatus.Active, LastUsedState = LastUsedState.NotGiven,
            });
        });
        Assert.Equal(RemovalState.Verified, (await ReadAsync(database, world, 0, NewVera))[0]);
    }

    [Fact]
    public async Task Access_under_another_id_counts_although_the_reading_leaves_lines_out()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedAsync(database);
        await world.FileAsync(await world.ReadAsync(Next, [NewVera]), ExtractFileKind.Users, "Status = Active");
        await database.Get<CheckRemovals>().RunAsync(CancellationToken.None);
        Assert.Equal([RemovalState.StillPresent, RemovalState.WaitingForPerson], (await world.RemovalsAsync()).Select(r => r.State));
    }
}
