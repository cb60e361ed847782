using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>How long removals take from decision to the reading that shows them gone, of those that are verified.</summary>
/// <param name="Count">How many.</param>
/// <param name="MedianHours">Half take at most this long.</param>
/// <param name="SlowestHours">The longest.</param>
/// <param name="LimitDays">Days the policy gives.</param>
public sealed record RemovalTimes(int Count, double MedianHours, double SlowestHours, int LimitDays)
{
    /// <summary>Of the verified ones of a choice; null: none is.</summary>
    /// <param name="removals">The choice.</param>
    /// <param name="limitDays">Days the policy gives.</param>
    /// <param name="cancel">Stops.</param>
    internal static async Task<RemovalTimes?> OfAsync(IQueryable<Removal> removals, int limitDays, CancellationToken cancel)
    {
        var verified = await removals.Where(r => r.State == RemovalState.Verified && r.VerifiedAt != null).Select(r => new { r.DecidedAt, r.VerifiedAt }).ToListAsync(cancel);
        var hours = verified.Select(r => (r.VerifiedAt!.Value - r.DecidedAt).TotalHours).Order().ToList();
        return Median(hours) is { } median ? new RemovalTimes(hours.Count, median, hours[^1], limitDays) : null;
    }

    /// <summary>What half are at most; null: there is none.</summary>
    internal static double? Median(List<double> sorted) => sorted.Count == 0 ? null : sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
}
