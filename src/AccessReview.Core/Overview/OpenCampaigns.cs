using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Directories;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>Open campaigns with their progress, from the counts kept beside the turns: of whole campaigns by how the items stand, and of a
/// reviewer by what they decided themselves.</summary>
internal static class OpenCampaigns
{
    internal static async Task<IReadOnlyList<OpenCampaign>> ReadAsync(OverviewReader reader, bool all, CancellationToken cancel)
    {
        var open = await reader.Db.Campaigns.AsNoTracking().Where(c => c.State == CampaignState.Active).OrderBy(c => c.DueDate).ThenBy(c => c.Number).ToListAsync(cancel);
        var me = reader.Actor.PersonId;
        var progress = (await (from p in reader.Db.CampaignProgress
                               join c in reader.Db.Campaigns on p.CampaignId equals c.Id
                               where c.State == CampaignState.Active && p.Count > 0 && (all || p.ReviewerId == me)
                               select new { p.CampaignId, p.ReviewerId, p.State, p.Count }).ToListAsync(cancel)).ToLookup(p => p.CampaignId);
        var totals = all ? await ItemTotals.ReadAsync(reader.Db, open.ConvertAll(c => c.Id), cancel) : new Dictionary<long, ItemTotals>();
        var carried = all ? await CarriedItems.ByCampaignAsync(reader.Db, open, cancel) : [];
        var idle = open.ToDictionary(c => c.Id, c => progress[c.Id].GroupBy(p => p.ReviewerId).Where(g => g.All(p => p.State == TurnState.Undecided)).Select(g => g.Key).ToList());
        var names = await PeopleNames.ReadAsync(reader.Db, idle.Values.SelectMany(i => i).Select(i => (long?)i), [], cancel);
        var unsigned = new HashSet<long>();
        var mine = all || me is null ? [] : await OwnTurns.UndecidedAsync(reader.Db, me, cancel);
        foreach (var decided in progress.Where(p => !all && p.Where(t => t.State == TurnState.Undecided).Sum(t => t.Count) <= mine.GetValueOrDefault((p.Key, me!.Value))))
        {
            if (await SignOffScope.AnyAsync(reader.Db, decided.Key, me!.Value, cancel))
            {
                unsigned.Add(decided.Key);
            }
        }

        return
        [
            .. from campaign in open
               let own = progress[campaign.Id]
               where all || own.Any()
               let items = totals.GetValueOrDefault(campaign.Id)
               let today = Clock.DayIn(reader.Now, TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone))
               select new OpenCampaign(
                   campaign.Number, campaign.Name, campaign.DueDate, Math.Max(0, today.DayNumber - campaign.DueDate.DayNumber),
                   items?.Items ?? own.Sum(p => p.Count),
                   items?.Certified ?? own.Where(p => p.State == TurnState.Certified).Sum(p => p.Count),
                   items?.Revoked ?? own.Where(p => p.State == TurnState.Revoked).Sum(p => p.Count),
                   own.Select(p => p.ReviewerId).Distinct().Count(),
                   all ? [.. idle[campaign.Id].Select(i => names[i]!).Order(StringComparer.OrdinalIgnoreCase)] : [])
               {
                   Changed = items?.Changed ?? own.Where(p => p.State == TurnState.Changed).Sum(p => p.Count),
                   Carried = carried.GetValueOrDefault(campaign.Id),
                   Unsigned = unsigned.Contains(campaign.Id),
               },
        ];
    }
}
