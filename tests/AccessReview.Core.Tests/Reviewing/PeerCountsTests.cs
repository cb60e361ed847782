using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;

namespace AccessReview.Core.Tests.Reviewing;

public sealed class PeerCountsTests
{
    [Fact]
    public async Task Counts_that_met_a_failing_database_are_counted_anew()
    {
        var connection = new FailsOnce("Assessments");
        await using var database = await TestDatabase.CreateAsync(interceptor: connection);
        var world = new TestWorld(database);
        await world.PeopleAsync(["Priya"]);
        await world.HeapAsync(new TestAccount("Priya"));
        connection.Next = new SqliteException("disk I/O error", 10);
        var counts = database.Get<PeerCounts>();
        await Assert.ThrowsAsync<SqliteException>(() => counts.OfAsync(world.AssessmentId, "Research", null));
        Assert.Equal("Research", (await counts.OfAsync(world.AssessmentId, "Research", null))?.Department);
    }
}
