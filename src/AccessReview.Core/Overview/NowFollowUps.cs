using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Directories;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>Exceptions stated at close: for whoever was named to follow them up and, once their day has passed, for the campaign's owner too.
/// Nothing tells the product that it was done, so a line goes by itself some time after its day.</summary>
internal static class NowFollowUps
{
    /// <summary>How long a line stays once its day has passed.</summary>
    private const int DaysLate = 30;

    /// <summary>Characters shown of a reason, to whoever cannot look at the campaign.</summary>
    private const int MaxReason = 200;

    internal static async Task AddAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        if (reader.Actor.PersonId is not { } me)
        {
            return;
        }

        var (db, today, oldest) = (reader.Db, reader.Today, reader.Today.AddDays(-DaysLate));
        var stated = await (
            from e in db.CampaignExceptions.AsNoTracking()
            join campaign in db.Campaigns on e.CampaignId equals campaign.Id
            where e.FollowUp >= oldest && (e.PersonId == me || (campaign.OwnerId == me && e.FollowUp < today))
            from reason in db.PrivateTexts.Where(t => t.Id == e.ReasonId).DefaultIfEmpty()
            orderby e.FollowUp, campaign.Number, e.Kind
            select new { campaign.Number, campaign.Name, e.PersonId, e.FollowUp, e.Kind, e.Count, Reason = reason == null ? null : reason.Text }).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, stated.Select(e => (long?)e.PersonId), cancel);
        var sees = reader.Has(Sight.Campaigns);
        now.AddRange(stated.GroupBy(e => (e.Number, e.Name, e.PersonId, e.FollowUp)).Select(g =>
        {
            var (number, name, person, day) = g.Key;
            var what = string.Join("; ", g.Select(e => StatedExceptions.Words(e.Kind, e.Count) + (sees || string.IsNullOrEmpty(e.Reason) ? "" : $" ({Shortened.To(MaxReason, e.Reason)})")));
            var sentence = person != me ? $"{names.GetValueOrDefault(person, "Somebody")} was to follow up by {Clock.Said(day)} in {name}: {what}"
                : day < today ? $"The day to follow up in {name} was {Clock.Said(day)}: {what}"
                : $"Follow up by {Clock.Said(day)} in {name}: {what}";
            return new NowItem(NowKind.FollowUp, day < today ? Urgency.Late : Urgency.Waiting, sentence, sees ? number : 0);
        }));
    }
}
