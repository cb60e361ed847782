using System.Text;
using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Benchmarks.World;

/// <summary>A record as long as a campaign is large: each item certified alone, with its row, its event and its place in the chain.
/// Through the product that takes hours; here the guard's triggers are taken off meanwhile, and the verifier says whether all is as
/// the product would have left it.</summary>
internal static class LongChain
{
    private static readonly DateTime At = TimeProvider.System.Now();

    /// <summary>Decides every item of the world.</summary>
    public static async Task MakeAsync(CampaignWorld world)
    {
        await using var db = world.Look();
        await using var transaction = await db.Database.BeginTransactionAsync();
        foreach (var (name, _) in Guard.Triggers(db))
        {
            var drop = $"DROP TRIGGER \"{name}\"";
            await db.Database.ExecuteSqlRawAsync(drop);
        }

        var head = await db.ChainHeads.AsNoTracking().SingleAsync();
        var turns = await db.ReviewTurns.AsNoTracking().OrderBy(t => t.Number).Select(t => new Open(t.Id, t.ItemId, t.ReviewerId)).ToListAsync();
        IEnumerable<Decision> Decisions() => turns.Select((t, i) => Decided(world.CampaignId, t, head.NextId + i, head.Seq + 1 + i));
        var last = head.Hash;
        await BulkInsert.RunAsync(db, Decisions().Select(d => Event(d, ref last)), default);
        await BulkInsert.RunAsync(db, Decisions(), default);
        await db.Database.ExecuteSqlRawAsync("UPDATE \"ReviewTurns\" SET \"State\" = 'Certified', \"DecisionId\" = d.\"Id\", \"EventSeq\" = d.\"EventSeq\" FROM \"Decisions\" d WHERE d.\"TurnId\" = \"ReviewTurns\".\"Id\"");
        await db.ChainHeads.ExecuteUpdateAsync(set => set
            .SetProperty(h => h.Seq, head.Seq + turns.Count).SetProperty(h => h.NextId, head.NextId + turns.Count).SetProperty(h => h.Hash, last).SetProperty(h => h.At, At));
        await Guard.InstallAsync(db, default);
        await transaction.CommitAsync();
    }

    private static Decision Decided(long campaign, Open turn, long id, long seq)
    {
        var decision = new Decision
        {
            Id = id, CampaignId = campaign, ItemId = turn.Item, TurnId = turn.Id, Kind = DecisionKind.Certify, Mode = DecisionMode.Single, By = $"person:{turn.Reviewer}", At = At,
            Recommendation = Recommendation.None, RecommendationRules = 1, Method = AuthenticationMethod.Demo, Session = "long-chain", EventSeq = seq,
        };
        decision.RowHash = decision.ToRowText().Hash();
        return decision;
    }

    private static AuditEvent Event(Decision decision, ref byte[] last)
    {
        using var rows = new RowsHash();
        rows.Add(decision.RowHash);
        var body = Encoding.UTF8.GetBytes(
            $"{{\"seq\":\"{decision.EventSeq}\",\"at\":\"{At:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\",\"type\":\"ItemDecided\",\"version\":1,\"actor\":\"{decision.By}\",\"method\":\"Demo\",\"campaign\":\"{decision.CampaignId}\",\"rows\":{{\"count\":\"1\",\"sha256\":\"{rows.ToCovered().Sha256}\"}},\"data\":{{\"itemId\":\"{decision.ItemId}\",\"kind\":\"Certify\"}}}}");
        var happened = new AuditEvent
        {
            Seq = decision.EventSeq, At = At, Type = "ItemDecided", Version = 1, CampaignId = decision.CampaignId, Actor = decision.By, Body = body, PrevHash = last,
            Hash = Hashes.OfEvent(last, body),
        };
        last = happened.Hash;
        return happened;
    }

    private sealed record Open(long Id, long Item, long Reviewer);
}
