using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>The fear: a script in one person's browser keeps everybody waiting, or its limit loses what an honest person sent.</summary>
public sealed class PaceTests
{
    private sealed record Counted(int Number) : EventBody;

    [Fact]
    public async Task Whoever_sends_too_much_at_once_waits_and_loses_nothing_and_nobody_else_waits()
    {
        await using var database = await TestDatabase.CreateAsync();
        var change = new Change(database.Databases, new Pace(burst: 3, perSecond: 1, database.Time), database.Time);
        var (anna, ben, number) = (Actor.Demo(7), Actor.Demo(8), 0);
        Task<Outcome<int>> SendAsync(Actor actor, Guid command) => change.RunAsync<int>(command, actor, "SetPolicy", (scope, _) =>
        {
            scope.Add(new PolicyVersion { Id = scope.NewId(), Number = ++number, Json = "{}", SetBy = scope.Actor.Key, SetAt = scope.At });
            scope.Record(new Counted(number));
            return Task.FromResult<Outcome<int>>(number);
        }, CancellationToken.None);

        for (var sent = 0; sent < 3; sent++)
        {
            Assert.True((await SendAsync(anna, Guid.NewGuid())).IsOk);
        }

        var late = Guid.NewGuid();
        var tooSoon = (await SendAsync(anna, late)).Problem;
        Assert.True(tooSoon is { IsForNow: true, Code: "for-now.pace" }, tooSoon?.Code);
        Assert.True((await SendAsync(ben, Guid.NewGuid())).IsOk);
        Assert.True((await SendAsync(Actor.Product, Guid.NewGuid())).IsOk);

        database.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await SendAsync(anna, late)).IsOk);
        Assert.False((await SendAsync(anna, Guid.NewGuid())).IsOk);
        await using var db = database.Look();
        Assert.Equal(6, await db.PolicyVersions.CountAsync());
    }

    [Fact]
    public async Task What_is_no_evidence_has_the_pace_of_a_person_too()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Tim"]);
        var likes = new ListPreferences(
            database.Databases, new AskedWrites(database.Get<OperationalWrites>(), database.Change, new Pace(burst: 3, perSecond: 1, database.Time)), database.Time);
        Task<Outcome<Done>> ChooseAsync(string who, params ListColumn[] columns) => likes.ChooseColumnsAsync(world.As(who), columns, CancellationToken.None);

        for (var sent = 0; sent < 3; sent++)
        {
            Assert.True((await ChooseAsync("Mia", ListColumn.Item)).IsOk);
        }

        Assert.Equal("for-now.pace", (await ChooseAsync("Mia", ListColumn.LastUse)).Problem?.Code);
        Assert.Equal([ListColumn.Item], (await likes.ReadAsync(world.As("Mia"), CancellationToken.None)).Columns);
        Assert.True((await ChooseAsync("Tim", ListColumn.LastUse)).IsOk);
        database.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await ChooseAsync("Mia", ListColumn.LastUse)).IsOk);
    }
}
