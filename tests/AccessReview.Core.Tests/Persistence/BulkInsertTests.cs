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
    public async Task Rows_are_stored_value_for_value_as_one_saved_alone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var at = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        StoredFile File(byte[] hash, long id = 0) => new() { Id = id, Sha256 = hash, Length = 3, StoredAt = at };
        CommandReceipt Receipt(string id) => new() { CommandId = new Guid(id), Actor = "a", EventSeq = 1, Answer = "" };
        Work Job(string key, DateTime? until) => new()
        {
            Kind = "ü", UniqueKey = key, Arguments = new string('é', 600), AskedBy = "😀", AskedAt = at.AddMilliseconds(70), LeaseUntil = until, State = WorkState.Running, Total = long.MaxValue,
        };
        (await database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Insert", (scope, _) =>
        {
            scope.Add(Row(1, new DateOnly(2026, 12, 31)));
            scope.AfterEvent(cancel => BulkInsert.RunAsync(scope, [Row(2, new DateOnly(2026, 12, 31))], cancel));
            scope.Record(new Inserted(2));
            return Task.FromResult<Outcome<Done>>(Done.Yes);
        }, CancellationToken.None)).Require();
        await database.Get<OperationalWrites>().RunAsync(async (db, cancel) =>
        {
            db.AddRange(File([0, 255]), File([]), Receipt("a0000000-0000-0000-0000-00000000000b"), Job("1", at), Job("2", null));
            await db.SaveChangesAsync(cancel);
            await BulkInsert.RunAsync(db, [File([0, 255], 100), File([], 101)], cancel);
            await BulkInsert.RunAsync(db, [Receipt("a0000000-0000-0000-0000-00000000000c")], cancel);
            await BulkInsert.RunAsync(db, new[] { Job("3", at), Job("4", null) }.Select((j, i) => new Work
            {
                Id = 100 + i, Kind = j.Kind, UniqueKey = j.UniqueKey, Arguments = j.Arguments, AskedBy = j.AskedBy, AskedAt = j.AskedAt, LeaseUntil = j.LeaseUntil, State = j.State, Total = j.Total,
            }), cancel);
            return Done.Yes;
        }, CancellationToken.None);

        Assert.Equal(await StoredAsync(database, "PersonRecords", "\"Id\" = 1", "Id", "PersonId", "Line", "EmployeeId"), await StoredAsync(database, "PersonRecords", "\"Id\" = 2", "Id", "PersonId", "Line", "EmployeeId"));
        Assert.Equal(await StoredAsync(database, "StoredFiles", "\"Id\" < 100", "Id"), await StoredAsync(database, "StoredFiles", "\"Id\" >= 100", "Id"));
        Assert.Equal(await StoredAsync(database, "Works", "\"Id\" < 100", "Id", "UniqueKey"), await StoredAsync(database, "Works", "\"Id\" >= 100", "Id", "UniqueKey"));
        Assert.All(await StoredAsync(database, "CommandReceipts", "\"Actor\" = 'a'"), r => Assert.Contains("CommandId=text 'A0000000-0000-0000-0000-00000000000", r, StringComparison.Ordinal));
    }

    /// <summary>Every column with its type and value as SQLite has them, but for those named.</summary>
    private static async Task<List<string>> StoredAsync(TestDatabase database, string table, string where, params string[] without)
    {
        await using var db = database.Look();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        var entity = db.Model.GetEntityTypes().Single(e => e.GetTableName() == table);
        var columns = entity.GetProperties().Select(p => p.GetColumnName()).Except(without).Order(StringComparer.Ordinal);
        command.CommandText = $"SELECT {string.Join(" || ' ' || ", columns.Select(c => $"'{c}=' || typeof(\"{c}\") || ' ' || quote(\"{c}\")"))} FROM \"{table}\" WHERE {where} ORDER BY rowid";
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        Assert.NotEmpty(rows);
        return rows;
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

    [SqliteFact]
    public async Task A_text_longer_than_its_column_is_refused_and_never_cut()
    {
        await using var database = await TestDatabase.CreateAsync();
        Work[] Rows(int length) => [new() { Id = length, Kind = "k", UniqueKey = new string('u', length), Arguments = "{}", AskedBy = "x", AskedAt = database.Time.Now() }];
        Task InsertAsync(int length) => database.Get<OperationalWrites>().RunAsync(async (db, cancel) =>
        {
            await BulkInsert.RunAsync(db, Rows(length), cancel);
            return Done.Yes;
        }, CancellationToken.None);

        await InsertAsync(200);
        const string Said = "Work.UniqueKey holds 200 characters, and this text has 201.";
        Assert.Equal(Said, (await Assert.ThrowsAsync<InvalidOperationException>(() => InsertAsync(201))).Message);
        await using (var db = database.Look())
        {
            Assert.Equal(new string('u', 200), Assert.Single(await db.Works.Select(w => w.UniqueKey).ToListAsync()));
        }

        await using var server = new PaperServer().Connect();
        Assert.Equal(Said, (await Assert.ThrowsAsync<InvalidOperationException>(() => BulkInsert.RunAsync(server, Rows(201), CancellationToken.None))).Message);
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
