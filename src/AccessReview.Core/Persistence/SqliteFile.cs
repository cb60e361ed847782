using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace AccessReview.Core.Persistence;

/// <summary>A SQLite database as a file: a backup, a copy about to be put in place, or the one that a copy replaces. What SQL this
/// needs stands here.</summary>
/// <param name="path">Where it lies.</param>
public sealed class SqliteFile(string path)
{
    private const int NotADatabase = 26;
    private const int Busy = 5;
    private const int Malformed = 11;
    private const int CannotOpen = 14;
    private const int PatienceInSeconds = 2;

    /// <summary>Where it lies; of a link, where it leads: that is the file which everybody shares, by whatever name.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path);

    /// <summary>The folder beside it in which a copy is made ready that is to take its place.</summary>
    internal string Restoring => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "restoring");

    /// <summary>The file of a database on SQLite.</summary>
    internal static SqliteFile Of(ReviewDb db) => new(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource);

    /// <summary>Why this account cannot use the file; null when it can, or there is none. To be asked before what shape it has: the framework takes
    /// one that it cannot open for one that is not there.</summary>
    /// <param name="toWrite">Whether it is to be written, too.</param>
    /// <param name="cancel">Stops it.</param>
    internal async Task<Problem?> ClosedAsync(bool toWrite, CancellationToken cancel)
    {
        if (!File.Exists(Path))
        {
            return null;
        }

        try
        {
            await using var connection = await ConnectAsync(cancel);
            connection.DefaultTimeout = PatienceInSeconds;
            await TextAsync(connection, "PRAGMA schema_version", cancel);
            return toWrite && raw.sqlite3_db_readonly(connection.Handle, "main") == 1 ? Closed("written") : null;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == CannotOpen)
        {
            return Closed("opened");
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Busy)
        {
            // It is open to this account; whoever needs it waits for who holds it.
            return null;
        }
    }

    /// <summary>The product's databases, with this file as the one in use. Connections are not kept open.</summary>
    public Databases Open() => Databases.Of(Path, Connection().ToString());

    /// <summary>Writes a copy as of one moment, while others read and write. The copy is compact and holds no log.</summary>
    public async Task CopyToAsync(string copy, CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", copy);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Deletes a copy that was not finished, with what SQLite leaves beside it.</summary>
    internal void Forget()
    {
        File.Delete(Path);
        File.Delete(Path + "-journal");
    }

    /// <summary>What is wrong with the file as a database, in SQLite's words; null when nothing is.</summary>
    public async Task<string?> IntegrityAsync(CancellationToken cancel)
    {
        try
        {
            await using var connection = await ConnectAsync(cancel);
            var said = await TextAsync(connection, "PRAGMA integrity_check(1)", cancel);
            return said == "ok" ? null : said;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is NotADatabase or Malformed)
        {
            return e.Message;
        }
    }

    /// <summary>Whether it is a database of this product at all.</summary>
    public async Task<bool> IsOursAsync(CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        return await TextAsync(connection, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN ('ChainHeads', 'AuditEvents', '__EFMigrationsHistory')", cancel) == "3";
    }

    /// <summary>Takes the keys out of a copy, so that no page of the file holds them any more.</summary>
    public async Task ForgetKeysAsync(CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        await TextAsync(connection, "PRAGMA secure_delete = ON", cancel);
        await TextAsync(connection, "DELETE FROM \"DataProtectionKeys\"", cancel);
        await TextAsync(connection, "VACUUM", cancel);
    }

    /// <summary>Writes the file anew without what was deleted from it.</summary>
    public async Task ShrinkAsync(CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        await TextAsync(connection, "VACUUM", cancel);
        await TextAsync(connection, "PRAGMA wal_checkpoint(TRUNCATE)", cancel);
    }

    /// <summary>Folds the log into the file, so that the file alone is the whole database.</summary>
    /// <exception cref="SqliteException">Somebody else has it open.</exception>
    public async Task FoldAsync(CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        connection.DefaultTimeout = PatienceInSeconds;
        await TextAsync(connection, "PRAGMA wal_checkpoint(TRUNCATE)", cancel);
        await TextAsync(connection, "PRAGMA journal_mode = DELETE", cancel);
    }

    /// <summary>Deletes the copies made ready, which a killed restore leaves with everybody's names in them.</summary>
    internal void ForgetRestoring()
    {
        if (!System.IO.Directory.Exists(Restoring))
        {
            return;
        }

        foreach (var copy in System.IO.Directory.EnumerateFiles(Restoring, System.IO.Path.GetFileName(Path) + "*").ToList())
        {
            File.Delete(copy);
        }

        // A folder of that name beside a database that lies anywhere may be somebody else's.
        if (!System.IO.Directory.EnumerateFileSystemEntries(Restoring).Any())
        {
            System.IO.Directory.Delete(Restoring);
        }
    }

    private Problem Closed(string what) => new(
        "database.closed",
        $"{Path} cannot be {what} by the account that runs this. If it, or a file of that name beside it, belongs to another one, as after a verb that root ran, give it to "
        + "the account that runs the product (chown), and run verbs as that one.");

    private static async Task<string?> TextAsync(SqliteConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync(cancel))?.ToString();
    }

    private SqliteConnectionStringBuilder Connection() => new() { DataSource = Path, Mode = SqliteOpenMode.ReadWrite, Pooling = false };

    private async Task<SqliteConnection> ConnectAsync(CancellationToken cancel)
    {
        var connection = new SqliteConnection(Connection().ToString());
        await connection.OpenAsync(cancel);
        return connection;
    }
}
