using System.Globalization;
using AccessReview.Core.Applications;
using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Assessing;

/// <summary>A last day ends where the organisation is: findings, the page of a person and the directories say the same of it.</summary>
public sealed class LastDayTests
{
    private static readonly DateOnly LastDay = new(2026, 11, 20);

    [Theory]
    [InlineData("2026-11-21T04:00:00Z", false)] // 20:00 on the last day in Los Angeles
    [InlineData("2026-11-21T08:30:00Z", true)] // 00:30 on the day after
    public async Task A_second_directory_has_somebody_as_left_once_their_last_day_is_over(string at, bool left)
    {
        var page = await ReadAsync(at, left, new StaffLine("ida@x.test", "Ida Berg"), new StaffLine("ida@x.test", "Ida Berg", End: LastDay));
        Assert.Equal("active, Employee", page.Employment);
        Assert.Equal(left ? "left, Employee" : "active, Employee", Assert.Single(page.Elsewhere).Employment);
    }

    [Theory]
    [InlineData("2026-11-21T04:00:00Z", false)]
    [InlineData("2026-11-21T08:30:00Z", true)]
    public async Task The_page_of_a_person_says_what_was_found(string at, bool left)
    {
        var page = await ReadAsync(at, left, new StaffLine("ida@x.test", "Ida Berg", End: LastDay), new StaffLine("ben@x.test", "Ben Ode"));
        Assert.Equal((left ? "left, Employee" : "active, Employee", left), (page.Employment, page.Person.HasLeft));
        Assert.Equal(page.Employment, Assert.Single(page.History).Employment);
    }

    private static async Task<PersonPage.Facts> ReadAsync(string at, bool left, StaffLine leading, StaffLine second)
    {
        var asOf = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture).UtcDateTime;
        await using var database = await TestDatabase.CreateAsync(asOf);
        var readings = new TestReadings(database);
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Actor.Product, new Policy { TimeZone = "America/Los_Angeles" }, null, default)).Require();
        var application = (await database.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), Actor.Product, new ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap }, default)).Require();
        await readings.StaffAsync(asOf, leading);
        await readings.StaffAsync("Contractors", asOf, second);
        await readings.AccessAsync(application, asOf, new UserLine("ida@x.test", LastUsed: asOf));
        await database.Get<FollowUps>().RunAsync(default);

        await using var db = database.Look();
        Assert.Equal(left ? Finding.Left : Finding.None, (await db.AssessedAccounts.SingleAsync()).Findings);
        var working = (await database.Get<DirectoryList>().RunAsync(Actor.Product, default)).Require().Sum(d => d.Working);
        Assert.Equal(left ? 1 : 2, working);
        return (await database.Get<PersonPage>().RunAsync(Actor.Product, await readings.PersonAsync("ida@x.test"), default)).Require();
    }
}
