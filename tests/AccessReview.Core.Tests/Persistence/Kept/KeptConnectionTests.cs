using System.Data.Common;
using System.Globalization;
using AccessReview.Core.Persistence.Kept;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;

namespace AccessReview.Core.Tests.Persistence.Kept;

/// <summary>Connections whose file stays open and whose statements stay prepared.</summary>
public sealed class KeptConnectionTests : IDisposable
{
    private const string Count = "SELECT COUNT(*) FROM T WHERE Name <> $name";
    private readonly string folder = Directory.CreateTempSubdirectory("accessreview-kept-").FullName;
    private readonly OpenFiles files;

    public KeptConnectionTests()
    {
        files = FilesOf("");
        using var connection = Opened();
        Run(connection, "PRAGMA journal_mode = WAL; CREATE TABLE T (Id INTEGER PRIMARY KEY, Name TEXT NOT NULL UNIQUE); INSERT INTO T VALUES (1, 'one'), (2, 'two')");
    }

    private string File => Path.Combine(folder, "test.db");

    [SqliteFact]
    public void Who_opens_next_finds_the_file_open_and_the_statement_prepared()
    {
        SqliteConnection driver;
        using (var first = Opened())
        {
            driver = first.Driver;
            Assert.Equal(1L, Scalar(first, Count, "one"));
        }

        var file = files.Take();
        Assert.Same(driver, file.Connection);
        var statement = file.Take(Count);
        file.GiveBack(statement);
        files.GiveBack(file);

        using (var second = Opened())
        {
            Assert.Same(driver, second.Driver);
            Assert.Equal(2L, Scalar(second, Count, "none"));
        }

        file = files.Take();
        Assert.Same(statement, file.Take(Count));
    }

    [SqliteFact]
    public void Two_who_work_at_once_have_a_file_each_and_the_one_used_last_is_lent_first()
    {
        var (first, second) = (Opened(), Opened());
        Assert.NotSame(first.Driver, second.Driver);
        var last = first.Driver;
        second.Dispose();
        first.Dispose();
        using var third = Opened();
        Assert.Same(last, third.Driver);
    }

    [SqliteFact]
    public void Values_are_those_of_each_run_and_two_readings_of_one_text_do_not_meet()
    {
        using var connection = Opened();
        using var one = Command(connection, "SELECT Name FROM T WHERE Name <> $name ORDER BY Id", "none");
        using var other = Command(connection, "SELECT Name FROM T WHERE Name <> $name ORDER BY Id", "one");
        using var first = one.ExecuteReader();
        Assert.True(first.Read());
        using var second = other.ExecuteReader();
        Assert.True(second.Read());
        Assert.Equal(("one", "two"), (first.GetString(0), second.GetString(0)));
        Assert.True(first.Read());
        Assert.Equal("two", first.GetString(0));
        Assert.False(second.Read());
    }

    [SqliteFact]
    public void A_transaction_nobody_ended_is_given_up_when_the_connection_is_closed()
    {
        using (var connection = Opened())
        {
            connection.BeginTransaction(deferred: false);
            Run(connection, "INSERT INTO T VALUES (3, 'three')");
        }

        using var next = Opened();
        Assert.Equal(2L, Scalar(next, Count, "none"));
        using var transaction = next.BeginTransaction();
        Run(next, "INSERT INTO T VALUES (3, 'three')");
        transaction.Commit();
        Assert.Equal(3L, Scalar(next, Count, "none"));
    }

    [SqliteFact]
    public void A_reading_nobody_ended_holds_back_no_log_once_the_connection_is_closed()
    {
        var connection = Opened();
        var reader = Command(connection, "SELECT Name FROM T WHERE Name <> $name", "none").ExecuteReader();
        Assert.True(reader.Read());
        connection.Close();

        using var other = Opened();
        Run(other, "INSERT INTO T VALUES (4, 'four')");
        Assert.Equal(0L, Scalar(other, "PRAGMA wal_checkpoint(TRUNCATE)"));
        Assert.Equal(0, new FileInfo(File + "-wal").Length);
    }

