using System.Globalization;
using System.Text;
using System.Text.Json;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>A turn's new standing, written only if nobody touched it since <paramref name="Seen"/>.</summary>
internal sealed record TurnMove(long TurnId, long Seen, TurnState State, long? DecisionId, long? SignOffId);

/// <summary>The set-based statements of deciding: any number of rows as one JSON parameter, the same on both databases.</summary>
internal static class TurnStatements
{
    /// <summary>Up to so many decisions, what must be set up for many costs more than it saves.</summary>
    internal const int FewDecisions = 50;

    private const string MoveOneOnSqlite =
        "UPDATE \"ReviewTurns\" SET \"State\" = ?, \"DecisionId\" = ?, \"SignOffId\" = ?, \"EventSeq\" = ? WHERE \"Id\" = ? AND \"EventSeq\" = ?";

    private static readonly (string Column, string Type)[] Varying =
    [
        ("Id", "bigint"), ("ItemId", "bigint"), ("TurnId", "bigint"), ("Kind", "nvarchar(32)"), ("Mode", "nvarchar(32)"), ("ReplacesId", "bigint"),
        ("HasReason", "int"), ("ReasonRecommended", "int"), ("FirstShownAt", "nvarchar(32)"), ("Seconds", "int"), ("Recommendation", "nvarchar(32)"), ("RowHash", "char(64)"), ("ChangeTo", "nvarchar(100)"),
    ];

    private static readonly (string Column, string Type)[] Moved =
        [("Id", "bigint"), ("Seen", "bigint"), ("State", "nvarchar(32)"), ("DecisionId", "bigint"), ("SignOffId", "bigint")];

    private static readonly (string Column, string Type)[] Counted = [("Stage", "int"), ("ReviewerId", "bigint"), ("State", "nvarchar(32)"), ("By", "int")];

    /// <summary>The named turns and, for those of accounts, the turns of their assignments in both stages, whoever has them.</summary>
    public static IQueryable<ReviewTurn> WithLines(ReviewDb db, IEnumerable<long> turnIds) => db.ReviewTurns.FromSqlRaw(WithLinesSql(db), IdList.Of(turnIds));

    /// <summary>The statements, for a look at their text.</summary>
    internal static IEnumerable<string> Texts(ReviewDb db) => [OfItemsSql(db), WithLinesSql(db), InsertSql(db), MoveSql(db), CountSql(db), GiveSql(db), DelegateSql(db), CoverSql(db), SignSql(db)];

    private static string ByIds(ReviewDb db, string table) => $"""SELECT t.* FROM "{table}" t WHERE t."Id" IN ({IdList.Rows(db, 0)})""";

    private static string OfItemsSql(ReviewDb db) => $"""SELECT t.* FROM "ReviewTurns" t WHERE t."ItemId" IN ({IdList.Rows(db, 0)})""";

    private static string WithLinesSql(ReviewDb db)
    {
        var ids = IdList.Rows(db, 0);
        return $"""
            SELECT t.* FROM "ReviewTurns" t WHERE t."Id" IN (
                {ids} UNION
                SELECT l."Id" FROM "ReviewTurns" a JOIN "ReviewItems" i ON i."ParentItemId" = a."ItemId" JOIN "ReviewTurns" l ON l."ItemId" = i."Id"
                WHERE a."Id" IN ({ids}))
            """;
    }

    /// <summary>The named turns.</summary>
    public static IQueryable<ReviewTurn> Only(ReviewDb db, IEnumerable<long> turnIds)
    {
        return db.ReviewTurns.FromSqlRaw(ByIds(db, "ReviewTurns"), IdList.Of(turnIds));
    }

    /// <summary>All turns of the named items.</summary>
    public static IQueryable<ReviewTurn> OfItems(ReviewDb db, IEnumerable<long> itemIds) =>
        db.ReviewTurns.FromSqlRaw(OfItemsSql(db), IdList.Of(itemIds)).AsNoTracking();

    /// <summary>Inserts the decisions of one act. What they have in common is read from the first; a reason belongs to all that carry one.</summary>
    /// <returns>How many were inserted.</returns>
    public static async Task<int> InsertAsync(ReviewDb db, IReadOnlyList<Decision> decisions, long seq, CancellationToken cancel)
    {
        if (decisions.Count > FewDecisions && db.IsOnSqlite)
        {
            // There a statement for each row costs half of finding each value in JSON; a server would be asked a hundred times.
            await BulkInsert.RunAsync(db, decisions.Select(d => Under(d, seq)), cancel);
            return decisions.Count;
        }

        var common = decisions[0];
        var reason = decisions.FirstOrDefault(d => d.ReasonId is not null);
        return await db.Database.ExecuteSqlRawAsync(
            InsertSql(db),
            [
                Json(decisions.Select(Row)), reason?.ReasonId ?? 0L, reason is null ? "" : Convert.ToHexStringLower(reason.ReasonHash!), reason?.ReasonReused ?? 0,
                common.CampaignId, common.By, common.At, common.BatchId ?? 0L, common.BatchSize, common.Rule ?? "", common.RecommendationRules, common.Late,
                common.Method.ToString(), common.Session, seq,
            ],
            cancel);
    }

