using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Benchmarks;

/// <summary>A launch over an assessed reading, against prepared INSERTs of the items as wide rows (32 columns, 3 indexes) in one
/// transaction.</summary>
internal sealed class LaunchAgainstInserts : Floor, IKeepsMemory
{
    // What an item says where nothing is kept by reference: its keys, who has what, why it deserves a look, who reviews it.
    private static readonly string[] Columns =
    [
        "id", "campaign", "number", "parent", "account", "reviewer", "holder", "rank", "findings", "stage", "application", "state", "email", "name", "role", "team", "status", "last_used",
        "created", "person", "person_email", "department", "title", "manager", "employment", "start_date", "facts", "recommendation", "reviewer_name", "basis", "fallback", "frozen_at",
    ];

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("accessreview-launch-").FullName;
    private ServiceProvider? services;
    private int number;
    private int size;

    /// <inheritdoc/>
    public override string Name => "launch";

    /// <inheritdoc/>
    public override int Size => 200_000;

    /// <inheritdoc/>
    public override double Target => 0.8;

    /// <inheritdoc/>
    public override int Pairs => 3;

    private string Database => Path.Combine(folder, "accessreview.db");

    private string Prepared => Path.Combine(folder, "prepared.db");

    /// <inheritdoc/>
    public int Large => 1_000_000;

    /// <inheritdoc/>
    public int Small => 100_000;

    /// <inheritdoc/>
    public double MemoryTarget => 1.3;

    /// <inheritdoc/>
    public override async Task PrepareAsync(int size)
    {
        this.size = size;
        var collection = new ServiceCollection();
        collection.AddAccessReviewCore(new DatabaseOptions { Folder = folder });
        services = collection.BuildServiceProvider();
        await services.GetRequiredService<Upgrade>().RunAsync(DatabaseName.Own, default);
        number = await LaunchOrganisation.MakeAsync(
            services.GetRequiredService<Change>(), services.GetRequiredService<DraftCampaign>(), services.GetRequiredService<AddCampaignApplication>(), size, TimeProvider.System.Now());
        var start = TimeProvider.System.GetTimestamp();
        (await services.GetRequiredService<PreviewCampaign>().RunAsync(LaunchOrganisation.Owner, number, default)).Require();
        await Console.Error.WriteLineAsync($"preview of {size} items: {TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:0} ms");
        services.GetRequiredService<Databases>().LetGo();
        File.Copy(Database, Prepared, overwrite: true);
    }

    /// <inheritdoc/>
    public override Task ResetAsync()
    {
        services!.GetRequiredService<Databases>().LetGo();
        SqliteConnection.ClearAllPools();
        foreach (var file in System.IO.Directory.EnumerateFiles(folder).Where(f => f != Prepared).ToList())
        {
            File.Delete(file);
        }

        File.Copy(Prepared, Database);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OursAsync()
    {
        var launched = (await services!.GetRequiredService<LaunchCampaign>().RunAsync(Guid.NewGuid(), LaunchOrganisation.Owner, number, default)).Require();
        if (launched != size)
        {
            throw new InvalidOperationException($"{launched} items were launched, {size} were to be.");
        }
    }

    /// <inheritdoc/>
    public override async Task FloorAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "floor.db")}");
        await connection.OpenAsync();
        await RunAsync(connection, "PRAGMA journal_mode = WAL");
        await RunAsync(connection, $"CREATE TABLE items (id INTEGER PRIMARY KEY, {string.Join(", ", Columns.Skip(1))})");
        await RunAsync(connection, "CREATE UNIQUE INDEX i1 ON items (campaign, number); CREATE INDEX i2 ON items (campaign, reviewer, state, rank, number); CREATE INDEX i3 ON items (account)");
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO items VALUES ({string.Join(", ", Columns.Select(n => "@" + n))})";
        var parameters = Columns.Select(n => insert.Parameters.Add(new SqliteParameter("@" + n, null))).ToList();
        await insert.PrepareAsync();
        for (var row = 0; row < size; row++)
        {
            for (var c = 0; c < Columns.Length; c++)
            {
                parameters[c].Value = Value(c, row);
            }

            await insert.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    /// <inheritdoc/>
    public override async Task CleanUpAsync()
    {
        await services!.DisposeAsync();
        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    private static object Value(int column, int row) => column switch
    {
        0 or 2 => (long)row,
        3 or 4 => (long)row / 4,
        5 => (long)(row / 4 % 200),
        6 => (long)row / 4,
        < 11 => (long)(row % 3),
        11 => "Undecided",
        12 or 20 => $"user{row / 4}@example.test",
        13 or 19 => $"Person {row / 4}",
        17 or 18 or 25 or 31 => "2026-11-20 12:00:00",
        26 => "Not used for 96 days; the limit is 90. Made Admin on 11 Nov.",
        _ => "Product analytics",
    };

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
