using System.Globalization;
using System.Text.Json;
using AccessReview.Benchmarks.World;
using AccessReview.Core;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.Data.Sqlite;

namespace AccessReview.Benchmarks;

/// <summary>A SCIM source of 100,000 users on loopback to a stored reading, its pages kept on the way, against draining the
/// same pages and inserting the same rows by prepared statements in one transaction.</summary>
internal sealed class SyncAgainstDrain : Floor, IKeepsMemory
{
    private Organisation organisation = null!;
    private ScimPages server = null!;
    private string prepared = "";
    private long connection;

    public override string Name => "sync";

    public override int Size => 100_000;

    public override double Target => 1.3;

    public override int Pairs => 3;

    public int Large => 100_000;

    public int Small => 10_000;

    public double MemoryTarget => 1.3;

    private string FloorFile => Path.Combine(organisation.Folder, "floor.db");

    public override async Task PrepareAsync(int size)
    {
        organisation = await Organisation.CreateAsync();
        await organisation.RegisterAsync("Heap");
        server = new ScimPages(size);
        await server.StartAsync();
        connection = (await organisation.Get<SetConnection>().RunAsync(
            Guid.NewGuid(), Actor.FirstAdministrator(),
            new EnteredConnection(organisation.ApplicationId, null, ConnectionSystem.Scim, server.Address + "/scim", "token", ConnectionUse.ReadOnly, new ConnectionSettings()), CancellationToken.None)).Require();
        prepared = await organisation.CopyAsync("prepared.db");
    }

    public override Task ResetAsync()
    {
        organisation.Get<Databases>().LetGo();
        foreach (var file in new[] { organisation.File, FloorFile })
        {
            File.Delete(file + "-wal");
            File.Copy(prepared, file, overwrite: true);
        }

        return Task.CompletedTask;
    }

    public override async Task OursAsync()
    {
        (await organisation.Get<AskForReading>().RunAsync(Actor.FirstAdministrator(), connection, CancellationToken.None)).Require();
        if (await organisation.Get<RunReadings>().RunAsync(CancellationToken.None) != 1)
        {
            throw new InvalidOperationException("The reading did not come to its end.");
        }
    }

    public override async Task FloorAsync()
    {
        using var http = new HttpClient();
        using var sql = new HandWritten(FloorFile);
        sql.Run("PRAGMA foreign_keys=OFF");
        sql.Run("BEGIN IMMEDIATE");
        long next = 1_000_000_000, extract = next++;
        for (var start = 1; ; start += ScimPages.PageSize)
        {
            await using var body = await http.GetStreamAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"{server.Address}/scim/Users?startIndex={start}&count={ScimPages.PageSize}")));
            using var page = await JsonDocument.ParseAsync(body);
            if (!page.RootElement.TryGetProperty("Resources", out var users))
            {
                break;
            }

            foreach (var user in users.EnumerateArray())
            {
                Insert(sql, user, extract, ref next);
            }
        }

        sql.Run("COMMIT");
    }

    public override async Task CleanUpAsync()
    {
        await server.DisposeAsync();
        await organisation.DisposeAsync();
    }

    private void Insert(HandWritten sql, JsonElement user, long extract, ref long next)
    {
        var (id, email, name) = (user.GetProperty("id").GetString()!, user.GetProperty("emails")[0].GetProperty("value").GetString()!, user.GetProperty("displayName").GetString()!);
        var (role, account, record) = (user.GetProperty("roles")[0].GetProperty("value").GetString()!, next++, next++);
        var line = (int)(record - extract);
        sql.Run("INSERT INTO \"Accounts\" (\"Id\",\"ApplicationId\",\"FirstExtractId\",\"SourceKey\",\"EventSeq\") VALUES (?1,?2,?3,?4,?5)", account, organisation.ApplicationId, extract, id, 9_000_000);
        sql.Run(
            "INSERT INTO \"AccountRecords\" (\"Id\",\"AccountId\",\"CreatedAt\",\"Email\",\"EmailKey\",\"EventSeq\",\"ExtractId\",\"LastUsedState\",\"Line\",\"Name\",\"NameSort\",\"Role\",\"RoleKey\",\"Status\",\"SourceId\") VALUES (?1,?2,'2024-01-10 08:00:00',?3,?4,?5,?6,'NotGiven',?7,?8,?9,?10,?11,'Active',?12)",
            record, account, email, email.ToUpperInvariant(), 9_000_000, extract, line, name, name.ToUpperInvariant(), role, role.ToUpperInvariant(), id);
    }
}
