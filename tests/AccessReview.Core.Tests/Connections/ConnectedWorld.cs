using System.Text;
using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Extracts;
using AccessReview.Core.Tests.Removals;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>The revoked world with a Heap that speaks SCIM and an Okta that lets people into it, both over real HTTP.</summary>
internal sealed class ConnectedWorld(TestDatabase database, RevokedWorld revoked, FakeScim heap, FakeOkta okta) : IAsyncDisposable
{
    public FakeScim Heap => heap;

    public FakeOkta Okta => okta;

    public RevokedWorld Revoked => revoked;

    public TestWorld World => revoked.World;

    public Actor Ada => World.As("Ada");

    public static async Task<ConnectedWorld> CreateAsync(TestDatabase database, ScimManners? manners = null, params string[] more)
    {
        var revoked = await RevokedWorld.CreateAsync(database, more);
        var heap = new FakeScim(manners).User("h1", "vera@example.test", "Vera", role: "Analyst").User("h2", "sami@example.test", "Sami", role: "Analyst").User("h3", "zoe@example.test", "Zoe", role: "Admin")
            .Group("g1", "Growth", "h1", "h2").Group("g2", "Finance", "h1");
        foreach (var (name, i) in more.Select((name, i) => (name, i)))
        {
            heap.User($"m{i}", name.ToLowerInvariant() + "@example.test", name, role: "Analyst");
        }

        var okta = new FakeOkta();
        foreach (var name in (string[])["Owen", "Ada", "Mia", "Noa", "Vera", "Sami", "Zoe", .. more])
        {
            okta.Users.Add(($"00u{name}", name == "Vera" ? "DEPROVISIONED" : "ACTIVE", name.ToLowerInvariant() + "@example.test", name, "Test"));
        }

        okta.Groups["00g1"] = ("prod-analytics", ["00uSami", "00uMia"]);
        okta.Apps["heap"] = (["00uZoe"], ["00g1"]);
        await heap.StartAsync();
        await okta.StartAsync();
        return new ConnectedWorld(database, revoked, heap, okta);
    }

    public async Task<long> ConnectHeapAsync(ConnectionUse use = ConnectionUse.ReadAndRemove) =>
        (await SetAsync(new EnteredConnection(World.ApplicationId, null, ConnectionSystem.Scim, heap.Base, FakeScim.Token, use, new ConnectionSettings()))).Require();

    public async Task<long> ConnectOktaAsync(ConnectionUse use = ConnectionUse.ReadAndRemove) => await ConnectOktaAsync(
        (await database.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), Ada, "Okta", DirectoryKind.Okta, CancellationToken.None)).Require(), use);

    public async Task<long> ConnectOktaAsync(long directory, ConnectionUse use = ConnectionUse.ReadAndRemove, params LinkedApp[] more) => (await SetAsync(
        new EnteredConnection(null, directory, ConnectionSystem.Okta, okta.Address, FakeOkta.Token, use, new ConnectionSettings { Apps = [new LinkedApp("heap", World.ApplicationId), .. more] }))).Require();

    /// <summary>Sets a connection, made from how it stands.</summary>
    public async Task<Outcome<long>> SetAsync(EnteredConnection entered)
    {
        await using var db = database.Look();
        var edited = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.ApplicationId == entered.ApplicationId && c.DirectoryId == entered.DirectoryId && c.Active);
        return await database.Get<SetConnection>().RunAsync(Guid.NewGuid(), Ada, entered with { Edited = edited?.Version(await ConnectionSecret.OfAsync(db, edited.Id, CancellationToken.None)) }, CancellationToken.None);
    }

    /// <summary>Reads a connection as the product does, a second later.</summary>
    public async Task<Extract> ReadAsync(long connection)
    {
        database.Time.Advance(TimeSpan.FromSeconds(1));
        (await database.Get<AskForReading>().RunAsync(World.As("Owen"), connection, CancellationToken.None)).Require();
        await database.Get<RunReadings>().RunAsync(CancellationToken.None);
        await using var db = database.Look();
        return await db.Extracts.Include(e => e.Files).OrderByDescending(e => e.Id).FirstAsync(e => e.ConnectionId == connection);
    }

    /// <summary>Brings in a staff list that has these people and nobody else, a second later.</summary>
    public async Task<Outcome<long>> StaffListAsync(params string[] names)
    {
        database.Time.Advance(TimeSpan.FromSeconds(1));
        var importing = new Importing(database.Services, Ada);
        var list = "Employee ID,Work email,Full name,Status\n" + string.Concat(names.Select(name => $"{name},{name}@example.test,{name},Active\n"));
        return await importing.ImportAsync(await importing.DraftAsync(null, World.DirectoryId, database.Time.GetUtcNow().UtcDateTime, (ExtractFileKind.People, "list.csv", Encoding.UTF8.GetBytes(list), null)));
    }

    /// <summary>A file is the newest reading: it has these accounts, under numbers of its own, and no groups.</summary>
    public Task FileAsync(params (string Name, string Id, string Address)[] lines) => revoked.Run(async (scope, cancel) =>
    {
        var application = await scope.Db.Applications.AsTracking().SingleAsync(cancel);
        var before = application.CurrentExtractId;
        var file = scope.Add(new Extract
        {
            Id = scope.NewId(), Number = 1 + await scope.Db.Extracts.MaxAsync(e => e.Number, cancel), Kind = ExtractKind.Access, ApplicationId = application.Id, AsOf = scope.At, ReadAt = scope.At,
            ReadBy = "product", Completeness = Completeness.Complete, CoversAssignments = false, Records = lines.Length, Assignments = 0,
        });
        foreach (var (name, id, address) in lines)
        {
            scope.Add(new AccountRecord
            {
                Id = scope.NewId(), ExtractId = file.Id, AccountId = await scope.Db.AccountRecords.Where(r => r.ExtractId == before && r.Name == name).Select(r => r.AccountId).SingleAsync(cancel), Line = 2,
                Email = address, EmailKey = TextKey.Of(address), Name = name, NameSort = TextKey.Sort(name), Role = "Analyst", RoleKey = "ANALYST", Status = AccountStatus.Active, LastUsedState = LastUsedState.NotGiven, SourceId = id,
            });
        }

        application.CurrentExtractId = file.Id;
    });

    /// <summary>Lets time pass, carries out what is due, and makes the readings that follow a second later.</summary>
    public async Task CarryOutAsync(TimeSpan after)
    {
        database.Time.Advance(after);
        await database.Get<CarryOutRemovals>().RunAsync(CancellationToken.None);
        database.Time.Advance(TimeSpan.FromSeconds(1));
        await database.Get<PlanReadings>().RunAsync(CancellationToken.None);
        await database.Get<RunReadings>().RunAsync(CancellationToken.None);
    }

    public async Task<Removal> OnlyAsync() => (await revoked.RemovalsAsync()).Single(r => r.State != RemovalState.Cancelled);

    public async ValueTask DisposeAsync()
    {
        await heap.DisposeAsync();
        await okta.DisposeAsync();
    }
}
