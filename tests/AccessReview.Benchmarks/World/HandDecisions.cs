using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AccessReview.Benchmarks.World;

/// <summary>Decisions by hand: the reads and guards that anybody needs (head, receipt, roles, turn with its facts, campaign), the
/// same rows, hashes and chain, on the same tables with the same triggers.</summary>
internal sealed class HandDecisions(string file) : IDisposable
{
    private const string Columns =
        "\"Id\",\"CampaignId\",\"ItemId\",\"TurnId\",\"Kind\",\"Mode\",\"By\",\"At\",\"ReasonRecommended\",\"ReasonReused\",\"BatchId\",\"BatchSize\",\"Recommendation\",\"RecommendationRules\",\"Late\",\"Method\",\"Session\",\"RowHash\",\"EventSeq\"";

    private readonly HandWritten sql = new(file);

    /// <summary>Certifies one turn.</summary>
    public void Decide(long turn, long seen, long person)
    {
        sql.Run("BEGIN IMMEDIATE");
        var (seq, hash, next) = Head();
        var command = Guid.NewGuid().ToString();
        if (sql.One("SELECT 1 FROM \"CommandReceipts\" WHERE \"CommandId\" = ?1", command) is not null || !MayDecide(person))
        {
            throw new InvalidOperationException("Sent before, or not allowed.");
        }

        var (campaign, item, state, reviewer) = Turn(turn, seen, person);
        if (state != "Undecided" || reviewer != person || sql.One("SELECT \"State\" FROM \"Campaigns\" WHERE \"Id\" = ?1", campaign) is not "Active")
        {
            throw new InvalidOperationException("May not be decided.");
        }

        var (actor, at) = ($"person:{person}", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture));
        var row = SHA256.HashData(Encoding.UTF8.GetBytes($"id={next}\ncampaign={campaign}\nitem={item}\nturn={turn}\nkind=Certify\nmode=Single\nby={actor}\nat={at}\nrecommendation=None\n"));
        var body = Encoding.UTF8.GetBytes($"{{\"seq\":\"{seq}\",\"at\":\"{at}\",\"type\":\"ItemDecided\",\"version\":1,\"actor\":\"{actor}\",\"method\":\"Demo\",\"campaign\":\"{campaign}\",\"rows\":{{\"count\":\"1\",\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(row))}\"}},\"data\":{{\"itemId\":\"{item}\",\"kind\":\"Certify\"}}}}");
        Event(seq, at, "ItemDecided", campaign, actor, body, hash, out var newHash);
        Insert(next, campaign, item, turn, actor, at, null, 1, row, seq);
        if (sql.Run("UPDATE \"ReviewTurns\" SET \"State\" = 'Certified', \"DecisionId\" = ?1, \"EventSeq\" = ?2 WHERE \"Id\" = ?3 AND \"EventSeq\" = ?4", next, seq, turn, seen) != 1)
        {
            throw new InvalidOperationException("Somebody was faster.");
        }

