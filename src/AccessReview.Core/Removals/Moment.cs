using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Removals;

/// <summary>Now, as being late is judged by it.</summary>
/// <param name="Day">The day in the time zone of the policy, for what is due by a day.</param>
/// <param name="At">The instant, for what is due by an instant.</param>
public sealed record Moment(DateOnly Day, DateTime At)
{
    internal static async Task<Moment> ReadAsync(ReviewDb db, TimeProvider time, CancellationToken cancel)
    {
        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        var now = time.Now();
        return new Moment(Clock.DayIn(now, TimeZoneInfo.FindSystemTimeZoneById(policy.TimeZone)), now);
    }
}
