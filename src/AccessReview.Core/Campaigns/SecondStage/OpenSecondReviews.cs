using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>Puts items before their second reviewer as soon as the first stage has kept them. Where the second reviewer may not have one any
/// more, or is not independent as the policy asks, it goes to the application's or the campaign's owner; where nobody may, it waits and the campaign cannot count it as reviewed.</summary>
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
                var ripe = await Ripe(db, campaign).Where(t => t.Number > number).OrderBy(t => t.Number).Take(MaxItems).Select(t => new { t.Id, t.Number }).ToListAsync(cancel);
                if (ripe.Count == 0)
                {
                    break;
                }

                after = ripe[^1].Number;
                (await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(OpenSecondReviews), (scope, token) => OpenAsync(scope, campaign, [.. ripe.Select(r => r.Id)], token), cancel)).Require();
            }
        }
    }

    /// <summary>First turns that kept an item whose second review is not open yet.</summary>
    private static IQueryable<ReviewTurn> Ripe(ReviewDb db, long campaignId) => db.ReviewTurns.AsNoTracking().Where(t =>
        t.CampaignId == campaignId && t.Stage == 1 && (t.State == TurnState.Certified || t.State == TurnState.Changed)
        && db.SecondReviews.Any(s => s.ItemId == t.ItemId) && !db.ReviewTurns.Any(o => o.ItemId == t.ItemId && o.Stage == 2));

    private static async Task<Outcome<Done>> OpenAsync(ChangeScope scope, long campaignId, long[] turnIds, CancellationToken cancel)
    {
        var db = scope.Db;
        var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleAsync(c => c.Id == campaignId, cancel);
        var first = await Ripe(db, campaignId).Where(t => turnIds.Contains(t.Id)).OrderBy(t => t.Number).ToListAsync(cancel);
        if (campaign.State != CampaignState.Active || first.Count == 0)
        {
            return Done.Yes;
        }

        var ids = first.ConvertAll(t => t.ItemId);
        var planned = await db.SecondReviews.AsNoTracking().Where(s => ids.Contains(s.ItemId)).ToDictionaryAsync(s => s.ItemId, cancel);
        var owners = await db.ReviewItems.AsNoTracking().Where(i => ids.Contains(i.Id))
            .Join(db.CampaignApplications, i => i.CampaignApplicationId, p => p.Id, (i, p) => new { i.Id, p.ApplicationId })
            .Join(db.Applications, i => i.ApplicationId, a => a.Id, (i, a) => new { i.Id, a.OwnerId }).ToDictionaryAsync(i => i.Id, i => i.OwnerId, cancel);
        var progress = new ProgressChange();
        var opened = new Dictionary<long, ReviewTurn>();
        var waves = new Func<ReviewTurn, long?>[] { t => planned[t.ItemId].ReviewerId, t => owners[t.ItemId], _ => campaign.OwnerId };

        // What the policy only reroutes is recorded where nobody more independent may have it.
        foreach (var (strict, wave) in new[] { IndependenceRule.Rerouted, IndependenceRule.Prevented }.SelectMany(strict => waves.Select(wave => (strict, wave))))
        {
            foreach (var mine in first.Where(t => !opened.ContainsKey(t.ItemId) && wave(t) is { } person && person != t.ReviewerId && person != t.ForId).GroupBy(t => wave(t)!.Value).ToList())
            {
                foreach (var turn in await UsableAsync(scope, campaign, mine, mine.Key, strict, cancel))
                {
                    opened[turn.ItemId] = scope.Add(new ReviewTurn
                    {
                        Id = scope.NewId(), CampaignId = campaignId, ItemId = turn.ItemId, Number = turn.Number, Stage = 2, ReviewerId = mine.Key, Rank = turn.Rank, Fallback = FallbackReason.None,
                        Basis = mine.Key == owners[turn.ItemId] ? ReviewerBasis.ApplicationOwner : mine.Key == planned[turn.ItemId].ReviewerId ? ReviewerBasis.Named : ReviewerBasis.Fallback,
                    });
                    progress.Add(2, mine.Key, TurnState.Undecided, 1);
                }
            }
        }

        if (opened.Count > 0)
        {
            await progress.ApplyAsync(db, campaignId, cancel);
            scope.Record(
                new SecondReviewsOpened(
                    campaignId, opened.Count, opened.Values.Min(t => t.Id), ReviewersHash.Of(opened.Values.OrderBy(t => t.Id).Select(t => (t.Number, t.ReviewerId)))),
                campaignId);
        }

        return Done.Yes;
    }

    private static async Task<IReadOnlyList<ReviewTurn>> UsableAsync(ChangeScope scope, Campaign campaign, IEnumerable<ReviewTurn> turns, long person, IndependenceRule strict, CancellationToken cancel)
    {
        if (await UsableReviewer.PersonAsync(scope.Db, person, scope.Today, cancel) is not null)
        {
            return [];
        }

        List<ReviewTurn> asked = [.. turns];
        var facts = await TurnFactsQuery.ReadAsync(scope.Db, asked.Select(t => t.Id), Actor.Demo(person), cancel);
        var barred = await TransferIndependence.ByPolicyAsync(scope.Db, campaign, facts, person, strict, cancel);
        var may = facts.Where(f => UsableReviewer.Turn(f, person) is null && !barred.ContainsKey(f.TurnId)).Select(f => f.TurnId).ToHashSet();
        return asked.FindAll(t => may.Contains(t.Id));
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
