using AccessReview.Core.Persistence;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.SqlServer;

/// <summary>What tests put between the product and its database works on SQL Server as on SQLite; else a test would pass there and prove nothing.</summary>
public sealed class RehearsalTests
{
    private const string OfSqlServer = "SELECT [q].[Id] FROM [Questions] AS [q]";
    private const string OfSqlite = "SELECT \"q\".\"Id\" FROM \"Questions\" AS \"q\"";

    [Theory]
    [InlineData(OfSqlServer, true)]
    [InlineData(OfSqlite, true)]
    [InlineData("SELECT [q].[Id] FROM [QuestionsAsked] AS [q]", false)]
    public async Task A_query_that_a_test_lets_fail_is_known_in_the_words_of_both_databases(string sql, bool fails)
    {
        var failure = new TimeoutException();
        var once = new FailsOnce("Questions") { Next = failure };
        await using var command = new SqlCommand(sql);
        var thrown = await Record.ExceptionAsync(async () => await once.ReaderExecutingAsync(command, null!, default, TestContext.Current.CancellationToken));
        Assert.Equal(fails ? failure : null, thrown);
    }

    [Theory]
    [InlineData(OfSqlServer)]
    [InlineData(OfSqlite)]
    public async Task The_moment_in_which_a_test_does_something_is_known_in_the_words_of_both_databases(string sql)
    {
        var moment = new MomentWithin("FROM \"Questions\"") { Meanwhile = _ => Task.CompletedTask };
        await using var command = new SqlCommand(sql);
        await moment.ReaderExecutingAsync(command, null!, default, TestContext.Current.CancellationToken);
        Assert.Null(moment.Meanwhile);
    }

    [Fact]
    public async Task A_connection_that_a_test_loses_on_SQL_Server_is_tried_again_as_what_the_product_tries_again()
    {
        using var databases = new Databases(new DatabaseOptions { Provider = DatabaseProvider.SqlServer, ConnectionString = "Server=paper", Strategy = d => new LikeSqlServer(d) }, []);
        await using var db = databases.CreateDbContext();
        foreach (var failure in new Exception[] { new LostConnectionException(), new TimeoutException() })
        {
            var tries = 0;
            await db.Database.CreateExecutionStrategy().ExecuteAsync(() => ++tries == 1 ? Task.FromException(failure) : Task.CompletedTask);
            Assert.Equal(2, tries);
        }

        await using var alone = databases.CreateUnretried();
        Assert.False(alone.Database.CreateExecutionStrategy().RetriesOnFailure);
    }
}
