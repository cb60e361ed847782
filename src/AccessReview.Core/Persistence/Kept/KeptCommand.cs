using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace AccessReview.Core.Persistence.Kept;

/// <summary>A command on a <see cref="KeptConnection"/>: takes the prepared statement of its text when it is executed, and gives it back when
/// it is disposed.</summary>
internal sealed class KeptCommand(KeptConnection connection) : DbCommand
{
    /// <summary>Holds the text and the parameters; never executed.</summary>
    private readonly SqliteCommand asked = new();
    private KeptStatement? statement;
    private int? timeout;

    [AllowNull]
    public override string CommandText
    {
        get => asked.CommandText;
        set
        {
            if (value != asked.CommandText)
            {
                Release();
                asked.CommandText = value;
            }
        }
    }

    public override int CommandTimeout
    {
        get => timeout ?? connection.DefaultTimeout;
        set => timeout = value;
    }

    public override CommandType CommandType
    {
        get => asked.CommandType;
        set => asked.CommandType = value;
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException("It belongs to its connection.");
    }

    protected override DbParameterCollection DbParameterCollection => asked.Parameters;

    protected override DbTransaction? DbTransaction { get; set; } = connection.Current;

    public override void Cancel()
    {
        // The driver has none.
    }

    public override int ExecuteNonQuery() => Ready().ExecuteNonQuery();

    public override object? ExecuteScalar() => Ready().ExecuteScalar();

    public override void Prepare() => Ready().Prepare();

    /// <summary>Gives its statement back, if it has one; whoever reads from it reads no more.</summary>
    public void Release()
    {
        if (statement is { } used)
        {
            statement = null;
            connection.GiveBack(this, used);
        }
    }

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => new SqliteStatementReader(Ready().ExecuteReader(behavior));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
            asked.Dispose();
        }

        base.Dispose(disposing);
    }

    private KeptStatement Ready()
    {
        statement ??= connection.Take(this);
        statement.Transaction = ((KeptTransaction?)DbTransaction)?.Driver;
        statement.CommandTimeout = CommandTimeout;
        statement.Parameters.Clear();
        foreach (SqliteParameter parameter in asked.Parameters)
        {
            statement.Parameters.Add(parameter);
        }

        return statement;
    }
}
