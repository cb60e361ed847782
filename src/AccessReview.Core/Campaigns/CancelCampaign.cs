using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Gives a campaign up, with a reason. Everything of it is kept; of what it would remove, what was not begun is cancelled.</summary>
public sealed class CancelCampaign(Change change, CancelRemovals removals)
{
    /// <summary>Cancels it, whatever it is by now.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, int number, string reason, CancellationToken cancel) => RunAsync(commandId, actor, number, reason, seen: null, still: null, cancel);

    /// <summary>Cancels it as it was seen.</summary>
    /// <param name="commandId">Makes sending again harmless.</param>
    /// <param name="actor">Who gives it up.</param>
    /// <param name="number">The campaign.</param>
    /// <param name="reason">Why.</param>
    /// <param name="seen">What it was when that was decided, which is a conflict when it is something else by now; null: it was not looked at.</param>
    /// <param name="still">Asked once nothing can change any more: whether there is still reason to; a conflict when not. Null: there is.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<Done>> RunAsync(
        Guid commandId, Actor actor, int number, string reason, CampaignState? seen, Func<ReviewDb, CancellationToken, Task<bool>>? still, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(CancelCampaign), async (scope, token) =>
        {
            var found = await CampaignDoor.ToChangeAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            if (seen is { } state && state != found.Value.State)
            {
                return Problem.Conflict($"This campaign is {Campaign.Word(found.Value.State)} by now, so it was not cancelled. Look at it again.");
            }

            if (still is not null && !await still(scope.Db, token))
            {
                return Problem.Conflict("There is no reason any more to give this campaign up, so it was not.");
            }

            if (reason.Trim() is not { Length: >= Campaign.MinReason and <= PrivateText.MaxLength } words)
            {
                return new Problem("campaign.reason", $"Say why the campaign is cancelled, in at most {PrivateText.MaxLength} characters.");
            }

            var campaign = found.Value;
            if (await scope.Db.Campaigns.AsNoTracking().Where(c => c.AddendumToId == campaign.Id && c.State == CampaignState.Active)
                .OrderBy(c => c.Number).Select(c => (int?)c.Number).FirstOrDefaultAsync(token) is { } open)
            {
                return new Problem("campaign.addendum-open", $"C{open} is an open addendum of this campaign, and reviews only what this one does not hold. Close it or give it up first.");
            }

            var from = campaign.State;
            if (campaign.MoveTo(CampaignState.Cancelled) is { IsOk: false } refused)
            {
                return refused;
            }

            var (_, policy) = await CurrentPolicy.ReadAsync(scope.Db, token);
            var kept = scope.Keep(words);
            (campaign.EndedAt, campaign.EndedBy, campaign.ConclusionId) = (scope.At, scope.Actor.Key, kept.Id);
            campaign.RetainUntil = DateOnly.FromDateTime(scope.At).AddYears(policy.RetentionYears);
            var ended = await removals.GiveUpAsync(scope, campaign.Id, token);
            scope.Record(new CampaignCancelled(campaign.Id, from, new Sha256(kept.Hash), ended.Cancelled, ended.Begun), campaign.Id);
            return Done.Yes;
        }, cancel);
}

/// <summary>A campaign was given up.</summary>
/// <param name="Campaign">Which.</param>
/// <param name="From">What it was until then.</param>
/// <param name="Reason">Why.</param>
/// <param name="RemovalIds">Its removals that were not begun, and are cancelled with it.</param>
/// <param name="Begun">How many of its removals were begun or done, and stay.</param>
public sealed record CampaignCancelled(long Campaign, CampaignState From, Sha256 Reason, IReadOnlyList<long> RemovalIds, int Begun) : EventBody
{
    /// <inheritdoc/>
    public override int Version => 2;
}
