using System.Text;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Extracts;
using AccessReview.Core.Tests.Extracts;
using AccessReview.Core.Tests.Histories;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>Of a file that looked half and was said to be whole, the sheet Sources says by whom.</summary>
public sealed class SaidToBeRightTests
{
    [Fact]
    public async Task What_was_in_doubt_stands_beside_its_file_with_whoever_said_that_it_is_right()
    {
        await using var database = await TestDatabase.CreateAsync();
        var company = new SmallCompany(database);
        await company.FoundAsync();
        await company.LaunchAsync("First");
        await using var db = database.Look();
        var importing = new Importing(database.Services, Actor.Demo(company["Olga"]));
        var two = Encoding.UTF8.GetBytes("Employee ID,Work email,Full name,Status\n001,olga@small.example,Olga,Active\n002,mia@small.example,Mia,Active\n");
        var draft = await importing.DraftAsync(null, await db.Directories.Select(d => d.Id).SingleAsync(), database.Time.Now(), (ExtractFileKind.People, "staff.csv", two, null));
        await importing.ChangeAsync(draft, ExtractFileKind.People, f => f with { Confirmed = ["9 of 11 people are no longer in this file"] });
        (await importing.ImportAsync(draft)).Require();

        var scope = await ReportScope.ReadAsync(db, await db.Campaigns.Select(c => c.Id).SingleAsync(), new EditionName(EditionKind.Interim, 1), database.Time.Now(), default);
        var readings = await db.Extracts.AsNoTracking().Include(e => e.Files).Where(e => e.DirectoryId != null).OrderBy(e => e.Id).ToListAsync();
        var said = await SaidToBeRight.ReadAsync(scope, readings, default);
        Assert.Equal([null, "9 of 11 people are no longer in this file: said to be right by Olga"], readings.Select(r => said.Of(r, r.Files.Single())));
    }
}
