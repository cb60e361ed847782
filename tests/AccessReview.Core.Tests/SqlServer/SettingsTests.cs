using System.Security.Authentication;
using AccessReview.Core.Persistence;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.SqlServer;

public sealed class SettingsTests
{
    private static readonly SqlServerSettings Right = new("Access ] Review", Snapshots: true, CommittedSnapshots: true, Level: 150, OtherTexts: 0);

    [Fact]
    public void A_database_set_as_it_must_be_has_no_problem() => Assert.Empty(Right.Problems());

    [Fact]
    public void What_is_not_set_is_said_with_the_statement_that_sets_it()
    {
        Assert.Equal(
            [
                "The database needs a setting. Run: ALTER DATABASE [Access ]] Review] SET ALLOW_SNAPSHOT_ISOLATION ON",
                "The database needs a setting. Run: ALTER DATABASE [Access ]] Review] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE",
            ],
            (Right with { Snapshots = false, CommittedSnapshots = false }).Problems());
        Assert.Contains("SET COMPATIBILITY_LEVEL = 150", Assert.Single((Right with { Level = 120 }).Problems()), StringComparison.Ordinal);
        Assert.StartsWith("3 text columns do not compare byte by byte", Assert.Single((Right with { OtherTexts = 3 }).Problems()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Server=paper", 1800)]
    [InlineData("Server=paper;Command Timeout=45", 45)]
    public void A_statement_has_time_for_the_largest_campaign_unless_the_connection_string_names_another(string connectionString, int seconds)
    {
        using var db = new SqlServerReviewDb(SqlServerReviewDb.Options(connectionString, retrying: true).Options);
        using var byHand = db.Database.GetDbConnection().CreateCommand();
        Assert.Equal(seconds, byHand.CommandTimeout);
    }

    [Fact]
    public void Who_waits_for_another_writer_is_told_in_time_that_nothing_was_saved()
    {
        using var db = new PaperServer().Connect();
        Assert.StartsWith("SET LOCK_TIMEOUT 120000;SELECT \"Seq\"", ChainStatements.Texts(db).First(), StringComparison.Ordinal);
        Assert.Contains("WHERE \"Id\" = 1;SET LOCK_TIMEOUT -1;", ChainStatements.Texts(db).First(), StringComparison.Ordinal);
        Assert.Contains("could not be saved", StorageTrouble.OfServer(1222)?.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_for_another_writer_that_ran_out_is_not_tried_again_and_a_deadlock_is()
    {
        Assert.False(TriedAgain.MayBe([1222]));
        Assert.False(TriedAgain.MayBe([3621, 1222]));
        Assert.True(TriedAgain.MayBe([1205]));
        using var db = new SqlServerReviewDb(SqlServerReviewDb.Options("Server=paper", retrying: true).Options);
        Assert.IsType<TriedAgain>(db.Database.CreateExecutionStrategy());
    }

    [Fact]
    public async Task A_connection_that_was_lost_without_a_number_is_tried_again_and_a_certificate_that_is_not_trusted_is_not()
    {
        await using var db = new SqlServerReviewDb(SqlServerReviewDb.Options("Server=paper", retrying: true).Options);
        Assert.Equal(2, await TriesAsync(ServerErrors.Lost(new IOException("Connection reset by peer"))));
        Assert.Equal(1, await TriesAsync(ServerErrors.Lost(new AuthenticationException("The remote certificate was rejected"))));
        Assert.Equal(1, await TriesAsync(ServerErrors.Of(number: 0, level: 11)));
        Assert.Equal(1, await TriesAsync(ServerErrors.Of(number: 824, level: 24)));

        // Fails the first time alone; the framework tries once more at once.
        async Task<int> TriesAsync(SqlException failure)
        {
            var tries = 0;
            try
            {
                await db.Database.CreateExecutionStrategy().ExecuteAsync(() => ++tries == 1 ? Task.FromException(failure) : Task.CompletedTask);
            }
            catch (SqlException e) when (e == failure)
            {
                return tries;
            }

            return tries;
        }
    }

    [Fact]
    public void What_asks_for_the_compatibility_level_needs_none() => Assert.DoesNotContain("OPENJSON", SqlServerSettings.Query, StringComparison.OrdinalIgnoreCase);
}
