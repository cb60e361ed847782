using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Samples;

/// <summary>Draws a sample of a campaign's items for a tester: recorded, and printed in the next edition with the facts and with room for
/// what the tester finds.</summary>
public sealed class DrawSample(Change change)
{
    /// <summary>Draws it. Answers with its number in the campaign.</summary>
    /// <param name="commandId">Made in the browser.</param>
    /// <param name="actor">A campaign owner or an auditor.</param>
    /// <param name="campaignNumber">The campaign, launched.</param>
    /// <param name="population">Of which items; by how they stand only once the campaign has ended.</param>
    /// <param name="size">How many, at most <see cref="SampleDraw.MaxSize"/>; fewer are drawn where there are fewer.</param>
    /// <param name="seed">Letters, digits and hyphens; empty: one is made.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, int campaignNumber, SamplePopulation population, int size, string seed, CancellationToken cancel) =>
        change.RunAsync<int>(commandId, actor, nameof(DrawSample), async (scope, token) =>
        {
            var entered = await EvidenceDoor.EnterAsync(scope.Db, scope.Roles, campaignNumber, token);
            if (!entered.IsOk)
            {
                return entered.Problem;
            }

            var typed = seed.Trim();
            if (typed.Length > 0 && !SampleRule.IsSeed(typed))
            {
                return new Problem("sample.seed", $"A seed is up to {SampleDraw.MaxSeed} letters, digits and hyphens, so that it can be typed again.");
            }

            if (size is < 1 or > SampleDraw.MaxSize)
            {
                return new Problem("sample.size", $"A sample has 1 to {SampleDraw.MaxSize} items.");
            }

            var campaign = entered.Value;
            if (!SampleRule.Of(campaign.State).Contains(population))
            {
                return new Problem("sample.open", "Decisions still change until the campaign is closed, and nobody could draw such a sample again. Draw of all items, or of those with a finding or of privileged accounts.");
            }

            var items = await (await OfAsync(scope.Db, campaign.Id, population, token)).ToDictionaryAsync(i => i.Number, i => i.Id, token);
            if (items.Count == 0)
            {
                return new Problem("sample.empty", "No item of this campaign is so, and nothing was drawn.");
            }

            var used = typed.Length > 0 ? typed : SampleRule.NewSeed();
            var drawn = SampleRule.Draw(used, campaign.Number, items.Keys, size);
            var draw = scope.Add(new SampleDraw
            {
                Id = scope.NewId(), CampaignId = campaign.Id, Number = 1 + (await scope.Db.SampleDraws.Where(d => d.CampaignId == campaign.Id).MaxAsync(d => (int?)d.Number, token) ?? 0),
                Seed = used, Population = population, PopulationItems = items.Count, Size = drawn.Count, ItemsHash = SampleRule.Hash(drawn), By = scope.Actor.Key, At = scope.At,
            });
            foreach (var (number, place) in drawn.Select((n, i) => (n, i + 1)))
            {
                scope.Add(new SampleItem { DrawId = draw.Id, Position = place, ItemId = items[number] });
            }

            using var rows = new RowsHash();
            rows.Add(draw.ToRowText().Hash());
            scope.Record(new SampleDrawn(campaign.Id, draw.Number, population, items.Count, drawn.Count, new Sha256(draw.ItemsHash)) { Rows = rows.ToCovered() }, campaign.Id);
            return draw.Number;
        }, cancel);

    private static async Task<IQueryable<ReviewItem>> OfAsync(ReviewDb db, long campaignId, SamplePopulation population, CancellationToken cancel)
    {
        var items = db.ReviewItems.AsNoTracking().Where(i => i.CampaignId == campaignId);
        if (SampleRule.Standing(population) is { } state)
        {
            var standing = (await ItemsByEnd.FirstTurnsAsync(db, campaignId, state, cancel)).Select(t => t.ItemId);
            return items.Where(i => standing.Contains(i.Id));
        }

        return population switch
        {
            SamplePopulation.All => items,
            SamplePopulation.Exceptions => items.Where(i => i.Findings != Finding.None),
            SamplePopulation.Privileged => items.Where(i => db.AssessedAccounts.Any(a => a.Id == i.AssessedAccountId && (a.Findings & Finding.Privileged) != Finding.None)),
            _ => throw new ArgumentOutOfRangeException(nameof(population), population, null),
        };
    }
}

/// <summary>A sample was drawn. Its row is the draw.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Number">The draw's number in the campaign.</param>
/// <param name="Population">Of which items.</param>
/// <param name="PopulationItems">How many that were.</param>
/// <param name="Size">How many were drawn.</param>
/// <param name="ItemsSha256">The hash over the numbers of the items drawn.</param>
public sealed record SampleDrawn(long Campaign, int Number, SamplePopulation Population, int PopulationItems, int Size, Sha256 ItemsSha256) : EventBody;
