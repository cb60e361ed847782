using AccessReview.Core.Audit;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Removals;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>Somebody with the database file and time: they drop the triggers and change what they like. Each change is made, looked
/// for and taken back.</summary>
public sealed class TamperedDatabaseTests
{
    private static readonly Dictionary<string, string[]> Columns = new()
    {
        ["AuditEvents"] = ["Body", "Hash", "PrevHash", "At", "Type", "Version", "CampaignId", "Actor"],
        ["ChainHeads"] = ["Seq", "Hash", "At"],
        ["ReviewItems"] = ["Number", "AccountId", "AccountRecordId", "GroupId", "AssignmentRecordId", "Findings", "Recommendation", "EventSeq"],
        ["Decisions"] = ["ItemId", "TurnId", "Kind", "Mode", "By", "At", "ReasonId", "ReasonHash", "ReasonRecommended", "ReasonReused", "BatchSize", "Recommendation", "Late", "Method", "RowHash", "EventSeq"],
        ["SignOffs"] = ["SignerId", "Level", "TextId", "TextHash", "Items", "Certified", "Revoked", "ItemsHash", "At", "Late", "Method", "WithdrawnAt"],
        ["RemovalChecks"] = ["RemovalId", "ExtractId", "Result", "AsOf", "EventSeq"],
        ["RemovalWaivers"] = ["RemovalId", "AskedById", "At", "Until", "ReasonId", "ReasonHash", "EventSeq"],
        ["WaiverAnswers"] = ["ById", "At", "Method", "EventSeq"],
        ["PrivateTexts"] = ["Text", "Salt", "Hash"],
        ["ReviewTurns"] = ["State", "DecisionId", "SignOffId"],
        ["SignOffItems"] = ["SignOffId", "ItemId", "DecisionId"],
        ["SampleItems"] = ["DrawId", "Position", "ItemId", "EventSeq"],
        ["Removals"] = ["State"],
    };