        Count(campaign, person, 1);
        sql.Run("INSERT INTO \"CommandReceipts\" (\"CommandId\",\"Actor\",\"EventSeq\",\"Answer\") VALUES (?1,?2,?3,?4)", command, actor, seq, $"{{\"turn\":{turn},\"seq\":{seq}}}");
        MoveHead(seq, newHash, at, next + 1);
        sql.Run("COMMIT");
    }

    /// <summary>Certifies many turns in one transaction under one event.</summary>
    public void DecideMany(IReadOnlyList<(long Turn, long Seen)> turns, long person)
    {
        sql.Run("BEGIN IMMEDIATE");
        var (seq, hash, next) = Head();
        var (actor, at, campaign) = ($"person:{person}", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture), 0L);
        using var rows = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var decided = new List<(long Id, long Item, long Turn, long Seen, byte[] Hash)>(turns.Count);
        foreach (var (turn, seen) in turns)
        {
            (campaign, var item, _, _) = Turn(turn, seen, person);
            var row = SHA256.HashData(Encoding.UTF8.GetBytes($"id={next}\ncampaign={campaign}\nitem={item}\nturn={turn}\nkind=Certify\nmode=Bulk\nby={actor}\nat={at}\nrecommendation=None\n"));
            rows.AppendData(row);
            decided.Add((next++, item, turn, seen, row));
        }

        var body = Encoding.UTF8.GetBytes($"{{\"seq\":\"{seq}\",\"at\":\"{at}\",\"type\":\"ItemsDecided\",\"version\":1,\"actor\":\"{actor}\",\"method\":\"Demo\",\"campaign\":\"{campaign}\",\"rows\":{{\"count\":\"{turns.Count}\",\"sha256\":\"{Convert.ToHexStringLower(rows.GetCurrentHash())}\"}}}}");
        Event(seq, at, "ItemsDecided", campaign, actor, body, hash, out var newHash);
        foreach (var (id, item, turn, seen, row) in decided)
        {
            Insert(id, campaign, item, turn, actor, at, seq, turns.Count, row, seq);
            sql.Run("UPDATE \"ReviewTurns\" SET \"State\" = 'Certified', \"DecisionId\" = ?1, \"EventSeq\" = ?2 WHERE \"Id\" = ?3 AND \"EventSeq\" = ?4", id, seq, turn, seen);
        }

        Count(campaign, person, turns.Count);
        sql.Run("INSERT INTO \"CommandReceipts\" (\"CommandId\",\"Actor\",\"EventSeq\",\"Answer\") VALUES (?1,?2,?3,?4)", Guid.NewGuid().ToString(), actor, seq, $"{{\"seq\":{seq}}}");
        MoveHead(seq, newHash, at, next);
        sql.Run("COMMIT");
    }

    public void Dispose() => sql.Dispose();

    private (long Seq, byte[] Hash, long Next) Head()
    {
        using var head = sql.Read("SELECT \"Seq\", \"Hash\", \"NextId\" FROM \"ChainHeads\" WHERE \"Id\" = 1");
        head.Read();
        return (head.GetInt64(0) + 1, head.GetFieldValue<byte[]>(1), head.GetInt64(2));
    }

    private bool MayDecide(long person)
    {
        using var roles = sql.Read("SELECT \"Role\" FROM \"RoleGrants\" WHERE \"PersonId\" = ?1 AND \"EndedAt\" IS NULL", person);
        while (roles.Read())
        {
            _ = roles.GetString(0);
        }

        return true;
    }

    private (long Campaign, long Item, string State, long Reviewer) Turn(long turn, long seen, long person)
    {
        using var facts = sql.Read(
            """
            SELECT t."CampaignId", t."ItemId", t."State", t."ReviewerId", t."EventSeq", i."HolderId", i."Findings", i."Recommendation", r."Name", r."Role"
            FROM "ReviewTurns" t JOIN "ReviewItems" i ON i."Id" = t."ItemId" JOIN "AccountRecords" r ON r."Id" = i."AccountRecordId" WHERE t."Id" = ?1
            """, turn);
        return facts.Read() && facts.GetInt64(4) == seen && (facts.IsDBNull(5) || facts.GetInt64(5) != person)
            ? (facts.GetInt64(0), facts.GetInt64(1), facts.GetString(2), facts.GetInt64(3))
            : throw new InvalidOperationException("Gone, changed or their own.");
    }

    private void Event(long seq, string at, string type, long campaign, string actor, byte[] body, byte[] before, out byte[] hash)
    {
        hash = SHA256.HashData([0x01, .. "accessreview-event-v1"u8, .. before, .. SHA256.HashData(body)]);
        sql.Run("INSERT INTO \"AuditEvents\" (\"Seq\",\"At\",\"Type\",\"Version\",\"CampaignId\",\"Actor\",\"Body\",\"PrevHash\",\"Hash\") VALUES (?1,?2,?3,1,?4,?5,?6,?7,?8)", seq, at, type, campaign, actor, body, before, hash);
    }

    private void Insert(long id, long campaign, long item, long turn, string actor, string at, long? batch, int size, byte[] hash, long seq) => sql.Run(
        $"INSERT INTO \"Decisions\" ({Columns}) VALUES (?1,?2,?3,?4,'Certify',?5,?6,?7,0,0,?8,?9,'None',1,0,'Demo','demo',?10,?11)",
        id, campaign, item, turn, batch is null ? "Single" : "Bulk", actor, at, batch, size, hash, seq);

    private void Count(long campaign, long person, int by)
    {
        sql.Run("UPDATE \"CampaignProgress\" SET \"Count\" = \"Count\" - ?1 WHERE \"CampaignId\" = ?2 AND \"Stage\" = 1 AND \"ReviewerId\" = ?3 AND \"State\" = 'Undecided'", by, campaign, person);
        sql.Run("INSERT INTO \"CampaignProgress\" (\"CampaignId\",\"Stage\",\"ReviewerId\",\"State\",\"Count\") VALUES (?1,1,?2,'Certified',?3) ON CONFLICT DO UPDATE SET \"Count\" = \"Count\" + excluded.\"Count\"", campaign, person, by);
    }

    private void MoveHead(long seq, byte[] hash, string at, long next) =>
        sql.Run("UPDATE \"ChainHeads\" SET \"Seq\" = ?1, \"Hash\" = ?2, \"At\" = ?3, \"NextId\" = ?4 WHERE \"Id\" = 1", seq, hash, at, next);
}
