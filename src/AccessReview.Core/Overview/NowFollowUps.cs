using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Directories;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>Exceptions stated at close that nobody has said were followed up: for whoever was named and, once their day has passed or they have left,
/// for who answers for the campaign too.</summary>
internal static class NowFollowUps
{
    internal static async Task AddAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        if (reader.Actor.PersonId is not { } me)
        {
            return;
        }

        var (db, today, late) = (reader.Db, reader.Today, reader.Has(Role.CampaignOwner));
        var here = CurrentPeople.Here(db, today);
        var open = await (
            from e in MyFollowUps.Waiting(db).AsNoTracking()
            join campaign in db.Campaigns on e.CampaignId equals campaign.Id
            where e.PersonId == me || (late && (e.FollowUp < today || !here.Any(p => p.PersonId == e.PersonId)))
            orderby e.FollowUp, campaign.Number, e.Kind
            select new { campaign.Number, campaign.Name, campaign.OwnerId, e.PersonId, HasLeft = !here.Any(p => p.PersonId == e.PersonId), e.FollowUp, e.Kind, e.Count }).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, open.Select(e => (long?)e.PersonId), cancel);
        var answers = await CampaignOwners.AnsweredByAsync(db, open.Select(e => e.OwnerId), me, cancel);
        now.AddRange(open.Where(e => e.PersonId == me || answers.Contains(e.OwnerId)).GroupBy(e => (e.Number, e.Name, e.PersonId, e.HasLeft, e.FollowUp)).Select(g =>
        {
            var (number, name, person, hasLeft, day) = g.Key;
            var what = g.ToList() is [var one] ? StatedExceptions.Words(one.Kind, one.Count) : NowList.Count(g.Count(), "exception", "exceptions");
            var sentence = person != me && hasLeft ? $"{names.GetValueOrDefault(person, "Somebody")} has left, and was to follow up by {Clock.Said(day)} in {name}: {what}"
                : person != me ? $"{names.GetValueOrDefault(person, "Somebody")} was to follow up by {Clock.Said(day)} in {name}: {what}"
                : day < today ? $"The day to follow up in {name} was {Clock.Said(day)}: {what}"
                : $"Follow up by {Clock.Said(day)} in {name}: {what}";
            return new NowItem(NowKind.FollowUp, day < today ? Urgency.Late : person != me ? Urgency.Soon : Urgency.Waiting, sentence, person == me ? 0 : number);
        }));
    }
}
