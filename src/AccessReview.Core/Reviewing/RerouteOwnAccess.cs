using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Moves items away from reviewers who have become their holder, or answer for the account, since the launch: to the fallback, else to
/// the application's or the campaign's owner. The rule refuses their decision from the first moment; this finds the item a reviewer. Where
/// none is found, what was decided is taken back all the same.</summary>
public sealed class RerouteOwnAccess(IDbContextFactory<ReviewDb> databases, Change change) : IFollowUp
{
    private const string Why = "The reviewer holds this account, could hold it, or answers for it, as matched, declared or read since the launch.";

    /// <inheritdoc/>
    public int Order => 30;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var turnId in await (await OwnTurns.OfAsync(db, null, cancel)).OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(cancel))
        {
            await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(RerouteOwnAccess), (scope, token) => MoveAsync(scope, turnId, token), cancel);
        }
    }

    private static async Task<Outcome<Done>> MoveAsync(ChangeScope scope, long turnId, CancellationToken cancel)
    {
        var db = scope.Db;
        var turns = await TurnFactsQuery.ReadWithLinesAsync(db, turnId, Actor.Demo(await db.ReviewTurns.Where(t => t.Id == turnId).Select(t => t.ReviewerId).SingleAsync(cancel)), cancel);
        var turn = turns.Single(t => t.TurnId == turnId);
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == turn.CampaignId, cancel);
        if (UsableReviewer.Turn(turn, turn.ReviewerId) is not { } why || campaign.State != CampaignState.Active || turn.SignOffId is not null)
        {
            return Done.Yes;
        }

        var candidates = await (from inCampaign in db.CampaignApplications.AsNoTracking()
                                where inCampaign.Id == turn.CampaignApplicationId
                                join application in db.Applications on inCampaign.ApplicationId equals application.Id
                                select new[] { inCampaign.FallbackReviewerId, application.OwnerId, campaign.OwnerId }).SingleAsync(cancel);
        foreach (var candidate in candidates.OfType<long>().Distinct())
        {
            var asThem = (await TurnFactsQuery.ReadAsync(db, [turnId], Actor.Demo(candidate), cancel)).Single();
            if (TransferRule.Turn(asThem, candidate) is null && (await TransferIndependence.BarredAsync(db, campaign, [asThem], candidate, cancel)).Count == 0 && await UsableReviewer.PersonAsync(db, candidate, scope.Today, cancel) is null)
            {
                var fallback = why.Code == "reviewer.own-access" ? FallbackReason.OwnAccess : FallbackReason.Involved;
                var transfer = new Transfer(candidate, ReviewerBasis.Fallback, fallback, scope.Keep(Why));
                scope.Record(new OwnAccessRerouted(turn.ItemId, candidate) { Rows = await TurnTransfer.MoveAsync(scope, campaign, transfer, [turn], turns, cancel) }, campaign.Id);
                return Done.Yes;
            }
        }

        // Nobody usable: it stays where it is, undecidable and undecided, until a campaign owner reassigns it, whose overview says so.
        var act = new ReviewAct(scope, campaign);
        await TurnTransfer.TakeBackAsync(act, db, turn, turns, turns, cancel);
        if (act.Items > 0)
        {
            scope.Record(new DecisionsUndone(1, act.Items - 1) { Rows = await act.WriteAsync([], cancel) }, campaign.Id);
        }

        return Done.Yes;
    }
}

/// <summary>An item left a reviewer who turned out to hold the account or to answer for it.</summary>
public sealed record OwnAccessRerouted(long ItemId, long ToId) : EventBody;
