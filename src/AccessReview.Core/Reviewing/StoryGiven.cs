using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Who gave an item to its reviewer, and why.</summary>
/// <param name="By">The reviewer who handed it over, or the campaign owner who reassigned it.</param>
/// <param name="Reason">The reason; null: purged.</param>
public sealed record StoryGiven(string By, string? Reason)
{
    /// <summary>Reads it; null: the reviewer has it by the rule or since the plan spread the work, or it came back to them.</summary>
    internal static async Task<StoryGiven?> ReadAsync(ReviewDb db, ReviewTurn turn, CancellationToken cancel)
    {
        if (turn.Basis is not (ReviewerBasis.HandedOver or ReviewerBasis.Reassigned))
        {
            return null;
        }

        var given = await (from move in db.Reassignments.AsNoTracking()
                           where move.TurnId == turn.Id && move.Basis == turn.Basis
                           join reason in db.PrivateTexts on move.ReasonId equals reason.Id
                           orderby move.Id descending
                           select new { move.By, reason.Text }).FirstOrDefaultAsync(cancel);
        if (given is null)
        {
            return null;
        }

        var by = Actor.PersonOf(given.By);
        return new StoryGiven((await PersonNames.ReadAsync(db, [by], cancel)).GetValueOrDefault(by ?? 0, "somebody"), given.Text);
    }
}
