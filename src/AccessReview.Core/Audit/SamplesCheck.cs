using AccessReview.Core.Evidence.Samples;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>The items of each sample against the hash of its draw, which is a row of evidence.</summary>
internal static class SamplesCheck
{
    internal static async Task RunAsync(Verification run, CancellationToken cancel)
    {
        var db = run.Db;
        foreach (var draw in await db.SampleDraws.AsNoTracking().OrderBy(d => d.Id).ToListAsync(cancel))
        {
            var items = await (
                from sampled in db.SampleItems
                where sampled.DrawId == draw.Id
                join item in db.ReviewItems on sampled.ItemId equals item.Id into drawn
                from item in drawn.DefaultIfEmpty()
                orderby sampled.Position
                select new { sampled.Position, sampled.EventSeq, CampaignId = (long?)item.CampaignId, Number = (int?)item.Number }).ToListAsync(cancel);
            if (items.Where((item, i) => item.Position != i + 1 || item.EventSeq != draw.EventSeq || item.CampaignId != draw.CampaignId).Any()
                || !SampleRule.Hash(items.Select(i => i.Number ?? 0)).AsSpan().SequenceEqual(draw.ItemsHash))
            {
                run.Found("sample.items", $"The items of draw {draw.Id} are not those that were drawn.");
            }
        }

        foreach (var draw in await db.SampleItems.Where(i => !db.SampleDraws.Any(d => d.Id == i.DrawId)).Select(i => i.DrawId).Distinct().Order().Take(VerifyReport.MaxListed).ToListAsync(cancel))
        {
            run.Found("sample.items", $"Items are said to be of draw {draw}, which is not there.");
        }
    }
}
