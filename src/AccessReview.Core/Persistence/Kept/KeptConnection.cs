using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace AccessReview.Core.Persistence.Kept;

/// <summary>A connection that has an <see cref="OpenFile"/> from when it is opened until it is closed.</summary>
internal sealed class KeptConnection(OpenFiles files, string connectionString) : DbConnection
{
    private readonly HashSet<KeptCommand> executed = [];
    private OpenFile? file;

    [AllowNull]
    public override string ConnectionString
    {
        get => connectionString;
        set => throw new NotSupportedException("It is a connection to this file.");
    }

    public override string Database => "main";

    public override string DataSource => new SqliteConnectionStringBuilder(connectionString).DataSource;

    public override string ServerVersion => File.Connection.ServerVersion;

    public override ConnectionState State => file is null ? ConnectionState.Closed : ConnectionState.Open;

    /// <summary>Seconds that a command waits for who holds the file.</summary>
    public int DefaultTimeout => files.DefaultTimeout;

    /// <summary>The driver's connection.</summary>
    /// <exception cref="InvalidOperationException">It is closed.</exception>
    public SqliteConnection Driver => File.Connection;

    /// <summary>The transaction it is in, if any.</summary>
    public KeptTransaction? Current { get; private set; }

    private OpenFile File => file ?? throw new InvalidOperationException("The connection is closed.");

    public override void Open() => file ??= files.Take();

    public override void Close()
    {
        if (file is null)
        {
            return;
        }

        var done = file;
        try
        {
            // What was begun and not ended is given up, as closing does.
            Current?.Dispose();
            foreach (var command in executed.ToList())
            {
                command.Release();
            }
        }
        catch (SqliteException)
        {
            file = null;
            done.Dispose();
            throw;
        }

        file = null;
        files.GiveBack(done);
    }

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException("A file holds one database.");

    /// <summary>Begins a transaction; a deferred one reads as of its first reading, and does not wait for writers.</summary>
    public KeptTransaction BeginTransaction(bool deferred) => Current = new KeptTransaction(this, Driver.BeginTransaction(deferred));

    /// <summary>A prepared statement for a command, until it gives it back or the connection is closed.</summary>
    public KeptStatement Take(KeptCommand command)
    {
        executed.Add(command);
        return File.Take(command.CommandText);
    }

    /// <summary>Takes the command's statement back.</summary>
    public void GiveBack(KeptCommand command, KeptStatement statement)
    {
        executed.Remove(command);
        File.GiveBack(statement);
    }

    /// <summary>A transaction has ended.</summary>
    public void Ended(KeptTransaction transaction) => Current = Current == transaction ? null : Current;

    /// <summary>What a transaction wrote is in the file's log.</summary>
    public void Committed() => files.Committed(File);

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => Current = new KeptTransaction(this, Driver.BeginTransaction(isolationLevel));

    protected override DbCommand CreateDbCommand() => new KeptCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }
}
