using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence.Kept;

/// <summary>The open files of one SQLite database, kept for the next who wants one, with their prepared statements: the driver's own pool
/// keeps the file alone, and to prepare a decision's statements anew took a third of its time. The one used last is lent first, since
/// SQLite has at hand what it read or wrote itself and reads anew what another one wrote.</summary>
internal sealed class OpenFiles
{
    /// <summary>As many as ever work at the same moment; each holds up to 2 MB of pages, and its statements.</summary>
    internal const int MostKept = 16;

    private readonly string connectionString;
    private readonly Checkpoints checkpoints;
    private readonly int mostKept;
    private readonly Stack<OpenFile> free = new();
    private readonly Lock door = new();
    private int epoch;

    /// <param name="connectionString">Of the driver; without pooling no file is kept.</param>
    public OpenFiles(string connectionString)
    {
        var options = new SqliteConnectionStringBuilder(connectionString);
        mostKept = options.Pooling ? MostKept : 0;
        options.Pooling = false;
        DefaultTimeout = options.DefaultTimeout;
        this.connectionString = options.ToString();
        checkpoints = new Checkpoints(this.connectionString);
    }

    /// <summary>Seconds that a command waits for who holds the file.</summary>
    public int DefaultTimeout { get; }

    /// <summary>Puts a context on a connection that takes such a file when it is opened. It stays the context's in the pool of contexts.</summary>
    /// <remarks>What EF Core adds to a connection of its own making is left out: functions for decimals and regular expressions in SQL, which
    /// nothing here uses, and which would be added and taken away again around every query.</remarks>
    public void Serve(ReviewDb db)
    {
        if (db.Database.GetDbConnection() is not KeptConnection)
        {
            db.Database.SetDbConnection(new KeptConnection(this, connectionString), contextOwnsConnection: true);
        }
    }

    /// <summary>Takes a file, or opens one.</summary>
    public OpenFile Take()
    {
        int now;
        lock (door)
        {
            if (free.TryPop(out var file))
            {
                return file;
            }

            now = epoch;
        }

        var opened = new OpenFile(connectionString, now);
        if (mostKept > 0)
        {
            Checkpoints.LeaveFor(opened.Connection);
        }

        return opened;
    }

    /// <summary>A transaction was committed on the file.</summary>
    public void Committed(OpenFile file)
    {
        if (mostKept > 0)
        {
            checkpoints.Committed(file.Connection);
        }
    }

    /// <summary>Takes one back that nobody reads from and that is in no transaction.</summary>
    public void GiveBack(OpenFile file)
    {
        lock (door)
        {
            if (file.Epoch == epoch && free.Count < mostKept)
            {
                free.Push(file);
                return;
            }
        }

        file.Dispose();
    }

    /// <summary>Closes all: now what is free, and what is lent as soon as it comes back. The next who wants one opens anew.</summary>
    public void LetGo()
    {
        lock (door)
        {
            epoch++;
            while (free.TryPop(out var file))
            {
                file.Dispose();
            }
        }

        checkpoints.Wait();
    }
}
