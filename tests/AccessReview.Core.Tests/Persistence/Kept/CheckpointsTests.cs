using AccessReview.Core.Persistence.Kept;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;

namespace AccessReview.Core.Tests.Persistence.Kept;

/// <summary>What is written reaches the file beside the writers, and no commit has to move it.</summary>
public sealed class CheckpointsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("accessreview-log-").FullName;
    private readonly SqliteConnection connection;
    private readonly Checkpoints checkpoints;

    public CheckpointsTests()
    {
        var connectionString = $"Data Source={Path.Combine(folder, "test.db")};Pooling=False";
        checkpoints = new Checkpoints(connectionString);
        connection = new SqliteConnection(connectionString);
        connection.Open();
        Run("PRAGMA journal_mode = WAL; CREATE TABLE T (Bytes BLOB NOT NULL); PRAGMA wal_checkpoint(TRUNCATE)");
        Checkpoints.LeaveFor(connection);
    }

    [SqliteFact]
    public void A_long_log_is_moved_into_the_file()
    {
        Write(Checkpoints.Pages + 1);
        Assert.Equal(0, InTheFileAlone());
        checkpoints.Committed(connection);
        checkpoints.Wait();
        Assert.Equal(Checkpoints.Pages + 1, InTheFileAlone());
    }

    [SqliteFact]
    public void Short_commits_add_up()
    {
        Write(Checkpoints.Pages / 2);
        checkpoints.Committed(connection);
        checkpoints.Wait();
        Assert.Equal(0, InTheFileAlone());
        Write((Checkpoints.Pages / 2) + 1);
        checkpoints.Committed(connection);
        checkpoints.Wait();
        Assert.Equal((2 * (Checkpoints.Pages / 2)) + 1, InTheFileAlone());
    }

    [SqliteFact]
    public void Who_reads_meanwhile_goes_on_reading_and_the_rest_is_moved_later()
    {
        using var other = new SqliteConnection(connection.ConnectionString);
        other.Open();
        using (other.BeginTransaction(deferred: true))
        {
            using var early = other.CreateCommand();
            early.CommandText = "SELECT COUNT(*) FROM T";
            Assert.Equal(0L, early.ExecuteScalar());
            Write(Checkpoints.Pages + 1);
            checkpoints.Committed(connection);
            checkpoints.Wait();
            Assert.Equal(0L, early.ExecuteScalar());
            Assert.Equal(0, InTheFileAlone());
        }

        Write(Checkpoints.Pages);
        checkpoints.Committed(connection);
        checkpoints.Wait();
        Assert.Equal((2 * Checkpoints.Pages) + 1, InTheFileAlone());
    }

    [SqliteFact]
    public void A_file_that_is_gone_troubles_nobody_and_is_not_made_again()
    {
        Write(Checkpoints.Pages + 1);
        foreach (var file in Directory.GetFiles(folder))
        {
            File.Delete(file);
        }

        checkpoints.Committed(connection);
        checkpoints.Wait();
        Assert.Empty(Directory.GetFiles(folder));
    }

    public void Dispose()
    {
        connection.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Writes so many rows of a page each.</summary>
    private void Write(int rows)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) INSERT INTO T SELECT zeroblob(4000) FROM n";
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    /// <summary>Rows of a copy that has no log.</summary>
    private int InTheFileAlone()
    {
        var copy = Path.Combine(folder, Guid.NewGuid().ToString("N") + ".db");
        File.Copy(Path.Combine(folder, "test.db"), copy);
        using var alone = new SqliteConnection($"Data Source={copy};Pooling=False");
        alone.Open();
        using var command = alone.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM T";
        return (int)(long)command.ExecuteScalar()!;
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
