using System.Text;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Connections;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Purging;

/// <summary>After a purge no text of the database holds a name or an address of those who went: every text column that the model has is looked
/// through, also those of tables that are made later.</summary>
public sealed class NamesAfterPurgeTests
{
    [SqliteFact]
    public async Task A_campaign_goes_with_every_name_and_address_that_no_later_reading_has()
    {
        await using var database = await FirstRelease.OpenAsync(new DateTime(2033, 12, 3, 9, 0, 0, DateTimeKind.Utc));
        await using var db = database.Look();
        var gone = await WordsAsync(db, e => e <= 2);
        gone.ExceptWith(await WordsAsync(db, e => e > 2));
        Assert.NotEmpty(gone);
        Assert.Contains("CommandReceipts.Answer", await HoldingAsync(db, gone));

        var campaign = await db.Campaigns.Where(c => c.Number == 1).Select(c => c.Id).SingleAsync();
        await PurgeAsync(database, await database.PersonAsync("dmitri.raman"), await database.PersonAsync("kaito.ivanov"), PurgeKind.Campaign, campaign);
        Assert.Empty(await HoldingAsync(db, gone));
        Assert.Empty((await VerifyAsync(database)).Findings);
    }

    [Fact]
    public async Task Readings_through_connections_go_with_every_name_address_and_identifier_that_they_brought()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var world = await ConnectedWorld.CreateAsync(database);
        const string Address = "zelda.quixote@example.test";
        string[] words = ["zelda", "quixote"];
        world.Heap.User(Address, Address, "Zelda Quixote", role: "Analyst").Group("g9", "Legal", Address);
        world.Okta.Users.Add(("00uZelda", "ACTIVE", Address, "Zelda", "Quixote"));
        world.Okta.Apps["heap"].People.Add("00uZelda");
        world.Okta.AccountIds[("heap", "00uZelda")] = Address;
        world.Okta.LastLogins["00uZelda"] = database.Time.Now().AddDays(-12);
        var (heap, okta) = (await world.ConnectHeapAsync(), await world.ConnectOktaAsync());
        long[] mistakes = [(await world.ReadAsync(heap)).Id, (await world.ReadAsync(okta)).Id];

        world.Heap.Users.RemoveAll(u => (string?)u["id"] == Address);
        world.Heap.Groups.RemoveAll(g => (string?)g["id"] == "g9");
        world.Okta.Users.RemoveAll(u => u.Id == "00uZelda");
        world.Okta.Apps["heap"].People.Remove("00uZelda");
        await world.ReadAsync(heap);
        await world.ReadAsync(okta);
        await using var db = database.Look();
        Assert.Superset(
            new HashSet<string>(["AccountRecords.SourceId", "AppGrants.AccountSourceId", "AppGrants.UserKey", "PersonRecords.WorkEmail"], StringComparer.Ordinal),
            (await HoldingAsync(db, words)).ToHashSet(StringComparer.Ordinal));
        Assert.Equal(1, await SignedInAsync());

        foreach (var mistake in mistakes)
        {
            await PurgeAsync(database, world.World.As("Owen"), world.Ada, PurgeKind.Reading, mistake);
        }

        Assert.Empty(await HoldingAsync(db, words));
        Assert.Equal(0, await SignedInAsync());
        Assert.DoesNotContain((await VerifyAsync(database)).Findings, f => f.Code.StartsWith("reading", StringComparison.Ordinal));

