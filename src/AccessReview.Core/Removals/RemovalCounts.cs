using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>The different numbers of removals; none of them stands for another.</summary>
/// <param name="Decided">Asked for and not taken back.</param>
/// <param name="DoneByHand">Of those, noted as done by somebody.</param>
/// <param name="Executed">Of those, carried out by the product.</param>
/// <param name="Verified">Of those, gone in the last reading.</param>
/// <param name="AlreadyGone">Of the verified, those nobody noted having done, and the product neither carried out nor began.</param>
/// <param name="StillPresent">Of the decided, still there in the last reading.</param>
/// <param name="Reappeared">Of the decided, gone once and there again.</param>
/// <param name="Open">Of the decided, not verified, not accepted and not overruled.</param>
/// <param name="Late">Of the open, past their time without anybody having done them.</param>
/// <param name="Cancelled">Taken back with the sign-off behind them.</param>
/// <param name="SecondPerson">Of the open, those that wait for a second person.</param>
/// <param name="Waived">Of the decided, accepted as they are until a day.</param>
/// <param name="WaiversAsked">Of the open and the waived, those with a waiver that waits for an answer.</param>
/// <param name="WaiversEnded">Of the open, those that are open again because their waiver is over.</param>
/// <param name="WithTasks">Of the decided, the verified among them, those with a task by hand that is still to be done.</param>
/// <param name="Overruled">Of the decided, those that ended because a newer signed decision keeps the access.</param>
public sealed record RemovalCounts(int Decided, int DoneByHand, int Executed, int Verified, int AlreadyGone, int StillPresent, int Reappeared, int Open, int Late, int Cancelled, int SecondPerson = 0,
    int Waived = 0, int WaiversAsked = 0, int WaiversEnded = 0, int WithTasks = 0, int Overruled = 0)
{
    /// <summary>Counts the removals.</summary>
    /// <param name="db">The database, or a snapshot of it.</param>
    /// <param name="campaignId">Of one campaign; null: of all.</param>
    /// <param name="applicationId">Of one application; null: of all.</param>
    /// <param name="now">The time against which being late is judged.</param>
    /// <param name="cancel">Stops.</param>
    public static Task<RemovalCounts> ReadAsync(ReviewDb db, long? campaignId, long? applicationId, Moment now, CancellationToken cancel) =>
        OfAsync(db, db.Removals.Where(r => (campaignId == null || r.CampaignId == campaignId) && (applicationId == null || r.ApplicationId == applicationId)), now, null, cancel);

    /// <summary>Counts some removals.</summary>
    /// <param name="db">The database, or a snapshot of it.</param>
    /// <param name="removals">Which.</param>
    /// <param name="now">The time against which being late is judged.</param>
    /// <param name="person">Whose tasks by hand count; null: whosever they are.</param>
    /// <param name="cancel">Stops.</param>
    internal static async Task<RemovalCounts> OfAsync(ReviewDb db, IQueryable<Removal> removals, Moment now, long? person, CancellationToken cancel)
    {
        var groups = await removals.AsNoTracking().GroupBy(r => new { r.State, Done = r.DoneById != null, Executed = r.ExecutedAt != null })
            .Select(g => new { g.Key.State, g.Key.Done, g.Key.Executed, Count = g.Count() }).ToListAsync(cancel);
        var late = await removals.LateAt(db, now).CountAsync(cancel);
        int Sum(Func<RemovalState, bool, bool> which) => groups.Where(g => which(g.State, g.Done)).Sum(g => g.Count);
        return new RemovalCounts(
            Sum((state, _) => state != RemovalState.Cancelled),
            Sum((state, done) => done && state != RemovalState.Cancelled),
            groups.Where(g => g.Executed && g.State != RemovalState.Cancelled).Sum(g => g.Count),
            Sum((state, _) => state == RemovalState.Verified),
            await removals.CountAsync(
                r => r.State == RemovalState.Verified && r.DoneById == null && r.ExecutedAt == null && !db.RemovalAttempts.Any(a => a.RemovalId == r.Id && RemovalRules.TakenAway.Contains(a.Result)), cancel),
            Sum((state, _) => state == RemovalState.StillPresent),
            Sum((state, _) => state == RemovalState.Reappeared),
            Sum((state, _) => RemovalRules.IsOpen(state)),
            late,
            Sum((state, _) => state == RemovalState.Cancelled),
            Sum((state, _) => state == RemovalState.WaitingForSecondPerson),
            Sum((state, _) => state == RemovalState.Waived),
            await removals.CountAsync(WaiverQueries.Asked(db, now), cancel),
            await removals.CountAsync(WaiverQueries.Ended(db, now), cancel),
            await removals.CountAsync(RemovalRules.HasTasks(db, person), cancel),
            Sum((state, _) => state == RemovalState.Overruled));
    }
}
