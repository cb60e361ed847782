using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>An exception as the campaign's owner stated it when closing.</summary>
/// <param name="Words">What was not reached, with its count.</param>
/// <param name="Reason">Why; null: purged.</param>
/// <param name="Person">Who follows it up.</param>
/// <param name="FollowUp">By when.</param>
public sealed record ExceptionLine(string Words, string? Reason, string Person, DateOnly FollowUp)
{
    /// <summary>Those of a campaign; none before it is closed.</summary>
    internal static async Task<IReadOnlyList<ExceptionLine>> ReadAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var stated = await (
            from e in db.CampaignExceptions.AsNoTracking()
            where e.CampaignId == campaignId
            from reason in db.PrivateTexts.Where(t => t.Id == e.ReasonId).DefaultIfEmpty()
            orderby e.Kind, e.Id
            select new { e.Kind, e.Count, Reason = reason == null ? null : reason.Text, e.PersonId, e.FollowUp }).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, stated.Select(e => (long?)e.PersonId), cancel);
        return [.. stated.Select(e => new ExceptionLine(StatedExceptions.Words(e.Kind, e.Count), e.Reason, names.GetValueOrDefault(e.PersonId, "not known"), e.FollowUp))];
    }
}
