using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Whether somebody may become the reviewer of an item after launch: they work here, have an address, do not hold the account
/// and have no part in saying whose it is.</summary>
internal static class UsableReviewer
{
    /// <summary>Why the person can review nothing on the organisation's day; null: they can.</summary>
    public static async Task<Problem?> PersonAsync(ReviewDb db, long personId, DateOnly today, CancellationToken cancel)
    {
        var person = await CurrentPeople.FindAsync(db, personId, cancel);
        return person is null ? new Problem("reviewer.unknown", "Choose somebody of the newest staff list.")
            : person.HasLeft(today) ? new Problem("reviewer.left", $"{person.Name} has left and can review nothing.")
            : person.EmailKey.Length == 0 ? new Problem("reviewer.no-address", $"{person.Name} has no address, so nobody could be told.")
            : null;
    }

    /// <summary>Why the person may not have this turn; null: they may. The facts must have been read as that person.</summary>
    public static Problem? Turn(TurnFacts asThem, long personId) =>
        asThem.IsOwn(personId) ? new Problem("reviewer.own-access", "It is their own access, or could be.")
        : asThem.Involved ? new Problem("reviewer.involved", "They matched or declared the account, or answer for it.")
        : null;
}
