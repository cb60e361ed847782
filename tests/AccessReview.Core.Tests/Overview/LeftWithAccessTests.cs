using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Leavers;
using AccessReview.Core.Overview;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Overview;

/// <summary>The number of people who left and still have access is that of the rows it leads to, however readings show them.</summary>
public sealed class LeftWithAccessTests
{
    private static readonly DateTime Later = new(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task The_newest_reading_shows_one_who_has_left_and_since_when()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);

        // From the end of 14 October to the reading at noon of 20 November.
        var card = await CardAsync(database, world);
        Assert.Equal((1, "Vera"), (card.People, card.LongestName));
        Assert.Equal((36 * 24) + 12, card.LongestHours!.Value, 3);
    }

    [Theory]
    [InlineData("Role = Admin", null, 1)]
    [InlineData("none", "Vera,vera@example.test", 1)]
    [InlineData("none", null, 0)]
    public async Task Whom_the_newest_reading_leaves_out_counts_until_a_reading_that_could_show_them_does_not(string filters, string? setAside, int people)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        var extract = await world.ReadAsync(Later, [new TestAccount("Zoe", "Admin")]);
        await world.FileAsync(extract, ExtractFileKind.Users, filters, setAside);
        await JudgeAsync(world, extract, Later);
        Assert.Equal(people, (await CardAsync(database, world)).People);

        // What came before a reading that shows everything need not be read.
        var whole = await world.ReadAsync(Later.AddHours(1), [new TestAccount("Zoe", "Admin")]);
        await JudgeAsync(world, whole, Later.AddHours(1));
        Assert.Equal(new LeftWithAccess(0, null, null), await CardAsync(database, world));
    }

    [Fact]
    public async Task Whoever_has_left_by_a_last_day_that_has_not_come_is_counted_and_since_when_is_not_known()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.World.LastDayAsync("Vera", new DateOnly(2026, 12, 5));
        Assert.Equal(new LeftWithAccess(1, null, null), await CardAsync(database, world));
    }

    /// <summary>What the card says, once it is what the page behind it lists.</summary>
    private static async Task<LeftWithAccess> CardAsync(TestDatabase database, RevokedWorld world)
    {
        var card = (await database.Get<ReadOverview>().RunAsync(world.World.As("Owen"), default)).Left!;
        var page = (await database.Get<LeaverList>().RunAsync(world.World.As("Owen"), new LeaverFilter(Open: true), 0, default)).Require();
        Assert.Equal((page.Figures.OpenPeople, page.Rows.FirstOrDefault()?.Hours), (card.People, card.LongestHours));
        return card;
    }

    private static Task JudgeAsync(RevokedWorld world, long extract, DateTime asOf) => world.Run(async (scope, cancel) =>
    {
        var made = scope.Add(new Assessment
        {
            Id = scope.NewId(), ApplicationId = world.World.ApplicationId, ExtractId = extract, PolicyVersionId = 0, AsOf = asOf, MadeAt = scope.At, Rules = Assessment.RulesVersion, Accounts = 1, Assignments = 0,
        });
        var heap = await scope.Db.Applications.AsTracking().SingleAsync(cancel);
        (heap.CurrentExtractId, heap.CurrentAssessmentId) = (extract, made.Id);
    });
}
