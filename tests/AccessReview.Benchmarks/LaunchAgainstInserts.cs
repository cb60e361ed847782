using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Benchmarks;

/// <summary>A launch over an assessed reading, against prepared INSERTs of the items as wide rows (32 columns, 3 indexes) in one
/// transaction.</summary>
internal sealed class LaunchAgainstInserts : Floor
{
    private const int Columns = 32;
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
        SqliteConnection.ClearAllPools();
        await using (var connection = new SqliteConnection($"Data Source={Database}"))
        {
            await connection.OpenAsync();
            await RunAsync(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        SqliteConnection.ClearAllPools();
        File.Copy(Database, Prepared, overwrite: true);
    }

    /// <inheritdoc/>
    public override Task ResetAsync()
    {
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
        var names = Enumerable.Range(0, Columns).Select(c => $"c{c}").ToList();
        await RunAsync(connection, $"CREATE TABLE items (id INTEGER PRIMARY KEY, {string.Join(", ", names.Skip(1))})");
        await RunAsync(connection, "CREATE INDEX i1 ON items (c1, c2); CREATE INDEX i2 ON items (c3, c4, c5); CREATE INDEX i3 ON items (c6)");
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO items VALUES ({string.Join(", ", names.Select(n => "@" + n))})";
        var parameters = names.Select(n => insert.Parameters.Add(new SqliteParameter("@" + n, null))).ToList();
        await insert.PrepareAsync();
        for (var row = 0; row < size; row++)
        {
            for (var c = 0; c < Columns; c++)
            {
                parameters[c].Value = c % 3 == 2 ? $"text {row % 1000} of {c}" : (long)row + (c * 7);
            }

            parameters[0].Value = (long)row;
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

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
