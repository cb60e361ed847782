using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Reviewing;

/// <summary>A reviewer's turns under a filter. Every condition hangs on the reviewer's own rows of one index, so the cost is that of their
/// slice, whatever the campaign around it.</summary>
internal static class QueueTurns
{
    /// <summary>The turns, unordered.</summary>
    public static IQueryable<ReviewTurn> Of(ReviewDb db, long campaignId, long reviewerId, QueueFilter filter)
    {
        var turns = db.ReviewTurns.Where(t => t.CampaignId == campaignId && t.ReviewerId == reviewerId);
        turns = filter.Show == QueueShow.Decided ? turns.Where(t => t.State != TurnState.Undecided)
            : filter.OpenedSeq == long.MaxValue ? turns.Where(t => t.State == TurnState.Undecided)
            : turns.Where(t => t.State == TurnState.Undecided || t.EventSeq > filter.OpenedSeq);
        return Narrow(db, turns, filter);
    }

    private static IQueryable<ReviewTurn> Narrow(ReviewDb db, IQueryable<ReviewTurn> turns, QueueFilter filter)
    {
        if (filter is not { Finding: null, What: null, Role: null })
        {
            // All that is asked of the item is asked in one look at it.
            var items = Items(db, filter);
            turns = turns.Where(t => items.Any(i => i.Id == t.ItemId));
        }

        if (filter.Department is { } department)
        {
            turns = turns.Where(t => (from item in db.ReviewItems
                                      where item.Id == t.ItemId
                                      join assessed in db.AssessedAccounts on item.AssessedAccountId equals assessed.Id
                                      join person in db.PersonRecords on assessed.PersonRecordId equals person.Id into people
                                      from person in people.DefaultIfEmpty()
                                      where (person == null ? "" : person.Department) == department
                                      select item.Id).Any());
        }

        return filter.Text.Trim() is { Length: > 0 } text ? WithText(db, turns, text) : turns;
    }

    private static IQueryable<ReviewItem> Items(ReviewDb db, QueueFilter filter)
    {
        IQueryable<ReviewItem> items = db.ReviewItems;
        if (filter.Finding is { } finding)
        {
            items = finding == Finding.None ? items.Where(i => i.Findings == Finding.None) : items.Where(i => (i.Findings & finding) != Finding.None);
        }

        if (filter.What is { } what)
        {
            items = items.Where(i => (i.GroupId == null) == (what == QueueWhat.Accounts));
        }

        return filter.Role is { } role ? items.Where(i => db.AccountRecords.Any(r => r.Id == i.AccountRecordId && r.RoleKey == role)) : items;
    }

    private static IQueryable<ReviewTurn> WithText(ReviewDb db, IQueryable<ReviewTurn> turns, string text)
    {
        text = text.Length > QueueFilter.MaxText ? text[..QueueFilter.MaxText] : text;
        var (name, key) = (TextKey.Sort(text), TextKey.Of(text));
        var (nameInside, keyInside) = (" " + name, " " + key);
        return turns.Where(t => (from item in db.ReviewItems
                                 where item.Id == t.ItemId
                                 join record in db.AccountRecords on item.AccountRecordId equals record.Id
                                 join assessed in db.AssessedAccounts on item.AssessedAccountId equals assessed.Id
                                 join person in db.PersonRecords on assessed.PersonRecordId equals person.Id into people
                                 from person in people.DefaultIfEmpty()
                                 join team in db.Groups on item.GroupId equals team.Id into teams
                                 from team in teams.DefaultIfEmpty()
                                 where record.NameSort.StartsWith(name) || record.NameSort.Contains(nameInside) || record.EmailKey.StartsWith(key)
                                     || person!.NameSort.StartsWith(name) || person.NameSort.Contains(nameInside)
                                     || team!.Name.ToUpper().StartsWith(key) || team.Name.ToUpper().Contains(keyInside)
                                 select item.Id).Any());
    }
}
