using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests;

/// <summary>What a sign-off holds of the decisions it covers, for worlds that sign past the review's own use case.</summary>
internal static class SignedDecisions
{
    /// <summary>The hash over the decisions in force on these turns, as <see cref="SignOff.ItemsHash"/>.</summary>
    public static async Task<byte[]> HashAsync(ReviewDb db, IEnumerable<ReviewTurn> turns)
    {
        using var decisions = new RowsHash();
        foreach (var turn in turns.OrderBy(t => t.Number))
        {
            decisions.Add(await db.Decisions.Where(d => d.Id == turn.DecisionId).Select(d => d.RowHash).SingleAsync());
        }

        return decisions.ToCovered().Sha256.Bytes;
    }
}
