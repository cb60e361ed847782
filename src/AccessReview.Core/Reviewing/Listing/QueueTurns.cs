using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Reviewing;

/// <summary>A reviewer's turns. Every condition hangs on the reviewer's own rows of one index, so the cost is that of their slice, whatever
/// the campaign around it.</summary>
internal static class QueueTurns
{
    /// <summary>All of them, unordered.</summary>
    public static IQueryable<ReviewTurn> Of(ReviewDb db, long campaignId, Actor actor)
    {
        var reviewer = ReviewerOf(actor);
        return db.ReviewTurns.Where(t => t.CampaignId == campaignId && t.ReviewerId == reviewer);
    }

    /// <summary>Whom turns are before; nobody's for one who is no person.</summary>
    public static long ReviewerOf(Actor actor) => actor.PersonId ?? -1;

    /// <summary>Those whose name, address or group has a word that begins so.</summary>
    public static IQueryable<ReviewTurn> WithText(ReviewDb db, IQueryable<ReviewTurn> turns, string text)
    {
        text = text.Length > QueueFilter.MaxText ? text[..QueueFilter.MaxText] : text;
        var (name, former, key) = (TextKey.Sort(text), TextKey.FormerSort(text), TextKey.Of(text));
        var (nameInside, formerInside, keyInside) = (" " + name, " " + former, " " + key);
        return turns.Where(t => (from item in db.ReviewItems
                                 where item.Id == t.ItemId
                                 join record in db.AccountRecords on item.AccountRecordId equals record.Id
                                 join assessed in db.AssessedAccounts on item.AssessedAccountId equals assessed.Id
                                 join person in db.PersonRecords on assessed.PersonRecordId equals person.Id into people
                                 from person in people.DefaultIfEmpty()
                                 join team in db.GroupRecords on new { record.ExtractId, item.GroupId } equals new { team.ExtractId, GroupId = (long?)team.GroupId } into teams
                                 from team in teams.DefaultIfEmpty()
                                 where record.NameSort.StartsWith(name) || record.NameSort.Contains(nameInside) || record.EmailKey.StartsWith(key)
                                     || record.NameSort.StartsWith(former) || record.NameSort.Contains(formerInside)
                                     || person!.NameSort.StartsWith(name) || person.NameSort.Contains(nameInside)
                                     || person.NameSort.StartsWith(former) || person.NameSort.Contains(formerInside)
                                     || team!.Name.ToUpper().StartsWith(key) || team.Name.ToUpper().Contains(keyInside)
                                 select item.Id).Any());
    }
}