    /// <summary>Moves the turns to their new standing.</summary>
    /// <returns>How many were as they had been seen.</returns>
    public static async Task<int> MoveAsync(ReviewDb db, IReadOnlyCollection<TurnMove> moves, long seq, CancellationToken cancel)
    {
        var last = default(TurnMove);
        return moves.Count > FewDecisions && db.IsOnSqlite
            ? SqliteStatement.Run(db, MoveOneOnSqlite, moves, (statement, move) => Bind(statement, last, last = move, seq), cancel)
            : await db.Database.ExecuteSqlRawAsync(MoveSql(db), [Json(moves.Select(m => new object?[] { m.TurnId, m.Seen, m.State.ToString(), m.DecisionId, m.SignOffId })), seq], cancel);
    }

    /// <summary>Gives the turns to another reviewer. Where that is for no reason of the rule, why the rule gave nobody stays as it is.</summary>
    public static Task<int> GiveAsync(ReviewDb db, IEnumerable<long> turnIds, long reviewerId, ReviewerBasis basis, FallbackReason fallback, long seq, CancellationToken cancel)
    {
        return db.Database.ExecuteSqlRawAsync(GiveSql(db), [IdList.Of(turnIds), reviewerId, basis.ToString(), fallback.ToString(), seq], cancel);
    }

    /// <summary>Puts turns under a sign-off, and the decisions of one turn of each item.</summary>
    public static async Task SignAsync(ReviewDb db, IReadOnlyCollection<long> turnIds, IEnumerable<long> coveredIds, long signOffId, long seq, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlRawAsync(CoverSql(db), [IdList.Of(coveredIds), signOffId, seq], cancel);
        var signed = await db.Database.ExecuteSqlRawAsync(SignSql(db), [IdList.Of(turnIds), signOffId, seq], cancel);
        if (signed != turnIds.Count)
        {
            throw new InvalidOperationException($"{turnIds.Count} turns were to be signed and {signed} were.");
        }
    }

    // What was bound stays so until something else is.
    private static void Bind(SQLitePCL.sqlite3_stmt statement, TurnMove? last, TurnMove move, long seq)
    {
        if (last?.State != move.State || last.SignOffId != move.SignOffId)
        {
            SqliteValue.Bind(statement, 1, move.State.ToString());
            SqliteValue.Bind(statement, 3, move.SignOffId);
            SqliteValue.Bind(statement, 4, seq);
        }

        SqliteValue.Bind(statement, 2, move.DecisionId);
        SqliteValue.Bind(statement, 5, move.TurnId);
        SqliteValue.Bind(statement, 6, move.Seen);
    }

    private static Decision Under(Decision decision, long seq)
    {
        decision.EventSeq = seq;
        return decision;
    }

    private static string InsertSql(ReviewDb db)
    {
        var hex = db.IsOnSqlServer ? "CONVERT(varbinary(32), {0}, 2)" : "unhex({0})";
        string Bytes(string text) => hex.Replace("{0}", text, StringComparison.Ordinal);
        return $$"""
            INSERT INTO "Decisions" ("Id", "ItemId", "TurnId", "Kind", "Mode", "ReplacesId", "ReasonRecommended", "FirstShownAt", "Seconds", "Recommendation", "RowHash", "ChangeTo",
                "ReasonId", "ReasonHash", "ReasonReused", "CampaignId", "By", "At", "BatchId", "BatchSize", "Rule", "RecommendationRules", "Late", "Method", "Session", "EventSeq")
            SELECT j."Id", j."ItemId", j."TurnId", j."Kind", j."Mode", j."ReplacesId", j."ReasonRecommended", j."FirstShownAt", j."Seconds", j."Recommendation", {{Bytes("j.\"RowHash\"")}}, j."ChangeTo",
                CASE WHEN j."HasReason" = 1 THEN {1} END, CASE WHEN j."HasReason" = 1 THEN {{Bytes("{2}")}} END, CASE WHEN j."HasReason" = 1 THEN {3} ELSE 0 END,
                {4}, {5}, {6}, NULLIF({7}, 0), {8}, NULLIF({9}, ''), {10}, {11}, {12}, {13}, {14}
            FROM {{Source(db, Varying)}} j
            """;
    }

    private static string MoveSql(ReviewDb db) =>
        $$"""
            UPDATE "ReviewTurns" SET "State" = j."State", "DecisionId" = j."DecisionId", "SignOffId" = j."SignOffId", "EventSeq" = {1}
            FROM {{Source(db, Moved)}} j
            WHERE "ReviewTurns"."Id" = j."Id" AND "ReviewTurns"."EventSeq" = j."Seen"
            """;

