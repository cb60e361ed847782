using AccessReview.Core.Directories;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Assessing;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Extracts;

public sealed class FindPeopleTests
{
    [SqliteTheory]
    [InlineData("büro")]
    [InlineData("BÜRO")]
    [InlineData("FÜR")]
    public async Task A_department_is_found_in_letters_beyond_ASCII_however_they_are_typed(string text)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Sami", "Vera"]);
        await using (var db = await Unguarded.OpenAsync(database))
        {
            await db.Database.ExecuteSqlRawAsync("""UPDATE "PersonRecords" SET "Department" = 'Büro für Technik' WHERE "Name" = 'Sami'""");
        }

        var found = await database.Get<FindPeople>().RunAsync(text, 0, 10, includeLeft: false, CancellationToken.None);

        Assert.Equal(("Sami", "Büro für Technik"), (Assert.Single(found.People).Name, found.People[0].Department));
    }

    [Theory]
    [InlineData("lukasz", "Łukasz")]
    [InlineData("Łuk", "Łukasz")]
    [InlineData("soren", "Søren")]
    [InlineData("yildiz", "Yıldız")]
    [InlineData("gross", "Groß")]
    [InlineData("aegir", "Ægir")]
    public async Task A_name_is_found_by_plain_letters_and_by_its_own(string text, string name)
    {
        await using var database = await TestDatabase.CreateAsync();
        await new TestWorld(database).PeopleAsync(["Łukasz", "Søren", "Yıldız", "Groß", "Ægir"]);
        Assert.Equal(name, Assert.Single((await database.Get<FindPeople>().RunAsync(text, 0, 10, includeLeft: false, CancellationToken.None)).People).Name);
        Assert.Equal(name, Assert.Single((await database.Get<ListStaff>().RunAsync(text, 10, CancellationToken.None)).Lines).Name);
    }

    [Fact]
    public async Task A_name_stands_among_those_that_begin_with_the_plain_letter()
    {
        await using var database = await TestDatabase.CreateAsync();
        await new TestWorld(database).PeopleAsync(["Zoe", "Łukasz", "Lena", "Marek"]);
        var found = await database.Get<FindPeople>().RunAsync(null, 0, 10, includeLeft: false, CancellationToken.None);
        Assert.Equal(["Ada", "Lena", "Łukasz", "Marek", "Mia", "Noa", "Owen", "Zoe"], found.People.Select(p => p.Name));
    }

    [Fact]
    public async Task Whoever_is_no_longer_on_the_list_is_found_as_they_were_read_last_by_those_who_see_access()
    {
        await using var database = await TestDatabase.CreateAsync();
        var readings = new TestReadings(database);
        var day = new DateTime(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc);
        await readings.StaffAsync(day, new StaffLine("owen@x.test", "Owen Ray"), new StaffLine("dana@x.test", "Dana Old"), new StaffLine("dag@x.test", "Dag Berg"));
        await readings.StaffAsync(day.AddDays(1), new StaffLine("owen@x.test", "Owen Ray"), new StaffLine("dana@x.test", "Dana Bell"), new StaffLine("dag@x.test", "Dag Berg"));
        await readings.StaffAsync(day.AddDays(2), new StaffLine("owen@x.test", "Owen Ray"), new StaffLine("dag@x.test", "Dag Berg"));
        var (owen, dag) = (Actor.Demo(await readings.PersonAsync("owen@x.test")), Actor.Demo(await readings.PersonAsync("dag@x.test")));
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), Actor.Product, owen.PersonId!.Value, Role.Auditor, default)).Require();

        var found = (await database.Get<FindFormerPeople>().RunAsync(owen, "Da", 10, default)).Require();
        Assert.Equal((1, "Dana Bell"), (found.Total, Assert.Single(found.People).Name));
        Assert.False((await database.Get<PersonPage>().RunAsync(owen, found.People[0].Id, default)).Require().OnList);
        Assert.True((await database.Get<PersonPage>().RunAsync(owen, owen.PersonId!.Value, default)).Require().OnList);
        Assert.Empty((await database.Get<FindFormerPeople>().RunAsync(owen, "Old", 10, default)).Require().People);
        Assert.Equal("denied", (await database.Get<FindFormerPeople>().RunAsync(dag, "Da", 10, default)).Problem?.Code);
    }

    [SqliteTheory]
    [InlineData("Łukasz")]
    [InlineData("łuk")]
    public async Task Whom_an_earlier_release_read_is_still_found_by_their_own_letters(string text)
    {
        await using var database = await TestDatabase.CreateAsync();
        await new TestWorld(database).PeopleAsync(["Łukasz", "Lena"]);
        await using (var db = await Unguarded.OpenAsync(database))
        {
            await db.Database.ExecuteSqlRawAsync("""UPDATE "PersonRecords" SET "NameSort" = 'ŁUKASZ', "EmailKey" = 'L@EXAMPLE.TEST' WHERE "Name" = 'Łukasz'""");
        }

        Assert.Equal("Łukasz", Assert.Single((await database.Get<FindPeople>().RunAsync(text, 0, 10, includeLeft: false, CancellationToken.None)).People).Name);
        Assert.Equal("Łukasz", Assert.Single((await database.Get<ListStaff>().RunAsync(text, 10, CancellationToken.None)).Lines).Name);
    }
}
