using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;
using AccessReview.Benchmarks.World;
using AccessReview.Core;
using AccessReview.Core.Audit;
using Microsoft.Data.Sqlite;

namespace AccessReview.Benchmarks;

/// <summary>The check of a chain of a million events with a row under each, against a hand loop that reads the same columns and makes
/// the same hashes: of events and bodies, of decisions, of items.</summary>
internal sealed class VerifyAgainstLoop : Floor, IKeepsMemory
{
    private static readonly byte[] EventPrefix = [0x01, .. "accessreview-event-v1"u8];
    private static readonly byte[] RowPrefix = [0x02, .. "accessreview-row-v1"u8];
    private CampaignWorld world = null!;

    public override string Name => "verify";

    public override int Size => 1_000_000;

    public override double Target => 1.5;

    public override int Pairs => 3;

    public override int WarmUps => 0;

    public int Large => 1_000_000;

    public int Small => 100_000;

    public double MemoryTarget => 1.3;

    public override async Task PrepareAsync(int size)
    {
        world = await CampaignWorld.OfAsync(size, reviewers: 200);
        await LongChain.MakeAsync(world);
    }

    public override async Task OursAsync()
    {
        var report = (await world.Get<VerifyChain>().RunAsync(Actor.Product, progress: null, CancellationToken.None)).Require();
        if (report.Wrong > 0 || report.Rows < 2 * world.Items)
        {
            throw new InvalidOperationException($"{report.Rows} rows were checked. {string.Join(' ', report.Findings.Take(3).Select(f => f.Sentence))}");
        }
    }

    public override Task FloorAsync()
    {
        using var sql = new HandWritten(world.File);
        Events(sql);
        Rows(
            sql,
            "SELECT \"Id\",\"CampaignId\",\"ItemId\",\"TurnId\",\"Kind\",\"Mode\",\"By\",\"At\",\"ReplacesId\",\"ReasonHash\",\"ReasonRecommended\",\"ReasonReused\",\"BatchId\",\"BatchSize\",\"Rule\",\"FirstShownAt\",\"Seconds\",\"Recommendation\",\"RecommendationRules\",\"Late\",\"Method\",\"RowHash\",\"EventSeq\" FROM \"Decisions\" ORDER BY \"Id\"",
            (row, text) => Utf8.TryWrite(
                text, CultureInfo.InvariantCulture,
                $"id={row.GetInt64(0)}\ncampaign={row.GetInt64(1)}\nitem={row.GetInt64(2)}\nturn={row.GetInt64(3)}\nkind={row.GetString(4)}\nmode={row.GetString(5)}\nby={row.GetString(6)}\nat={row.GetString(7)}\nreplaces={Number(row, 8)}\nreason=\nreasonRecommended={row.GetInt64(10)}\nreasonReused={row.GetInt64(11)}\nbatch={Number(row, 12)}\nbatchSize={row.GetInt64(13)}\nrule=\nfirstShown=\nseconds={Number(row, 16)}\nrecommendation={row.GetString(17)}\nrecommendationRules={row.GetInt64(18)}\nlate={row.GetInt64(19)}\nmethod={row.GetString(20)}\n",
                out var written) ? written : 0);
        Rows(
            sql,
            "SELECT \"Number\",\"CampaignId\",\"AccountId\",\"AccountRecordId\",\"GroupId\",\"AssignmentRecordId\",\"AssessedAccountId\",\"Findings\",\"Recommendation\",\"EventSeq\" FROM \"ReviewItems\" ORDER BY \"Id\"",
            (row, text) => Utf8.TryWrite(
                text, CultureInfo.InvariantCulture,
                $"number={row.GetInt64(0)}\ncampaign={row.GetInt64(1)}\naccount={row.GetInt64(2)}\naccountRecord={row.GetInt64(3)}\ngroup={Number(row, 4)}\nassignmentRecord={Number(row, 5)}\nassessedAccount={row.GetInt64(6)}\nfindings={row.GetInt64(7)}\nrecommendation={row.GetString(8)}\n",
                out var written) ? written : 0);
        return Task.CompletedTask;
    }

    public override async Task CleanUpAsync() => await world.DisposeAsync();

    private static long? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static void Events(HandWritten sql)
    {
        var (before, input) = (new byte[32], new byte[EventPrefix.Length + 64]);
        EventPrefix.CopyTo(input, 0);
        using var events = sql.Read("SELECT \"Seq\",\"At\",\"Type\",\"Version\",\"CampaignId\",\"Actor\",\"Body\",\"PrevHash\",\"Hash\" FROM \"AuditEvents\" ORDER BY \"Seq\"");
        while (events.Read())
        {
            _ = (events.GetInt64(0), events.GetString(1), events.GetString(2), events.GetInt64(3), Number(events, 4), events.GetString(5));
            events.GetFieldValue<byte[]>(7).CopyTo(input, EventPrefix.Length);
            SHA256.HashData(events.GetFieldValue<byte[]>(6), input.AsSpan(EventPrefix.Length + 32));
            var hash = events.GetFieldValue<byte[]>(8);
            if (!SHA256.HashData(input).AsSpan().SequenceEqual(hash) || !input.AsSpan(EventPrefix.Length, 32).SequenceEqual(before))
            {
                throw new InvalidOperationException($"Event {events.GetInt64(0)} is not as it was.");
            }

            before = hash;
        }
    }

    private static void Rows(HandWritten sql, string select, Func<SqliteDataReader, byte[], int> write)
    {
        var (text, hash) = (new byte[2048], new byte[32]);
        using var covered = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var rows = sql.Read(select);
        while (rows.Read())
        {
            var length = write(rows, text);
            Hash(text.AsSpan(0, length), hash);
            covered.AppendData(hash);
        }
    }

    private static void Hash(ReadOnlySpan<byte> row, Span<byte> hash)
    {
        Span<byte> input = stackalloc byte[RowPrefix.Length + row.Length];
        RowPrefix.CopyTo(input);
        row.CopyTo(input[RowPrefix.Length..]);
        SHA256.HashData(input, hash);
    }
}
