using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Takes back the removals of a sign-off that is withdrawn, or those not begun of a campaign that is given up. Part of that change.</summary>
public sealed class CancelRemovals
{
    /// <summary>Whether the sign-off may still be withdrawn: not once somebody has noted one of its removals as done, or the product has
    /// taken anything away for one, or a reading has shown one gone; and not while one is being carried out. Null: it may.</summary>
    public async Task<Problem?> MayWithdrawAsync(ReviewDb db, long signOffId, CancellationToken cancel)
    {
        var acted = await (await BegunAsync(db, Of(db, signOffId), cancel)).OrderBy(b => b.Number).ToListAsync(cancel);
        var parts = acted.TrueForAll(a => a.Whole) ? "" : ", at least in part";
        return acted switch
        {
            [] => null,
            _ when acted.Find(a => a.UnderWay) is { } now => new Problem("removal.under-way", $"Removal R{now.Number} from this sign-off {RemovalUnderWay.Sentence}"),
            [var only] => new Problem("sign-off.removed", $"Removal R{only.Number} from this sign-off has been carried out{parts}, so the sign-off can no longer be withdrawn."),
            [var first, ..] => new Problem("sign-off.removed", $"{acted.Count} removals from this sign-off have been carried out{parts} (R{first.Number} first), so the sign-off can no longer be withdrawn."),
        };
    }

    /// <summary>Cancels the open removals that the sign-off made final. Ask <see cref="MayWithdrawAsync"/> first.</summary>
    public void Cancel(ChangeScope scope, long signOffId) => Cancel(scope, Of(scope.Db, signOffId));

    /// <summary>Cancels what was not begun of a campaign that is given up: no sign-off of it can be withdrawn any more.</summary>
    /// <returns>What of its removals is cancelled, and what stays.</returns>
    public async Task<GivenUpRemovals> GiveUpAsync(ChangeScope scope, long campaignId, CancellationToken cancel)
    {
        var found = await OfCampaignAsync(scope.Db, campaignId, cancel);
        if (found.Cancelled.Count > 0)
        {
            Cancel(scope, scope.Db.Removals.Where(r => found.Cancelled.Contains(r.Id)));
        }

        return found;
    }

    /// <summary>What giving the campaign up would do to its removals.</summary>
    internal static async Task<GivenUpRemovals> OfCampaignAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var standing = db.Removals.Where(r => r.CampaignId == campaignId && !RemovalRules.DroppedStates.Contains(r.State));
        var begun = await (await BegunAsync(db, standing, cancel)).Select(b => b.Id).ToHashSetAsync(cancel);
        var all = await standing.OrderBy(r => r.Number).Select(r => r.Id).ToListAsync(cancel);
        return new GivenUpRemovals([.. all.Where(id => !begun.Contains(id))], begun.Count);
    }

    private static void Cancel(ChangeScope scope, IQueryable<Removal> removals) => scope.AfterEvent(token => removals.ExecuteUpdateAsync(
        set => set.SetProperty(r => r.State, RemovalState.Cancelled).SetProperty(r => r.EventSeq, scope.Seq), token));

    // In whole: by a person's word, by the product, or as a reading showed, whatever was read or said since. In part: the product took something away, or is about to.
    private static async Task<IQueryable<Begun>> BegunAsync(ReviewDb db, IQueryable<Removal> removals, CancellationToken cancel)
    {
        var underWay = await RemovalUnderWay.ReadAsync(db, cancel);
        var takenAway = db.RemovalAttempts.Where(a => RemovalRules.TakenAway.Contains(a.Result));
        return removals.AsNoTracking()
            .Select(r => new Begun
            {
                Id = r.Id, Number = r.Number, UnderWay = r.Id == underWay, Partly = takenAway.Any(a => a.RemovalId == r.Id),
                Whole = r.DoneById != null || r.VerifiedAt != null || r.State == RemovalState.Executed
                    || db.RemovalChecks.Any(c => c.RemovalId == r.Id && c.Result == RemovalState.Verified),
            })
            .Where(b => b.Whole || b.UnderWay || b.Partly);
    }

    // A lower role stands while no stage revokes, so that it is of each one's sign-off, whosever decision it cites.
    private static IQueryable<Removal> Of(ReviewDb db, long signOffId) =>
        from removal in db.Removals
        where removal.State != RemovalState.Cancelled
            && db.SignOffItems.Any(i => i.SignOffId == signOffId && i.ItemId == removal.ItemId && (i.DecisionId == removal.DecisionId || removal.ChangeTo != null))
        select removal;

    private sealed class Begun
    {
        public required long Id { get; init; }

        public required int Number { get; init; }

        public required bool Whole { get; init; }

        public required bool UnderWay { get; init; }

        public required bool Partly { get; init; }
    }
}

/// <summary>What becomes of a campaign's removals when it is given up.</summary>
/// <param name="Cancelled">Those not begun, which are cancelled.</param>
/// <param name="Begun">How many were begun or are done, and stay.</param>
public sealed record GivenUpRemovals(IReadOnlyList<long> Cancelled, int Begun);