    [SqliteFact]
    public void A_statement_that_failed_runs_again()
    {
        using var connection = Opened();
        const string Insert = "INSERT INTO T (Name) VALUES ($name)";
        Assert.Throws<SqliteException>(() => Scalar(connection, Insert, "one"));
        Assert.Null(Scalar(connection, Insert, "five"));
        Assert.Throws<SqliteException>(() => Scalar(connection, Insert, "five"));
        Assert.Equal(3L, Scalar(connection, Count, "none"));
    }

    [SqliteFact]
    public void A_prepared_statement_sees_a_column_that_came_later()
    {
        using var connection = Opened();
        Assert.Equal(2, Fields(connection));
        Run(connection, "ALTER TABLE T ADD COLUMN More TEXT");
        Assert.Equal(3, Fields(connection));

        static int Fields(KeptConnection connection)
        {
            using var command = Command(connection, "SELECT * FROM T");
            using var reader = command.ExecuteReader();
            return reader.FieldCount;
        }
    }

    [SqliteFact]
    public void A_file_let_go_is_closed_when_its_user_is_done_and_the_next_opens_what_lies_there_now()
    {
        var busy = Opened();
        using (Opened())
        {
            // Free when the files are let go.
        }

        files.LetGo();
        Assert.Equal(1L, Scalar(busy, Count, "one"));
        var driver = busy.Driver;
        busy.Dispose();
        Assert.Equal(System.Data.ConnectionState.Closed, driver.State);
        foreach (var left in Directory.GetFiles(folder))
        {
            System.IO.File.Delete(left);
        }

        using var anew = Opened();
        Run(anew, "CREATE TABLE T (Id INTEGER PRIMARY KEY, Name TEXT NOT NULL UNIQUE)");
        Assert.Equal(0L, Scalar(anew, Count, "none"));
    }

    [SqliteFact]
    public void Without_pooling_a_closed_connection_leaves_no_file_open()
    {
        var single = FilesOf("Pooling=False");
        SqliteConnection driver;
        using (var connection = new KeptConnection(single, "Data Source=" + File))
        {
            connection.Open();
            driver = connection.Driver;
        }

        Assert.Equal(System.Data.ConnectionState.Closed, driver.State);
    }

    [SqliteFact]
    public void As_many_statements_are_kept_as_may_be_and_none_that_was_given_a_boundvalue()
    {
        var file = files.Take();
        var texts = Enumerable.Range(0, OpenFile.MostStatements + 1).Select(i => string.Create(CultureInfo.InvariantCulture, $"SELECT {i}")).ToList();
        var statements = texts.ConvertAll(file.Take);
        statements.ForEach(file.GiveBack);
        Assert.NotSame(statements[0], file.Take(texts[0]));
        Assert.Same(statements[1], file.Take(texts[1]));
        Assert.Same(statements[^1], file.Take(texts[^1]));

        var bound = file.Take(Count);
        bound.Parameters.Add(new SqliteParameter("$name", new string('x', 20_000)));
        Assert.Equal(2L, bound.ExecuteScalar());
        file.GiveBack(bound);
        Assert.NotSame(bound, file.Take(Count));
        file.Dispose();
    }

    public void Dispose()
    {
        files.LetGo();
        Directory.Delete(folder, recursive: true);
    }

    private static DbCommand Command(KeptConnection connection, string sql, string? name = null)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        if (name is not null)
        {
            command.Parameters.Add(new SqliteParameter("$name", name));
        }

        return command;
    }

    private static object? Scalar(KeptConnection connection, string sql, string? name = null)
    {
        using var command = Command(connection, sql, name);
        return command.ExecuteScalar();
    }

    private static void Run(KeptConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    private OpenFiles FilesOf(string more) => new($"Data Source={File};{more}");

    private KeptConnection Opened()
    {
        var connection = new KeptConnection(files, "Data Source=" + File);
        connection.Open();
        return connection;
    }
}
