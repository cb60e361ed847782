using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Absences;

/// <summary>Gives what is undecided before somebody who is away to their delegate, and gives it back when they return. What the delegate may
/// not review stays, and the campaign owner sees it; what is decided stays with who decided it.</summary>
public sealed class CarryOutAbsences(Databases databases, Change change, TimeProvider time) : IFollowUp
{
    /// <summary>The most items moved in one command.</summary>
    private const int MaxItems = 1000;

    /// <inheritdoc/>
    public int Order => 32;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        foreach (var campaign in await db.Campaigns.AsNoTracking().Where(c => c.State == CampaignState.Active).OrderBy(c => c.Id).ToListAsync(cancel))
        {
            var away = await AwayNow.On(db, Clock.DayIn(time.Now(), TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone))).ToListAsync(cancel);
            var back = await db.ReviewTurns.AsNoTracking()
                .Where(t => t.CampaignId == campaign.Id && t.ForId != null && t.State == TurnState.Undecided).Select(t => new { t.ReviewerId, ForId = t.ForId!.Value }).Distinct().ToListAsync(cancel);
            foreach (var turn in back.Where(b => away.TrueForAll(a => a.PersonId != b.ForId || a.DelegateId != b.ReviewerId)))
            {
                await MoveAsync(db, campaign, Open(db, campaign.Id, turn.ReviewerId).Where(t => t.ForId == turn.ForId), turn.ReviewerId, turn.ForId, null, cancel);
            }

            // After what came back: whoever is away anew may have named another, and what could not go back is before whoever holds it as their own.
            foreach (var absence in away)
            {
                List<long> stillAway = [.. away.Where(a => a.DelegateId == absence.PersonId).Select(a => a.PersonId)];
                var going = Open(db, campaign.Id, absence.PersonId).Where(t => t.ForId == null || !stillAway.Contains(t.ForId.Value));
                await MoveAsync(db, campaign, going, absence.PersonId, absence.DelegateId, absence.PersonId, cancel);
            }
        }
    }

    private async Task MoveAsync(ReviewDb db, Campaign campaign, IQueryable<ReviewTurn> moving, long fromId, long toId, long? forId, CancellationToken cancel)
    {
        for (var after = 0; ;)
        {
            var number = after;
            var turns = await moving.Where(t => t.Number > number)
                .OrderBy(t => t.Number).Take(MaxItems).Select(t => new { t.Id, t.Number }).ToListAsync(cancel);
            if (turns.Count == 0)
            {
                return;
            }

            after = turns[^1].Number;
            long[] ids = [.. turns.Select(t => t.Id)];
            if ((await UsableAsync(db, campaign, ids, fromId, toId, forId, cancel)).Count > 0)
            {
                (await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(CarryOutAbsences), (scope, token) => MoveAsync(scope, campaign.Id, ids, fromId, toId, forId, token), cancel)).Require();
            }
        }
    }

    private static IQueryable<ReviewTurn> Open(ReviewDb db, long campaignId, long reviewerId) => db.ReviewTurns.AsNoTracking()
        .Where(t => t.CampaignId == campaignId && t.ReviewerId == reviewerId && t.State == TurnState.Undecided);

    private static async Task<List<TurnFacts>> UsableAsync(ReviewDb db, Campaign campaign, IEnumerable<long> turnIds, long fromId, long toId, long? forId, CancellationToken cancel)
    {
        if (await UsableReviewer.PersonAsync(db, toId, await RolesOf.TodayAsync(db, cancel), cancel) is not null)
        {
            return [];
        }

        var turns = await TurnFactsQuery.ReadAsync(db, turnIds, Actor.Demo(toId), cancel);
        var barred = await TransferIndependence.BarredAsync(db, campaign, turns, toId, cancel, forId);
        return turns.FindAll(t => t.ReviewerId == fromId && t.State == TurnState.Undecided && TransferRule.Turn(t, toId) is null && !barred.ContainsKey(t.TurnId));
    }

    private static async Task<Outcome<Done>> MoveAsync(ChangeScope scope, long campaignId, long[] turnIds, long fromId, long toId, long? forId, CancellationToken cancel)
    {
        var campaign = await scope.Db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == campaignId, cancel);
        var turns = await UsableAsync(scope.Db, campaign, turnIds, fromId, toId, forId, cancel);
        if (campaign.State != CampaignState.Active || turns.Count == 0)
        {
            return Done.Yes;
        }

        var reason = scope.Keep(forId is null ? "Back from absence, or the absence was ended." : "Away, as stated and approved; the delegate reviews for them.");
        var transfer = new Transfer(toId, forId is null ? ReviewerBasis.Returned : ReviewerBasis.Delegate, FallbackReason.None, reason) { Delegation = new(forId) };
        var covered = await TurnTransfer.MoveAsync(scope, campaign, transfer, turns, turns, cancel);
        scope.Record(forId is null ? new ItemsReturned(fromId, toId, turns.Count) { Rows = covered } : new ItemsDelegated(fromId, toId, turns.Count) { Rows = covered }, campaignId);
        return Done.Yes;
    }
}

/// <summary>Somebody is away, and their delegate has what they had not decided.</summary>
public sealed record ItemsDelegated(long FromId, long ToId, int Items) : EventBody;

/// <summary>An absence is over, and what the delegate had not decided is back.</summary>
public sealed record ItemsReturned(long FromId, long ToId, int Items) : EventBody;
