using AccessReview.Core.Persistence;

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
}
