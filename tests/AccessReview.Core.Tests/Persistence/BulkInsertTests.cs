using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Persistence;

public sealed class BulkInsertTests
{
    private sealed record Inserted(int Lines) : EventBody;

    private static PersonRecord Row(long id, DateOnly? end = null) => new()
    {
        Id = id, ExtractId = 1, PersonId = id, Line = (int)id, EmployeeId = "00" + id, WorkEmail = "ü@example.test", EmailKey = "Ü@EXAMPLE.TEST", Name = "Zoë O'Neill", NameSort = "ZOE",
        Status = EmploymentStatus.OnLeave, EmploymentType = "", EndDate = end, ManagerKey = "", Department = "", JobTitle = "",
    };

    [Theory]
    [InlineData(1)]
    [InlineData(21)]
    [InlineData(1003)]
    public async Task Rows_read_back_as_they_were_written_whatever_their_number(int count)
    {
        await using var database = await TestDatabase.CreateAsync();
        (await database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Insert", (scope, _) =>
        {
            scope.AfterEvent(cancel => BulkInsert.RunAsync(scope, Enumerable.Range(1, count).Select(n => Row(n, n == 1 ? new DateOnly(2026, 12, 31) : null)), cancel));
            scope.Record(new Inserted(count));
            return Task.FromResult<Outcome<Done>>(Done.Yes);
        }, CancellationToken.None)).Require();

        await using var db = database.Look();
        var rows = await db.PersonRecords.OrderBy(r => r.Id).ToListAsync();
        Assert.Equal(count, rows.Count);
        Assert.All(rows, r => Assert.Equal(1, r.EventSeq));
        rows[0].EventSeq = 0;
        Assert.Equivalent(Row(1, new DateOnly(2026, 12, 31)), rows[0], strict: true);
    }

    [SqliteFact]
    public async Task Instants_lose_what_is_finer_than_a_millisecond_as_everywhere()
    {
        await using var database = await TestDatabase.CreateAsync();
        var at = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(1_234_567);
        await database.Get<OperationalWrites>().RunAsync(async (db, cancel) =>
        {
            await BulkInsert.RunAsync(db, [new Work { Id = 5, Kind = "k", UniqueKey = "u", Arguments = "{}", AskedBy = "x", AskedAt = at }], cancel);
            return Done.Yes;
        }, CancellationToken.None);
        await using var look = database.Look();
        Assert.Equal(at.AddTicks(-4_567), (await look.Works.SingleAsync(w => w.AskedAt == Clock.Truncate(at))).AskedAt);
    }

    [Fact]
    public async Task Audited_rows_without_an_event_are_refused_here_too()
    {
        await using var database = await TestDatabase.CreateAsync();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => database.Get<OperationalWrites>().RunAsync(async (db, cancel) =>
        {
            await BulkInsert.RunAsync(db, [Row(1)], cancel);
            return Done.Yes;
        }, CancellationToken.None));
    }
}
