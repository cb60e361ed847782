using System.Linq.Expressions;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Removals;

/// <summary>Which removals a waiver was asked for, or was in force for.</summary>
internal static class WaiverQueries
{
    /// <summary>Waivers that are not over and that nobody has answered.</summary>
    public static IQueryable<RemovalWaiver> Waiting(ReviewDb db, Moment now) => db.RemovalWaivers.Where(w => w.Until >= now.Day && !db.WaiverAnswers.Any(a => a.WaiverId == w.Id));

    /// <summary>Open, or waived for now, and a waiver that is not over waits for an answer.</summary>
    public static Expression<Func<Removal, bool>> Asked(ReviewDb db, Moment now)
    {
        var waiting = Waiting(db, now);
        return r => RemovalRules.SettledStates.Contains(r.State) && waiting.Any(w => w.RemovalId == r.Id);
    }

    /// <summary>Open again because the last day of its waiver is over, and not done since: noted by nobody, unless a reading says otherwise, nor carried
    /// out by the product. A removal that came back while its waiver runs is none of them.</summary>
    public static Expression<Func<Removal, bool>> Ended(ReviewDb db, Moment now)
    {
        var left = db.Removals.NotDone(db).Select(r => r.Id);
        return r => RemovalRules.OpenStates.Contains(r.State) && r.State != RemovalState.Executed && left.Contains(r.Id)
            && db.RemovalWaivers.Any(w => w.Id == r.WaiverId && w.Until < now.Day);
    }

    /// <summary>Those on which the person may answer a waiver: as a campaign owner or as the owner of the application or the group, who did not ask, of access
    /// that is not their own and whose holder they do not say. Accounts that could be one of several people's are told apart by
    /// <see cref="AnswerWaiver"/> only.</summary>
    public static Expression<Func<Removal, bool>> AnswerableBy(ReviewDb db, Moment now, long person)
    {
        var key = Actor.Demo(person).Key;
        var owned = RemovalOwners.OwnedBy(db, person).Select(o => o.Id);
        return r => RemovalRules.SettledStates.Contains(r.State)
            && db.RemovalWaivers.Any(w => w.RemovalId == r.Id && w.Until >= now.Day && w.AskedById != person && !db.WaiverAnswers.Any(a => a.WaiverId == w.Id))
            && !db.ReviewItems.Any(i => i.Id == r.ItemId && (i.HolderId == person
                || db.HandMatches.Any(m => m.AccountId == i.AccountId && m.Active && (m.PersonId == person || m.By == key))
                || db.Declarations.Any(d => d.AccountId == i.AccountId && d.Active && (d.By == key || d.OwnerId == person))))
            && (db.RoleGrants.Any(g => g.PersonId == person && g.Role == Role.CampaignOwner && g.EndedAt == null) || owned.Contains(r.Id));
    }
}
