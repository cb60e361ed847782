using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Notes that a reviewer of an open campaign was told by hand what they have to review, or takes that back.</summary>
public sealed class NoteTold(Change change)
{
    /// <summary>Notes it; what is noted already is left as it is.</summary>
    /// <param name="commandId">Makes sending again harmless.</param>
    /// <param name="actor">A campaign owner.</param>
    /// <param name="number">The campaign.</param>
    /// <param name="reviewerId">The reviewer.</param>
    /// <param name="told">False takes it back.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, int number, long reviewerId, bool told, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(NoteTold), async (scope, token) =>
        {
            var found = await CampaignDoor.ToChangeAsync(scope, number, token);
            return found.IsOk ? await NoteAsync(scope, found.Value, reviewerId, told, token) : found.Problem;
        }, cancel);

    private static async Task<Outcome<Done>> NoteAsync(ChangeScope scope, Campaign campaign, long reviewerId, bool told, CancellationToken cancel)
    {
        if (campaign.State != CampaignState.Active)
        {
            return new Problem("campaign.not-active", "The campaign is not open, so nobody is told of it.");
        }

        var own = scope.Db.CampaignProgress.Where(p => p.CampaignId == campaign.Id && p.ReviewerId == reviewerId && p.Count > 0);
        if (scope.Actor.PersonId is not { } me || !await own.AnyAsync(cancel))
        {
            return Problem.NotFound("This reviewer in this campaign");
        }

        // Told again once more was given to them, it is noted again; taken back is what stands.
        var noted = told ? WhoKnows.ByHand(scope.Db) : WhoKnows.Standing(scope.Db);
        if (told == await noted.AnyAsync(t => t.CampaignId == campaign.Id && t.ReviewerId == reviewerId, cancel))
        {
            return Done.Yes;
        }

        var items = await own.Where(p => p.State == TurnState.Undecided).SumAsync(p => p.Count, cancel);
        var row = scope.Add(new ReviewerTold
        {
            Id = scope.NewId(), CampaignId = campaign.Id, ReviewerId = reviewerId, Told = told, Items = items, ById = me, At = scope.At,
        });
        scope.Record(told
            ? new ReviewerToldByHand(campaign.Id, reviewerId, items) { Rows = row.ToCovered() }
            : new ReviewerToldTakenBack(campaign.Id, reviewerId) { Rows = row.ToCovered() });
        return Done.Yes;
    }
}

/// <summary>A reviewer was told by hand. It belongs to no campaign's own events: who is told is read beside them.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Reviewer">The reviewer.</param>
/// <param name="Items">Items they had left.</param>
public sealed record ReviewerToldByHand(long Campaign, long Reviewer, int Items) : EventBody;

/// <summary>That a reviewer was told by hand was taken back.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Reviewer">The reviewer.</param>
public sealed record ReviewerToldTakenBack(long Campaign, long Reviewer) : EventBody;
