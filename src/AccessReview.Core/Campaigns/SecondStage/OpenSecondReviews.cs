using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>Puts items before their second reviewer as soon as the first stage has kept them. Where the second reviewer may not have one any
/// more, or is not independent as the policy asks, it goes to the application's owner, the fallback or the
/// campaign's owner; where nobody may, it waits until a campaign owner names somebody, and the campaign cannot count it as reviewed.</summary>
public sealed class OpenSecondReviews(Databases databases, Change change) : IFollowUp
{
    private const int MaxItems = 1000;

    /// <inheritdoc/>
    public int Order => 31;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        foreach (var campaign in await db.Campaigns.AsNoTracking().Where(c => c.State == CampaignState.Active).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(cancel))
        {
            for (var after = 0; ;)
            {
                var number = after;
                var ripe = await SecondCandidates.Ripe(db).Where(t => t.CampaignId == campaign && t.Number > number).OrderBy(t => t.Number).Take(MaxItems).Select(t => new { t.Id, t.Number }).ToListAsync(cancel);
                if (ripe.Count == 0)
                {
                    break;
                }

                after = ripe[^1].Number;
                (await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(OpenSecondReviews), (scope, token) => OpenAsync(scope, campaign, [.. ripe.Select(r => r.Id)], token), cancel)).Require();
            }
        }
    }

    private static async Task<Outcome<Done>> OpenAsync(ChangeScope scope, long campaignId, long[] turnIds, CancellationToken cancel)
    {
        var db = scope.Db;
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == campaignId, cancel);
        var first = await SecondCandidates.Ripe(db).Where(t => t.CampaignId == campaignId && turnIds.Contains(t.Id)).OrderBy(t => t.Number).ToListAsync(cancel);
        if (campaign.State != CampaignState.Active || first.Count == 0)
        {
            return Done.Yes;
        }

        var candidates = await SecondCandidates.ReadAsync(db, campaign, first.ConvertAll(t => t.ItemId), cancel);
        var opened = new Dictionary<long, ReviewTurn>();

        // What the policy only reroutes is recorded where nobody more independent may have it.
        foreach (var (strict, wave) in new[] { IndependenceRule.Rerouted, IndependenceRule.Prevented }.SelectMany(strict => Enumerable.Range(0, SecondCandidates.Count).Select(wave => (strict, wave))))
        {
            foreach (var mine in first.Where(t => !opened.ContainsKey(t.ItemId) && Candidate(t, wave) is { } person && person != t.ReviewerId && person != t.ForId).GroupBy(t => Candidate(t, wave)!.Value).ToList())
            {
                var may = await SecondCandidates.MayAsync(db, campaign, mine.Select(t => t.Id), mine.Key, strict, scope.Today, cancel);
                foreach (var turn in mine.Where(t => may.Contains(t.Id)))
                {
                    var of = candidates[turn.ItemId];
                    opened[turn.ItemId] = SecondTurn(scope, turn, mine.Key, mine.Key == of.OwnerId ? ReviewerBasis.ApplicationOwner : mine.Key == of.PlannedId ? ReviewerBasis.Named : ReviewerBasis.Fallback);
                }
            }
        }

        await RecordAsync(scope, campaignId, [.. opened.Values], cancel);
        return Done.Yes;

        long? Candidate(ReviewTurn turn, int wave) => candidates[turn.ItemId].People[wave];
    }

    /// <summary>Adds the second turn of an item.</summary>
    internal static ReviewTurn SecondTurn(ChangeScope scope, ReviewTurn first, long personId, ReviewerBasis basis) => scope.Add(new ReviewTurn
    {
        Id = scope.NewId(), CampaignId = first.CampaignId, ItemId = first.ItemId, Number = first.Number, Stage = 2, ReviewerId = personId, Rank = first.Rank, Fallback = FallbackReason.None, Basis = basis,
    });

    /// <summary>Counts the turns that were added, the only rows with keys in the act, and says so.</summary>
    internal static async Task RecordAsync(ChangeScope scope, long campaignId, IReadOnlyCollection<ReviewTurn> opened, CancellationToken cancel)
    {
        if (opened.Count == 0)
        {
            return;
        }

        var progress = new ProgressChange();
        foreach (var to in opened.CountBy(t => t.ReviewerId))
        {
            progress.Add(2, to.Key, TurnState.Undecided, to.Value);
        }

        await progress.ApplyAsync(scope.Db, campaignId, cancel);
        scope.Record(
            new SecondReviewsOpened(campaignId, opened.Count, opened.Min(t => t.Id), ReviewersHash.Of(opened.OrderBy(t => t.Id).Select(t => (t.Number, t.ReviewerId)))), campaignId);
    }
}

/// <summary>Items came before their second reviewers.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Items">How many.</param>
/// <param name="FirstTurn">The key of the first of the new turns; the others follow it without a gap.</param>
/// <param name="Reviewers">Before whom, as <see cref="ReviewersHash"/>, but in the order of the turns' keys.</param>
public sealed record SecondReviewsOpened(long Campaign, int Items, long FirstTurn, Sha256 Reviewers) : EventBody
{
    /// <inheritdoc/>
    public override int Version => 2;
}
