using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>How long ago an open removal was decided.</summary>
public enum RemovalAge
{
    /// <summary>Less than a day.</summary>
    UnderDay,

    /// <summary>One to three days.</summary>
    ToThreeDays,

    /// <summary>Three to seven days.</summary>
    ToWeek,

    /// <summary>Seven to thirty days.</summary>
    ToMonth,

    /// <summary>More than thirty days.</summary>
    OverMonth,
}

/// <summary>The ages of open removals, since the decision.</summary>
public static class RemovalAges
{
    private const int Ever = 100;

    /// <summary>From how many days on, and below how many.</summary>
    public static (int From, int? To) Days(RemovalAge age) => age switch
    {
        RemovalAge.UnderDay => (0, 1),
        RemovalAge.ToThreeDays => (1, 3),
        RemovalAge.ToWeek => (3, 7),
        RemovalAge.ToMonth => (7, 30),
        RemovalAge.OverMonth => (30, null),
        _ => throw new ArgumentOutOfRangeException(nameof(age), age, null),
    };

    /// <summary>Open, and of that age.</summary>
    internal static Expression<Func<Removal, bool>> Of(RemovalAge age, DateTime at)
    {
        var (oldest, newest) = Decided(age, at);
        return r => RemovalRules.OpenStates.Contains(r.State) && r.DecidedAt <= newest && r.DecidedAt > oldest;
    }

    /// <summary>How many open removals have each age.</summary>
    internal static async Task<IReadOnlyList<(RemovalAge Age, int Count)>> CountAsync(IQueryable<Removal> removals, DateTime at, CancellationToken cancel)
    {
        var decided = await removals.Where(r => RemovalRules.OpenStates.Contains(r.State)).Select(r => r.DecidedAt).ToListAsync(cancel);
        return [.. Enum.GetValues<RemovalAge>().Select(age =>
        {
            var (oldest, newest) = Decided(age, at);
            return (age, decided.Count(d => d <= newest && d > oldest));
        })];
    }

    // The clocks of two machines may differ: what was decided a moment ahead is young.
    private static (DateTime After, DateTime Until) Decided(RemovalAge age, DateTime at)
    {
        var (from, to) = Days(age);
        return (to is { } days ? at.AddDays(-days) : at.AddYears(-Ever), from == 0 ? at.AddYears(1) : at.AddDays(-from));
    }
}