    private static async Task<RevokedWorld> WorldAsync(TestDatabase database)
    {
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera", reason: "Left in October.");
        await world.SignOffAsync("Vera");
        await world.ReadAsync(new DateTime(2026, 11, 25, 8, 0, 0, DateTimeKind.Utc), []);
        await database.Get<CheckRemovals>().RunAsync(CancellationToken.None);
        await world.RevokeAsync("Sami", "Growth");
        await world.SignOffAsync("Sami");
        await world.World.GrantAsync("Noa", Core.Roles.Role.CampaignOwner);
        var waiver = await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), (await world.RemovalsAsync())[1].Id, new(2026, 12, 31), "It is needed.", CancellationToken.None);
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), waiver.Require(), approve: true, CancellationToken.None)).Require();

        await world.RevokeAsync("Zoe");
        var taken = await world.SignOffAsync("Zoe");
        (await database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), taken, "Signed too early", CancellationToken.None)).Require();
        (await database.Get<DrawSample>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), 1, SamplePopulation.All, 2, "a-seed", CancellationToken.None)).Require();
        return world;
    }

    private static async Task<VerifyReport> VerifyAsync(TestDatabase database) =>
        (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require();

    [Fact]
    public async Task A_database_that_nobody_touched_is_sound()
    {
        await using var database = await TestDatabase.CreateAsync();
        await WorldAsync(database);
        var report = await VerifyAsync(database);
        Assert.True(report.IsSound, string.Join('\n', report.Findings.Select(f => f.Sentence)));
        Assert.True(report is { Rows: > 8, Texts: > 1, Events: > 5 });
        Assert.Equal(report.Events, report.Head);
    }

    [SqliteFact]
    public async Task An_event_in_which_a_property_was_renamed_is_found_and_stops_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Actor.Product, new Policy { RemovalDueDays = 9 }, null, CancellationToken.None)).Require();
        await using var db = await Unguarded.OpenAsync(database);
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync("""UPDATE "AuditEvents" SET "Body" = CAST(REPLACE(CAST("Body" AS TEXT), '"json"', '"jsom"') AS BLOB) WHERE "Type" = 'PolicySet'"""));
        Assert.Contains("event.body", (await VerifyAsync(database)).Findings.Select(f => f.Code));
    }

    [SqliteFact]
    public async Task Every_changed_value_of_every_row_is_found()
    {
        await using var database = await TestDatabase.CreateAsync();
        await WorldAsync(database);
        await using var db = await Unguarded.OpenAsync(database);
        var missed = new List<string>();
        foreach (var (table, columns) in Columns)
        {
            foreach (var rowId in await RowIdsAsync(db, table))
            {
                foreach (var column in columns)
                {
                    var before = await ScalarAsync(db, $"SELECT \"{column}\" FROM \"{table}\" WHERE rowid = {rowId}");
                    if (Other(before) is not { } other)
                    {
                        continue;
                    }

                    await SetAsync(db, table, column, rowId, other);
                    if (!await FoundAsync(database))
                    {
                        missed.Add($"{table}.{column} of row {rowId}: {before} became {other}");
                    }

                    await SetAsync(db, table, column, rowId, before!);
                }
            }
        }

        Assert.Empty(missed);
        Assert.False(await FoundAsync(database));
    }

    [SqliteTheory]
    [InlineData("DELETE FROM \"AuditEvents\" WHERE \"Seq\" = 3", "chain.gap")]
    [InlineData("DELETE FROM \"AuditEvents\" WHERE \"Seq\" = (SELECT MAX(\"Seq\") FROM \"AuditEvents\")", "chain.end")]
    [InlineData("DELETE FROM \"Decisions\" WHERE \"Mode\" = 'WithAccount'", "row.count")]
    [InlineData("INSERT INTO \"RemovalChecks\" SELECT 99999, \"RemovalId\", 77, \"Result\", \"AsOf\", \"EventSeq\" FROM \"RemovalChecks\" LIMIT 1", "row.count")]
    [InlineData("INSERT INTO \"RemovalChecks\" SELECT 99999, \"RemovalId\", 77, \"Result\", \"AsOf\", 1 FROM \"RemovalChecks\" LIMIT 1", "row.uncovered")]
    [InlineData("UPDATE \"WaiverAnswers\" SET \"Approved\" = 0", "removal.waived")]
    [InlineData("DELETE FROM \"PrivateTexts\"", "text.swapped")]
    [InlineData("UPDATE \"Decisions\" SET \"Kind\" = 'Nonsense'", "unreadable")]
    [InlineData("UPDATE \"Decisions\" SET \"At\" = 'yesterday'", "unreadable")]
    [InlineData("UPDATE \"AuditEvents\" SET \"At\" = 'yesterday' WHERE \"Seq\" = 3", "unreadable")]
    [InlineData("UPDATE \"ReviewItems\" SET \"Id\" = 99999 WHERE \"Number\" = (SELECT MAX(\"Number\") FROM \"ReviewItems\")", "turn.item")]
    [InlineData("UPDATE \"ReviewTurns\" SET \"State\" = 'Certified' WHERE \"State\" = 'Revoked'", "turn.state")]
    public async Task Rows_taken_away_or_slipped_in_are_found(string sql, string code)
    {
        await using var database = await TestDatabase.CreateAsync();
        await WorldAsync(database);
        await using var db = await Unguarded.OpenAsync(database);
        await db.Database.ExecuteSqlRawAsync(sql);
        Assert.Contains((await VerifyAsync(database)).Findings, f => f.Code == code);
    }

    [SqliteFact]
    public async Task A_dropped_trigger_is_found()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Look();
        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER \"guard_Decisions_update\"");
        Assert.Equal("guard.missing", Assert.Single((await VerifyAsync(database)).Findings).Code);
    }

    [Fact]
    public async Task Every_table_of_evidence_is_verified()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Look();
        Assert.Equal(
            db.Model.GetEntityTypes().Select(e => e.ClrType).Where(t => typeof(IEvidenceRow).IsAssignableFrom(t)).Select(t => t.Name).Order(),
            EvidenceTable.All.Select(t => t.Type.Name).Order());
    }

    [Fact]
    public async Task Who_holds_no_role_does_not_verify()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        Assert.Equal(Problem.DeniedCode, (await database.Get<VerifyChain>().RunAsync(world.World.As("Sami"), null, CancellationToken.None)).Problem?.Code);
    }

    private static async Task<bool> FoundAsync(TestDatabase database) => (await VerifyAsync(database)).Findings.Any(f => f.Code != "guard.missing");

    private static object? Other(object? value) => value switch
    {
        null => null,
        long number => number + 1000,
        byte[] { Length: > 0 } bytes => (byte[])[.. bytes[..^1], (byte)(bytes[^1] ^ 1)],
        string { Length: > 0 } text => text[..^1] + (char)(text[^1] ^ 1),
        _ => null,
    };

    private static Task<List<long>> RowIdsAsync(ReviewDb db, string table)
    {
        var sql = "SELECT rowid AS Value FROM \"" + table + "\" ORDER BY rowid LIMIT 3";
        return db.Database.SqlQueryRaw<long>(sql).ToListAsync();
    }

    private static async Task<object?> ScalarAsync(ReviewDb db, string sql)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? value : null;
    }

    private static async Task SetAsync(ReviewDb db, string table, string column, long rowId, object value)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"UPDATE \"{table}\" SET \"{column}\" = $value WHERE rowid = {rowId}";
        command.Parameters.Add(new SqliteParameter("$value", value));
        await command.ExecuteNonQueryAsync();
    }
}
