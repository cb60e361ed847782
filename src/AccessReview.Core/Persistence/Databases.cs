using System.Collections.Concurrent;
using AccessReview.Core.Persistence.Kept;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace AccessReview.Core.Persistence;

/// <summary>Which database is in use: the customer's own, or the invented sample organisation's. They never share one.</summary>
public enum DatabaseName
{
    /// <summary>The customer's own.</summary>
    Own,

    /// <summary>The sample organisation's.</summary>
    Sample,
}

/// <summary>Makes contexts on the database in use. One database is in use at a time, for the whole installation; the choice is
/// a word in a file of the data folder and survives a restart.</summary>
public sealed class Databases(DatabaseOptions options, IEnumerable<IInterceptor> interceptors) : IDbContextFactory<ReviewDb>, IDisposable
{
    private readonly ConcurrentDictionary<(DatabaseName Name, bool Retrying), IDbContextFactory<ReviewDb>> factories = new();
    private readonly ConcurrentDictionary<DatabaseName, SemaphoreSlim> gates = new();
    private readonly ConcurrentDictionary<DatabaseName, OpenFiles> files = new();
    private DatabaseName? current;

    /// <summary>The database in use.</summary>
    public DatabaseName Current => current ??= File.Exists(ChoiceFile) && File.ReadAllText(ChoiceFile).Trim() == nameof(DatabaseName.Sample) ? DatabaseName.Sample : DatabaseName.Own;

    /// <summary>The folder that holds files of the product.</summary>
    public string Folder => options.Folder;

    /// <summary>The file of the sample organisation's database; there once somebody has loaded it.</summary>
    internal string SampleFile => Path.Combine(options.Folder, "sample.db");

    private string ChoiceFile => Path.Combine(options.Folder, "database.txt");

    /// <summary>The file of the customer's own database, on SQLite.</summary>
    internal string OwnFile => options.OwnFile;

    /// <summary>The file of the database in use, on SQLite.</summary>
    public string CurrentFile => Current == DatabaseName.Own ? OwnFile : SampleFile;

    /// <summary>The databases of a file that lies anywhere, such as a backup; what is chosen in a data folder does not matter to it.</summary>
    internal static Databases Of(string file, string connection) =>
        new(new DatabaseOptions { Folder = Path.GetDirectoryName(file)!, ConnectionString = connection }, []) { current = DatabaseName.Own };

    /// <summary>Uses another database from now on. Contexts already made stay on theirs.</summary>
    public void Use(DatabaseName name)
    {
        System.IO.Directory.CreateDirectory(options.Folder);
        File.WriteAllText(ChoiceFile, name.ToString());
        current = name;
    }

    /// <summary>Deletes the sample organisation's database, if there is one. It holds nothing that is not invented.</summary>
    public void DeleteSample()
    {
        files.GetOrAdd(DatabaseName.Sample, FilesOf).LetGo();
        foreach (var ending in new[] { "", "-wal", "-shm" })
        {
            File.Delete(SampleFile + ending);
        }
    }

    /// <inheritdoc/>
    public ReviewDb CreateDbContext() => Create(Current);

    /// <inheritdoc/>
    public void Dispose() => LetGo();

    /// <summary>Closes the files of SQLite, which are kept open for the next command or page; who still uses one closes it when done.</summary>
    internal void LetGo()
    {
        foreach (var open in files.Values)
        {
            open.LetGo();
        }
    }

    /// <summary>A context on the named database, whichever is in use.</summary>
    public ReviewDb Create(DatabaseName name) => Create(name, retrying: true);

    /// <summary>A context on the database in use that tries nothing again: for a transaction that lasts over many readings. One that
    /// does would refuse such a transaction, and hold every result in memory so that it could be read again.</summary>
    internal ReviewDb CreateUnretried() => Create(Current, retrying: false);

    /// <summary>Waits for one's turn in the queue of writers of the database in use: one at a time, first come first served. The driver's own
    /// waiting polls every 150 ms and gave eight reviewers a p99 of 303 ms; this gave 9.5 ms.</summary>
    /// <returns>What is released at the end of the turn.</returns>
    /// <exception cref="WritersBusyException">The turn did not come in time.</exception>
    internal async Task<SemaphoreSlim> EnterAsync(CancellationToken cancel)
    {
        var gate = gates.GetOrAdd(Current, _ => new SemaphoreSlim(1, 1));
        return await gate.WaitAsync(options.WritersPatience, cancel).ConfigureAwait(false) ? gate : throw new WritersBusyException();
    }

    /// <summary>The connection string of the named SQLite database.</summary>
    public string SqliteConnection(DatabaseName name) =>
        name == DatabaseName.Own ? options.OwnConnection : new SqliteConnectionStringBuilder { DataSource = SampleFile }.ToString();

    private ReviewDb Create(DatabaseName name, bool retrying) => factories.GetOrAdd((name, retrying), Factory).CreateDbContext();

    private IDbContextFactory<ReviewDb> Factory((DatabaseName Name, bool Retrying) wanted) =>
        options.Provider == DatabaseProvider.SqlServer && wanted.Name == DatabaseName.Own ? SqlServer(wanted.Retrying) : Sqlite(wanted.Name, wanted.Retrying);

    private Adapter<SqliteReviewDb> Sqlite(DatabaseName name, bool retrying)
    {
        System.IO.Directory.CreateDirectory(options.Folder);
        var builder = new DbContextOptionsBuilder<SqliteReviewDb>();
        builder.UseSqlite(SqliteConnection(name), sqlite =>
        {
            if (retrying && options.Strategy is { } strategy)
            {
                sqlite.ExecutionStrategy(strategy);
            }
        }).AddInterceptors(interceptors);
        return new Adapter<SqliteReviewDb>(new PooledDbContextFactory<SqliteReviewDb>(builder.Options), files.GetOrAdd(name, FilesOf).Serve);
    }

    private Adapter<SqlServerReviewDb> SqlServer(bool retrying)
    {
        var builder = SqlServerReviewDb.Options(options.ConnectionString ?? "", retrying, options.Strategy);
        builder.AddInterceptors(interceptors);
        return new Adapter<SqlServerReviewDb>(new PooledDbContextFactory<SqlServerReviewDb>(builder.Options), _ => { });
    }

    private OpenFiles FilesOf(DatabaseName name) => new(SqliteConnection(name));

    private sealed class Adapter<TDb>(IDbContextFactory<TDb> inner, Action<ReviewDb> made) : IDbContextFactory<ReviewDb>
        where TDb : ReviewDb
    {
        public ReviewDb CreateDbContext()
        {
            var db = inner.CreateDbContext();
            made(db);
            return db;
        }
    }
}
