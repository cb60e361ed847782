using AccessReview.Core.Directories;
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
}
