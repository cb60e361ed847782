using System.Globalization;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Scoping;

/// <summary>Removals that are not settled, or only waived for a time, and keep what they are carried out in in scope.</summary>
internal static class RemovalsOpen
{
    /// <summary>Why it stays in scope; null: none of these removals is open.</summary>
    public static async Task<Problem?> OfAsync(IQueryable<Removal> removals, string name, CancellationToken cancel)
    {
        var open = removals.Where(r => RemovalRules.SettledStates.Contains(r.State));
        if (await open.CountAsync(cancel) is not (> 0 and var count))
        {
            return null;
        }

        var first = await open.MinAsync(r => r.Number, cancel);
        return new Problem(
            "scope.removals",
            string.Create(CultureInfo.InvariantCulture, $"R{first}{(count == 1 ? "" : count == 2 ? " and another removal" : $" and {count - 1} other removals")} in {name} {(count == 1 ? "is" : "are")} open, or waived for a time. Settle {(count == 1 ? "it" : "them")} first."));
    }
}
