using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AccessReview.Core.Persistence.Kept;

/// <summary>Moves what was written from SQLite's log into the file, beside the writers. SQLite by itself lets the commit that finds the log
/// long enough do it, and every writer would wait for that one.</summary>
internal sealed class Checkpoints
{
    /// <summary>After so many pages the log is moved, as SQLite would by itself.</summary>
    internal const int Pages = 1000;

    /// <summary>A log of so many pages, 256 MB, is moved by the commit that finds it: of writers who never pause it would grow for ever.</summary>
    internal const int MostPages = 65_536;

    private const int CacheWrite = 9;
    private readonly string connectionString;
    private readonly Lock door = new();
    private int written;
    private Task moving = Task.CompletedTask;

    /// <param name="connectionString">Of the driver.</param>
    public Checkpoints(string connectionString)
    {
        var options = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };

        // A file deleted meanwhile is not made again.
        options.Mode = options.Mode == SqliteOpenMode.ReadWriteCreate ? SqliteOpenMode.ReadWrite : options.Mode;
        this.connectionString = options.ToString();
    }

    /// <summary>Leaves the log of this connection's commits to <see cref="Committed"/>.</summary>
    public static void LeaveFor(SqliteConnection connection) => raw.sqlite3_wal_autocheckpoint(connection.Handle, MostPages);

    /// <summary>Counts what the connection has written since it was asked last, and has the log moved when that is enough.</summary>
    public void Committed(SqliteConnection connection)
    {
        _ = raw.sqlite3_db_status(connection.Handle, CacheWrite, out var pages, out _, resetFlg: 1);
        lock (door)
        {
            written += pages;
            if (written >= Pages && moving.IsCompleted)
            {
                written = 0;
                moving = Task.Run(Move);
            }
        }
    }

    /// <summary>Waits until nothing is being moved.</summary>
    public void Wait()
    {
        Task last;
        lock (door)
        {
            last = moving;
        }

        last.Wait();
    }

    private void Move()
    {
        try
        {
            using var connection = new SqliteConnection(connectionString);
            connection.Open();

            // What a reader still needs, or another process is moving, is left to the next time.
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // The file is gone, or the disk is in trouble: who writes next says so.
        }
    }
}