        Task<int> SignedInAsync() => db.PersonRecords.CountAsync(r => mistakes.Contains(r.ExtractId) && r.LastSignInAt != null);
    }

    [Fact]
    public async Task Whoever_is_on_an_older_list_that_is_kept_is_named_by_it_after_a_later_one_was_purged()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1, 2, 3, 4, 5);
        await world.SignStatementAsync("Mia");
        var mistake = await StaffAsync(world);
        await StaffAsync(world, without: "Mia");
        await PurgeAsync(world.Database, world.Owen, world.World.As("Ada"), PurgeKind.Reading, mistake);
        (await world.CloseAsync()).Require();

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.All(book["Decisions"].Rows(), r => Assert.Equal("Mia", r["Reviewer"]));
        Assert.Equal(["Mia"], book["Decisions"].Column("Decided by").Where(by => by != "does not apply").Distinct());
        Assert.Equal("Mia", book["Sign-offs"].Rows().Single(r => r["Level"] == "Reviewer")["Signer"]);
        await using var db = world.Database.Look();
        Assert.Equal("Mia", (await PersonNames.ReadAsync(db, [world.World["Mia"]], default))[world.World["Mia"]]);
        Assert.Equal("Mia", (await PeopleNames.ReadAsync(db, [world.World["Mia"]], [], default))[world.World["Mia"]]);
    }

    /// <summary>A later staff list, which has the same people but for one.</summary>
    private static async Task<long> StaffAsync(CampaignWorld world, string? without = null)
    {
        var reading = 0L;
        await world.SeedAsync(async scope =>
        {
            var first = await scope.Db.Extracts.OrderBy(e => e.Id).FirstAsync(e => e.Kind == ExtractKind.People);
            var people = await scope.Db.PersonRecords.AsNoTracking().Where(r => r.ExtractId == first.Id && r.Name != without).ToListAsync();
            var extract = scope.Add(new Extract
            {
                Id = scope.NewId(), Number = 1 + await scope.Db.Extracts.MaxAsync(e => e.Number), Kind = ExtractKind.People, DirectoryId = first.DirectoryId, AsOf = scope.At, ReadAt = scope.At,
                ReadBy = "product", Completeness = Completeness.Complete, CoversAssignments = false, Records = people.Count, Assignments = 0,
            });
            scope.Add(CampaignWorld.File(scope, extract, ExtractFileKind.People, people.Count, 0, null));
            people.ForEach(r => scope.Add(new PersonRecord
            {
                Id = scope.NewId(), ExtractId = extract.Id, PersonId = r.PersonId, Line = r.Line, EmployeeId = r.EmployeeId, WorkEmail = r.WorkEmail, EmailKey = r.EmailKey, Name = r.Name,
                NameSort = r.NameSort, Status = r.Status, EmploymentType = r.EmploymentType, ManagerKey = r.ManagerKey, Department = r.Department, JobTitle = r.JobTitle,
            }));
            (await scope.Db.Directories.AsTracking().SingleAsync()).CurrentExtractId = reading = extract.Id;
        });
        return reading;
    }

    /// <summary>Names and addresses of the readings with these numbers.</summary>
    private static async Task<HashSet<string>> WordsAsync(ReviewDb db, Func<int, bool> numbers)
    {
        var readings = (await db.Extracts.Select(e => new { e.Id, e.Number }).ToListAsync()).Where(e => numbers(e.Number)).Select(e => e.Id).ToList();
        var accounts = await db.AccountRecords.Where(r => readings.Contains(r.ExtractId)).Select(r => new { r.Email, r.Name }).ToListAsync();
        var people = await db.PersonRecords.Where(r => readings.Contains(r.ExtractId)).Select(r => new { Email = r.WorkEmail, r.Name }).ToListAsync();
        return accounts.Concat(people).SelectMany(r => new[] { r.Email, r.Name }).Where(w => w.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The columns in which one of the words stands: of every table's texts, and of the events as they are hashed.</summary>
    private static async Task<List<string>> HoldingAsync(ReviewDb db, IReadOnlyCollection<string> words)
    {
        var holding = new List<string>();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            foreach (var column in entity.GetProperties().Where(p => p.ClrType == typeof(string)).Select(p => p.GetColumnName()))
            {
                var table = entity.GetTableName();
                var query = $"SELECT DISTINCT \"{column}\" AS \"Value\" FROM \"{table}\" WHERE \"{column}\" IS NOT NULL";
                if (Holds(await db.Database.SqlQueryRaw<string>(query).ToListAsync(), words))
                {
                    holding.Add($"{table}.{column}");
                }
            }
        }

        return Holds((await db.AuditEvents.Select(e => e.Body).ToListAsync()).Select(Encoding.UTF8.GetString), words) ? [.. holding, "AuditEvents.Body"] : holding;
    }

    private static bool Holds(IEnumerable<string> texts, IReadOnlyCollection<string> words) => string.Join('\n', texts) is var all && words.Any(w => all.Contains(w, StringComparison.OrdinalIgnoreCase));

    private static async Task PurgeAsync(TestDatabase database, Actor owner, Actor admin, PurgeKind kind, long id)
    {
        (await database.Get<AskForPurge>().RunAsync(Guid.NewGuid(), owner, kind, id, "Not to be kept.", default)).Require();
        (await database.Get<ApprovePurge>().RunAsync(Guid.NewGuid(), admin, kind, id, default)).Require();
        Assert.NotNull(Assert.Single(await database.Get<CarryOutPurges>().RunAsync(really: true, default)).Done);
    }

    private static async Task<VerifyReport> VerifyAsync(TestDatabase database) => (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require();
}
