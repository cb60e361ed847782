using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>How every item ends, worked out before it is written so that the event can carry its hash: the deadline's decisions,
/// the counts, and the hashes of decisions and outcomes in the order of the items.</summary>
internal sealed class Ending(IReadOnlyDictionary<long, int> rulesOfPlans) : IDisposable
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
        var ending = new Ending(await (
            from plan in scope.Db.CampaignApplications
            join assessment in scope.Db.Assessments on plan.AssessmentId equals (long?)assessment.Id
            where plan.CampaignId == campaign.Id
            select new { plan.Id, assessment.Rules }).ToDictionaryAsync(p => p.Id, p => p.Rules, cancel));
        var rows =
            from turn in scope.Db.ReviewTurns.AsNoTracking()
            join item in scope.Db.ReviewItems on turn.ItemId equals item.Id
            join decision in scope.Db.Decisions on turn.DecisionId equals (long?)decision.Id into decisions
            from made in decisions.DefaultIfEmpty()
            join covered in scope.Db.SignOffItems on new { Id = turn.SignOffId, turn.ItemId, turn.DecisionId } equals new { Id = (long?)covered.SignOffId, covered.ItemId, DecisionId = (long?)covered.DecisionId } into signed
            from sign in signed.DefaultIfEmpty()
            where turn.CampaignId == campaign.Id
            orderby turn.Number, turn.Stage
            select new Row(
                turn.Id, turn.ItemId, item.ParentItemId, item.CampaignApplicationId, turn.State, turn.DecisionId, made == null ? null : made.RowHash, sign != null, item.Recommendation,
                scope.Db.SecondReviews.Any(s => s.ItemId == turn.ItemId));
        var fallen = new HashSet<long>();
        Row? first = null;
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (first is { } alone && alone.ItemId != row.ItemId)
            {
                ending.Add(scope, campaign, alone, null, fallen);
                first = row;
            }
            else if (first is { } both)
            {
                ending.Add(scope, campaign, both, row, fallen);
                first = null;
            }
            else
            {
                first = row;
            }
        }

        if (first is { } last)
        {
            ending.Add(scope, campaign, last, null, fallen);
        }

        return ending;
    }

    /// <inheritdoc/>
    public void Dispose() => decisionsInForce.Dispose();

    private void Add(ChangeScope scope, Campaign campaign, Row first, Row? second, HashSet<long> fallen)
    {
        var state = ItemEnd.Of(first.State, second?.State, first.NeedsSecond);
        var end = ItemEnd.Stage(first.State, second?.State, first.NeedsSecond) switch
        {
            0 => new End(TurnState.Undecided, null, Signed: false),
            var stage => new End(state, stage == 1 ? first.DecisionId : second!.DecisionId, state == TurnState.Revoked ? (stage == 1 ? first : second!).Signed : first.Signed && second is not { Signed: false }),
        };
        var (silent, decided) = ((Row?)null, (Decision?)null);
        if (campaign.Deadline == DeadlineRule.Revoke && state != TurnState.Revoked)
        {
            // An assignment goes with an account that the deadline revokes, whatever was decided about it.
            var withAccount = first.ParentItemId is { } parent && fallen.Contains(parent);
            if (state == TurnState.Undecided || withAccount)
            {
                // Where one stage has decided, the other's silence is what the deadline speaks for.
                silent = first.State == TurnState.Undecided || second is not { State: TurnState.Undecided } ? first : second;
                decided = Decide(scope, campaign, silent, state == TurnState.Undecided ? DecisionMode.Deadline : DecisionMode.WithAccount);
                ByDeadline.Add(decided);
                end = new End(TurnState.Revoked, decided.Id, Signed: false);
                if (first.ParentItemId is null)
                {
                    fallen.Add(first.ItemId);
                }
            }
        }

        var outcome = new ItemOutcome { ItemId = first.ItemId, CampaignId = campaign.Id, Kind = Of(end.State), Signed = end.Signed, DecisionId = end.DecisionId };
        Counts[outcome.Kind]++;
        outcomeHashes.Add(outcome.ToRowText().Hash());
        foreach (var hash in new[] { first, second }.OfType<Row>().Select(r => r == silent ? decided!.RowHash : r.RowHash).OfType<byte[]>())
        {
            decisionsInForce.Add(hash);
        }
    }

    private Decision Decide(ChangeScope scope, Campaign campaign, Row row, DecisionMode mode)
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
            Rule = Decision.ByDeadline,
            Recommendation = row.Recommendation,
            RecommendationRules = rulesOfPlans[row.PlanId],
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

    private sealed record Row(long TurnId, long ItemId, long? ParentItemId, long PlanId, TurnState State, long? DecisionId, byte[]? RowHash, bool Signed, Recommendation Recommendation, bool NeedsSecond);

    private sealed record End(TurnState State, long? DecisionId, bool Signed);
}
