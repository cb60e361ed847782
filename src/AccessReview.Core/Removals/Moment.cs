using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Removals;

/// <summary>Now, as being late is judged by it.</summary>
/// <param name="Day">The day in the time zone of the policy, for what is due by a day.</param>
/// <param name="At">The instant, for what is due by an instant.</param>
public sealed record Moment(DateOnly Day, DateTime At)
{
    internal static async Task<Moment> OfAsync(ReviewDb db, DateTime at, CancellationToken cancel)
    {
        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        return new Moment(Clock.DayIn(at, TimeZoneInfo.FindSystemTimeZoneById(policy.TimeZone)), at);
    }
}
