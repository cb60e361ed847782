using AccessReview.Connectors.Files;
using AccessReview.Core.Absences;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Access;

/// <summary>Somebody of every kind, and one of everything they could reach for: an open campaign, a draft, a signed revoke and its
/// removal, an import in the making. Oto has all of it elsewhere, so that what is another's is told from what is nobody's.</summary>
internal sealed class AccessWorld : IAsyncDisposable
{
    private AccessWorld(TestDatabase database) => (Database, People) = (database, new TestWorld(database));

    /// <summary>The columns of the table: administrator, campaign owner, application owner, somebody who owns, reviews, signs and clears
    /// another application in another campaign, group owner, reviewer with items, whoever carries out a removal, auditor, a plain person, and
    /// somebody who has left.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["Ada", "Owen", "Apo", "Oto", "Noa", "Mia", "Rem", "Aud", "Pat", "Lee"];

    public TestDatabase Database { get; }

    public TestWorld People { get; }

    public long Campaign { get; private set; }

    public int Draft { get; private set; }

    public long Removal { get; private set; }

    /// <summary>Rem, who carries the removal out, asked that the access stays.</summary>
    public long Waiver { get; private set; }

    public long SignOff { get; private set; }

    /// <summary>What is Oto's.</summary>
    public Elsewhere Other { get; private set; } = new(0, 0);

    public long Import { get; private set; }

    /// <summary>Tim, whom Mia manages, is to be away; nobody has agreed yet.</summary>
    public long Absence { get; private set; }

    public static async Task<AccessWorld> CreateAsync()
    {
        var world = new AccessWorld(await TestDatabase.CreateAsync());
        await world.People.PeopleAsync(["Apo", "Oto", "Rem", "Aud", "Pat", "Lee", "Rex", "Vera", "Sami", "Tim"], left: ["Lee", "Vera"]);
        await world.People.GrantAsync("Aud", Role.Auditor);
        await world.People.GrantAsync("Lee", Role.Administrator);
        world.Other = await Elsewhere.CreateAsync(world.People, world.Database.Services);
        await world.People.HeapAsync(
            new TestAccount("Vera", Findings: Finding.Left), new TestAccount("Sami", Groups: ["Growth"]), new TestAccount("Tim", "Architect"), new TestAccount("Mia"), new TestAccount("Owen"),
            new TestAccount("Pat"), new TestAccount("Zed", "Admin", Finding.Privileged));
        await world.Get<ChangeApplication>().RunAsync(Guid.NewGuid(), world.As("Ada"), world.People.ApplicationId, world.Heap, null, default);
        await world.People.LaunchAsync("Mia", (account, _) => account.PersonId == world.People["Vera"] || account.PersonId == world.People["Tim"] ? "Rex" : "Mia");
        await world.FillAsync();
        return world;
    }

    public Core.Applications.ApplicationFacts Heap => new() { Name = "Heap", Kind = ApplicationKind.Heap, OwnerId = People["Apo"], RemoverId = People["Rem"], PrivilegedRoles = ["Admin"] };

    public T Get<T>()
        where T : notnull => Database.Get<T>();

    public Actor As(string name) => People.As(name);

    public async Task<ReviewTurn> TurnAsync(string account)
    {
        await using var db = Database.Look();
        return await (from turn in db.ReviewTurns
                      join item in db.ReviewItems on turn.ItemId equals item.Id
                      join record in db.AccountRecords on item.AccountRecordId equals record.Id
                      where record.Name == account && item.GroupId == null
                      select turn).SingleAsync();
    }

    /// <summary>The one key that the query finds.</summary>
    public async Task<long> OneAsync(Func<ReviewDb, IQueryable<long>> keys)
    {
        await using var db = Database.Look();
        return await keys(db).SingleAsync();
    }

    public async Task<long> AccountAsync(string name)
    {
        await using var db = Database.Look();
        return await db.AccountRecords.Where(r => r.Name == name).Select(r => r.AccountId).FirstAsync();
    }

    /// <summary>Every row that is not the record of refusals, as one text: equal before and after means that nothing happened.</summary>
    public async Task<string> EverythingAsync()
    {
        await using var db = Database.Look();
        var refusals = await db.AuditEvents.CountAsync(e => e.Type == nameof(CommandDenied));
        var lines = new List<string> { $"events {await db.AuditEvents.CountAsync() - refusals}" };
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(t => t.GetTableName()!).Distinct().Except(["AuditEvents", "ChainHeads", "Denials"]).Order(StringComparer.Ordinal))
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                lines.Add(table + " " + string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : reader.GetValue(i).ToString())));
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>How often anybody was refused a command.</summary>
    public async Task<int> RefusalsAsync()
    {
        await using var db = Database.Look();
        return await db.AuditEvents.CountAsync(e => e.Type == nameof(CommandDenied)) + await db.Denials.SumAsync(d => d.Since);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task FillAsync()
    {
        await using (var db = Database.Look())
        {
            Campaign = (await db.Campaigns.SingleAsync(c => c.Number == 1)).Id;
        }

        foreach (var account in new[] { "Vera", "Tim" })
        {
            var turn = await TurnAsync(account);
            (await Get<DecideItem>().RunAsync(Guid.NewGuid(), As("Rex"), new ItemChoice(turn.Id, turn.EventSeq, account == "Vera" ? DecisionKind.Revoke : DecisionKind.Certify), default)).Require();
        }

        var text = (await Get<SignOffPreview>().RunAsync(As("Rex"), Campaign, default)).Require().Text;
        SignOff = (await Get<SignOffReview>().RunAsync(Guid.NewGuid(), As("Rex"), Campaign, text, default)).Require().SignOffId;
        Removal = (await Get<RemovalList>().RunAsync(As("Owen"), new RemovalFilter(ApplicationId: People.ApplicationId), 0, 10, default)).Require().Rows[0].Id;
        Waiver = (await Get<AskForWaiver>().RunAsync(Guid.NewGuid(), As("Rem"), Removal, new DateOnly(2026, 12, 31), "The contract runs on", default)).Require();
        Draft = (await Get<DraftCampaign>().RunAsync(Guid.NewGuid(), As("Owen"), AccessCalls.Plan, default)).Require();
        (await Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), As("Owen"), Draft, People.ApplicationId, CampaignScope.Default, default)).Require();
        (await Get<StateAbsence>().RunAsync(Guid.NewGuid(), As("Tim"), new AbsencePlan(People["Tim"], People["Sami"], new(2026, 11, 23), new(2026, 12, 1), "Holiday"), default)).Require();
        await using (var db = Database.Look())
        {
            Absence = (await db.Absences.SingleAsync()).Id;
        }

        Import = (await Get<StartImport>().RunAsync(As("Ada"), People.ApplicationId, null, default)).Require();
        (await Get<AddImportFile>().RunAsync(As("Ada"), Import, ExtractFileKind.Users, "users.csv", AccessCalls.File(), null, default)).Require();
    }
}