    /// <summary>Adds to the counts of a campaign by reviewer and state.</summary>
    /// <returns>How many counts were changed: fewer than given when one would have gone below nothing.</returns>
    public static Task<int> CountAsync(ReviewDb db, long campaignId, IEnumerable<(int Stage, long Reviewer, TurnState State, int By)> changes, CancellationToken cancel) =>
        db.Database.ExecuteSqlRawAsync(CountSql(db), [Json(changes.Select(c => new object?[] { c.Stage, c.Reviewer, c.State.ToString(), c.By })), campaignId], cancel);

    private static string CountSql(ReviewDb db)
    {
        // A server that gives what it reads from JSON the database's collation, not the column's, compares the two only when told how.
        var state = db.IsOnSqlServer ? $"j.\"State\" COLLATE {BinaryText.Collation}" : "j.\"State\"";
        var same = $$""" "CampaignProgress"."CampaignId" = {1} AND "CampaignProgress"."Stage" = j."Stage" AND "CampaignProgress"."ReviewerId" = j."ReviewerId" AND "CampaignProgress"."State" = {{state}} """;
        return $$"""
            UPDATE "CampaignProgress" SET "Count" = "Count" + j."By" FROM {{Source(db, Counted)}} j WHERE {{same}} AND "Count" + j."By" >= 0;
            INSERT INTO "CampaignProgress" ("CampaignId", "Stage", "ReviewerId", "State", "Count")
            SELECT {1}, j."Stage", j."ReviewerId", j."State", j."By" FROM {{Source(db, Counted)}} j
            WHERE j."By" > 0 AND NOT EXISTS (SELECT 1 FROM "CampaignProgress" WHERE {{same}});
            """;
    }

    private static string GiveSql(ReviewDb db) => $$"""
        UPDATE "ReviewTurns" SET "ReviewerId" = {1}, "ForId" = NULL, "Basis" = {2},
            "Fallback" = CASE WHEN {3} = '{{nameof(FallbackReason.None)}}' THEN "Fallback" ELSE {3} END, "EventSeq" = {4}
        WHERE "Id" IN ({{IdList.Rows(db, 0)}})
        """;

    /// <summary>Gives the turns to a delegate of whoever is away, or back: why the one who is away reviews them stays as it is.</summary>
    public static Task<int> DelegateAsync(ReviewDb db, IEnumerable<long> turnIds, long reviewerId, long? forId, long seq, CancellationToken cancel)
    {
        return db.Database.ExecuteSqlRawAsync(DelegateSql(db), [IdList.Of(turnIds), reviewerId, forId ?? 0L, seq], cancel);
    }

    private static string DelegateSql(ReviewDb db) =>
        $$"""UPDATE "ReviewTurns" SET "ReviewerId" = {1}, "ForId" = NULLIF({2}, 0), "EventSeq" = {3} WHERE "Id" IN ({{IdList.Rows(db, 0)}})""";

    private static string CoverSql(ReviewDb db) =>
        $$"""INSERT INTO "SignOffItems" ("SignOffId", "ItemId", "DecisionId", "EventSeq") SELECT {1}, "ItemId", "DecisionId", {2} FROM "ReviewTurns" WHERE "Id" IN ({{IdList.Rows(db, 0)}})""";

    private static string SignSql(ReviewDb db) => $$"""UPDATE "ReviewTurns" SET "SignOffId" = {1}, "EventSeq" = {2} WHERE "Id" IN ({{IdList.Rows(db, 0)}})""";

    private static object?[] Row(Decision d) =>
    [
        d.Id, d.ItemId, d.TurnId, d.Kind.ToString(), d.Mode.ToString(), d.ReplacesId, d.ReasonId is null ? 0 : 1, d.ReasonRecommended ? 1 : 0,
        d.FirstShownAt?.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture), d.Seconds, d.Recommendation.ToString(), Convert.ToHexStringLower(d.RowHash), d.ChangeTo,
    ];

    private static string Source(ReviewDb db, (string Column, string Type)[] columns) => db.IsOnSqlServer
        ? $$"""(SELECT * FROM OPENJSON({0}) WITH ({{string.Join(", ", columns.Select((c, i) => $"\"{c.Column}\" {c.Type} '$[{i}]'"))}}))"""
        : $$"""(SELECT {{string.Join(", ", columns.Select((c, i) => $"json_extract(value, '$[{i}]') AS \"{c.Column}\""))}} FROM json_each({0}))""";

    private static string Json(IEnumerable<object?[]> rows)
    {
        using var stream = new MemoryStream(4096);
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartArray();
                foreach (var value in row)
                {
                    Write(json, value);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case long number: json.WriteNumberValue(number); break;
            case int number: json.WriteNumberValue(number); break;
            case string text: json.WriteStringValue(text); break;
            default: throw new ArgumentOutOfRangeException(nameof(value), value, "Ids, numbers and codes only.");
        }
    }
}
