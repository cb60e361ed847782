using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Now, as being late is judged by it. What is due by a day is late once that day is over where its campaign is held, as the workbook says it.</summary>
/// <param name="Day">The organisation's day, by which somebody works here and a waiver ends.</param>
/// <param name="At">The instant, for what is due by an instant.</param>
public sealed record Moment(DateOnly Day, DateTime At)
{
    /// <summary>The day in UTC.</summary>
    public DateOnly Utc => DateOnly.FromDateTime(At);

    /// <summary>Time zones of campaigns in which it is still the day before that.</summary>
    public IReadOnlyList<string> Behind { get; init; } = [];

    /// <summary>Time zones of campaigns in which it is the day after that already.</summary>
    public IReadOnlyList<string> Ahead { get; init; } = [];

    internal static async Task<Moment> OfAsync(ReviewDb db, DateTime at, CancellationToken cancel) =>
        await OfAsync(db, (await CurrentPolicy.ReadAsync(db, cancel)).Policy, at, cancel);

    internal static async Task<Moment> OfAsync(ReviewDb db, Policy policy, DateTime at, CancellationToken cancel)
    {
        var zones = await db.Campaigns.Where(c => c.State != CampaignState.Draft).Select(c => c.TimeZone).Distinct().ToListAsync(cancel);
        var day = DateOnly.FromDateTime(at);
        return new Moment(policy.DayOf(at), at) { Behind = [.. zones.Where(z => DayIn(z, at) < day)], Ahead = [.. zones.Where(z => DayIn(z, at) > day)] };
    }

    private static DateOnly DayIn(string zone, DateTime at) => Clock.DayIn(at, TimeZoneInfo.FindSystemTimeZoneById(zone));
}
