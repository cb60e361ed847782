using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Reviewing;

/// <summary>Moves turns to another reviewer. What was decided and not signed is taken back, because the new reviewer signs for what they
/// decided themselves.</summary>
internal static class TurnTransfer
{
    /// <summary>Registers the move of the turns and gives what the event covers.</summary>
    public static async Task<CoveredRows> MoveAsync(
        ChangeScope scope, Campaign campaign, Transfer transfer, IReadOnlyList<TurnFacts> turns, IReadOnlyList<TurnFacts> all, CancellationToken cancel)
    {
        var act = new ReviewAct(scope, campaign) { BatchId = turns.Count > 1 ? scope.Seq : null, BatchSize = turns.Count };
        var lines = all.ToLookup(t => t.ParentItemId);
        var rows = new List<byte[]>(turns.Count);
        foreach (var turn in turns)
        {
            await TakeBackAsync(act, scope.Db, turn, lines[turn.ItemId], all, cancel);
            act.Give(turn, transfer.ToId);
            var row = scope.Add(new Reassignment
            {
                Id = scope.NewId(), CampaignId = campaign.Id, ItemId = turn.ItemId, TurnId = turn.TurnId, FromId = turn.ReviewerId, ToId = transfer.ToId,
                Basis = transfer.Basis, By = scope.Actor.Key, At = scope.At, ReasonId = transfer.Reason.Id, ReasonHash = transfer.Reason.Hash,
            });
            rows.Add(row.ToRowText().Hash());
        }

        var covered = await act.WriteAsync(rows, cancel);
        var moved = turns.Select(t => t.TurnId);
        scope.AfterEvent(token => transfer.Delegation is { } delegation
            ? TurnStatements.DelegateAsync(scope.Db, moved, transfer.ToId, delegation.ForId, scope.Seq, token)
            : TurnStatements.GiveAsync(scope.Db, moved, transfer.ToId, transfer.Basis, transfer.Fallback, scope.Seq, token));
        return covered;
    }

    /// <summary>Takes back what was decided of a turn. What went with an account that is not taken back stays gone with it.</summary>
    /// <param name="act">The act.</param>
    /// <param name="db">The database.</param>
    /// <param name="turn">The turn, which nobody has signed.</param>
    /// <param name="lines">Where it is an account's, the turns of its assignments.</param>
    /// <param name="all">Every turn read, its account's among them if that moves too.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task TakeBackAsync(ReviewAct act, ReviewDb db, TurnFacts turn, IEnumerable<TurnFacts> lines, IReadOnlyList<TurnFacts> all, CancellationToken cancel)
    {
        var stays = turn.WentWithAccount && act.InForce(turn) == turn.DecisionId;
        if (act.InForce(turn) is null || stays)
        {
            return;
        }

        act.Clear(turn);
        await AccountLines.FollowAsync(act, db, turn, lines, cancel);
        if (AccountRevoked(act, turn, all))
        {
            // It was revoked by itself as well: without that decision it goes with its account, and is not left for nobody to decide.
            act.Decide(turn, DecisionKind.Revoke, DecisionMode.WithAccount);
        }
    }

    private static bool AccountRevoked(ReviewAct act, TurnFacts turn, IEnumerable<TurnFacts> all) =>
        all.FirstOrDefault(t => t.ItemId == turn.ParentItemId) is { } account ? act.IsRevoked(account) : turn.AccountRevoked;
}

/// <summary>To whom, on what basis and why.</summary>
internal sealed record Transfer(long ToId, ReviewerBasis Basis, FallbackReason Fallback, PrivateText Reason)
{
    /// <summary>Set where only the absence of one person moves the turns, or its end.</summary>
    public Delegation? Delegation { get; init; }
}

/// <summary>For whom a delegate has the turns; null: they are back with whom they were before.</summary>
internal sealed record Delegation(long? ForId);
