using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Extracts;

/// <summary>The fear: somebody whom a staff list has as gone until a day is gone for ever, because nobody brings another list in.</summary>
public sealed class ComingBackTests
{
    private static readonly DateOnly Left = new(2026, 10, 1);

    [Theory]
    [InlineData(EmploymentStatus.Active, "2026-11-30", false)]
    [InlineData(EmploymentStatus.Active, "2026-12-01", true)]
    [InlineData(EmploymentStatus.Left, "2026-11-30", false)]
    [InlineData(EmploymentStatus.Left, "2026-12-01", true)]
    public async Task Whoever_comes_back_is_here_from_their_first_day_wherever_that_is_asked(EmploymentStatus status, string day, bool here)
    {
        var on = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        var at = on.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc);
        await using var database = await TestDatabase.CreateAsync(at);
        var world = new TestWorld(database);
        await world.PeopleAsync([]);
        await world.ComesBackAsync("Owen", status, Left, new(2026, 12, 1));

        await using var db = database.Look();
        var owen = world["Owen"];
        Assert.Equal(here, await CurrentPeople.Here(db, on).AnyAsync(p => p.PersonId == owen));
        Assert.Equal(!here, await db.PersonRecords.Where(Employment.Left(on)).AnyAsync(p => p.PersonId == owen));
        Assert.Equal(here ? 1 : 0, (await database.Get<ListStaff>().RunAsync("Owen", 5, default)).Matching);
        Assert.Equal(!here, Assert.Single((await database.Get<FindPeople>().RunAsync("Owen", 0, 5, includeLeft: true, default)).People).HasLeft);
        Assert.Equal(!here, (await database.Get<FindPeople>().OneAsync(owen, default))!.HasLeft);
        Assert.Equal(here, (await database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), world.As("Owen"), CampaignWorld.Plan, default)).IsOk);
    }

    [Fact]
    public async Task Whoever_is_back_reviews_again_and_a_preview_made_before_is_made_anew()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.World.ComesBackAsync("Mia", EmploymentStatus.Active, Left, new(2026, 11, 24));
        Assert.All(await world.ItemsAsync(), i => Assert.Equal(world.World["Owen"], i.ReviewerId));

        world.Database.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("gate.preview", (await world.LaunchAsync()).Problem?.Code);
        Assert.All(await world.ItemsAsync(), i => Assert.Equal(world.World["Mia"], i.ReviewerId));
    }

    [Fact]
    public async Task An_account_that_is_read_once_its_holder_is_back_is_no_leavers()
    {
        await using var database = await TestDatabase.CreateAsync();
        var importing = new Importing(database.Services);
        var (heap, staff) = await importing.SourcesAsync();
        var read = new DateTime(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc);
        (await importing.ImportAsync(await importing.DraftAsync(null, staff, read, (
            ExtractFileKind.People, "staff.csv", "Employee id,Work email,Employment status,Start date,End date\n1,dee@x.example,Active,2026-12-01,2026-10-01\n2,bob@x.example,Active,2020-01-01,\n"u8.ToArray(), null)))).Require();
        Assert.Equal(["dee@x.example"], await LeaversAsync(read));

        database.Time.Advance(TimeSpan.FromDays(10));
        Assert.Empty(await LeaversAsync(new DateTime(2026, 12, 1, 18, 0, 0, DateTimeKind.Utc)));

        async Task<List<string>> LeaversAsync(DateTime at)
        {
            (await importing.ImportAsync(await importing.DraftAsync(heap, null, at, (ExtractFileKind.Users, "users.csv", "User ID,Email\nu1,dee@x.example\nu2,bob@x.example\n"u8.ToArray(), null)))).Require();
            await using var db = database.Look();
            return await (
                from assessed in db.AssessedAccounts
                where db.Applications.Any(a => a.CurrentAssessmentId == assessed.AssessmentId) && (assessed.Findings & Finding.Left) != Finding.None
                join record in db.AccountRecords on assessed.AccountRecordId equals record.Id
                select record.Email).ToListAsync();
        }
    }
}
