using AccessReview.Core.Audit;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>How every item ends, worked out before it is written so that the event can carry its hash: the deadline's decisions,
/// the counts, and the hashes of decisions and outcomes in the order of the items.</summary>
internal sealed class Ending : IDisposable
{
    private readonly RowsHash decisionsInForce = new();
    private readonly List<byte[]> outcomeHashes = [];

    /// <summary>What the deadline decides.</summary>
    public List<Decision> ByDeadline { get; } = [];

    /// <summary>Items by outcome.</summary>
    public Dictionary<OutcomeKind, int> Counts { get; } = Enum.GetValues<OutcomeKind>().ToDictionary(k => k, _ => 0);

    /// <summary>Hash over the decisions in force.</summary>
    public byte[] DecisionsHash => decisionsInForce.ToCovered().Sha256.Bytes;

    /// <summary>Row hashes of the outcomes, in the order of the items.</summary>
    public IReadOnlyList<byte[]> OutcomeHashes => outcomeHashes;

    /// <summary>Works it out.</summary>
    public static async Task<Ending> ReadAsync(ChangeScope scope, Campaign campaign, CancellationToken cancel)
    {
        var ending = new Ending();
        var rows =
            from turn in scope.Db.ReviewTurns.AsNoTracking()
            join item in scope.Db.ReviewItems on turn.ItemId equals item.Id
            join decision in scope.Db.Decisions on turn.DecisionId equals (long?)decision.Id into decisions
            from made in decisions.DefaultIfEmpty()
            join covered in scope.Db.SignOffItems on new { Id = turn.SignOffId, turn.ItemId, turn.DecisionId } equals new { Id = (long?)covered.SignOffId, covered.ItemId, DecisionId = (long?)covered.DecisionId } into signed
            from sign in signed.DefaultIfEmpty()
            where turn.CampaignId == campaign.Id
            orderby turn.Number
            select new Row(turn.Id, turn.ItemId, item.ParentItemId, turn.State, turn.DecisionId, made == null ? null : made.RowHash, sign != null, item.Recommendation);
        var fallen = new HashSet<long>();
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            ending.Add(scope, campaign, row, fallen);
        }

        return ending;
    }

    /// <inheritdoc/>
    public void Dispose() => decisionsInForce.Dispose();

    private void Add(ChangeScope scope, Campaign campaign, Row row, HashSet<long> fallen)
    {
        var end = new End(row.State, row.DecisionId, row.RowHash, row.Signed);
        if (campaign.Deadline == DeadlineRule.Revoke && row.State != TurnState.Revoked)
        {
            // An assignment goes with an account that the deadline revokes, whatever was decided about it.
            var withAccount = row.ParentItemId is { } parent && fallen.Contains(parent);
            if (row.State == TurnState.Undecided || withAccount)
            {
                var decision = Decide(scope, campaign, row, row.State == TurnState.Undecided ? DecisionMode.Deadline : DecisionMode.WithAccount);
                ByDeadline.Add(decision);
                end = new End(TurnState.Revoked, decision.Id, decision.RowHash, Signed: false);
                if (row.ParentItemId is null)
                {
                    fallen.Add(row.ItemId);
                }
            }
        }

        var outcome = new ItemOutcome { ItemId = row.ItemId, CampaignId = campaign.Id, Kind = Of(end.State), Signed = end.Signed, DecisionId = end.DecisionId };
        Counts[outcome.Kind]++;
        outcomeHashes.Add(outcome.ToRowText().Hash());
        if (end.RowHash is { } hash)
        {
            decisionsInForce.Add(hash);
        }
    }

    private static Decision Decide(ChangeScope scope, Campaign campaign, Row row, DecisionMode mode)
    {
        var decision = new Decision
        {
            Id = scope.NewId(),
            CampaignId = campaign.Id,
            ItemId = row.ItemId,
            TurnId = row.TurnId,
            Kind = DecisionKind.Revoke,
            Mode = mode,
            By = Actor.Product.Key,
            At = scope.At,
            ReplacesId = row.DecisionId,
            BatchId = scope.Seq,
            Rule = "deadline:revoke",
            Recommendation = row.Recommendation,
            RecommendationRules = Assessment.RulesVersion,
            Late = scope.At > campaign.DueAt,
            Method = AuthenticationMethod.Product,
            Session = Actor.Product.Session,
        };
        decision.RowHash = decision.ToRowText().Hash();
        return decision;
    }

    private static OutcomeKind Of(TurnState state) => state switch
    {
        TurnState.Certified => OutcomeKind.Certified,
        TurnState.Revoked => OutcomeKind.Revoked,
        TurnState.Changed => OutcomeKind.Changed,
        TurnState.Undecided => OutcomeKind.NotReviewed,
        _ => throw new InvalidOperationException($"Unknown state {state}."),
    };

    private sealed record Row(long TurnId, long ItemId, long? ParentItemId, TurnState State, long? DecisionId, byte[]? RowHash, bool Signed, Recommendation Recommendation);

    private sealed record End(TurnState State, long? DecisionId, byte[]? RowHash, bool Signed);
}
