using AccessReview.Core.Overview;

namespace AccessReview.Core.Costs;

/// <summary>What a cost comes from.</summary>
public enum CostKind
{
    /// <summary>Seats that are paid for and not used: dormant, or never joined.</summary>
    UnusedSeats,

    /// <summary>Work by hand: adding and removing accounts, and the review itself.</summary>
    HandWork,

    /// <summary>Accounts of people who have left, or of nobody known: removals that were missed.</summary>
    MissedRemovals,
}

/// <summary>One line: so many times so much.</summary>
/// <param name="Kind">What it comes from.</param>
/// <param name="Application">The application's name; null where it is all of them.</param>
/// <param name="Count">Seats, hours or accounts; null: nothing of it is judged yet, so nobody knows.</param>
/// <param name="UnitMinor">What one of them costs a year, in minor units; null: not entered, and then there is no money.</param>
/// <param name="Currency">Of what currency.</param>
/// <param name="ApplicationId">The application; null where it is all of them.</param>
public sealed record CostLine(CostKind Kind, string? Application, int? Count, long? UnitMinor, string? Currency, long? ApplicationId = null)
{
    /// <summary>What they cost a year, in minor units; null: no price was entered, or nobody knows how many there are.</summary>
    public long? Minor => UnitMinor is { } unit ? unit * Count : null;
}

/// <summary>Money of one currency a year.</summary>
/// <param name="Minor">In minor units.</param>
/// <param name="Currency">The currency.</param>
public sealed record Money(long Minor, string Currency);

/// <summary>Seats of accounts that a campaign revoked and a later reading no longer has; of several campaigns that revoked one, it is the last one's.</summary>
/// <param name="Campaign">The campaign's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Seats">Accounts verified gone.</param>
/// <param name="Unpriced">Of those, in applications without a price.</param>
/// <param name="Saved">What these seats cost a year, by currency.</param>
public sealed record RecoveredSeats(int Campaign, string Name, int Seats, int Unpriced, IReadOnlyList<Money> Saved);

/// <summary>What access that nobody needs costs a year, and what was recovered.</summary>
/// <param name="Lines">Each cost.</param>
/// <param name="Totals">Their sum, by currency; empty when nothing that has a price is known.</param>
/// <param name="Source">Where the figures entered come from, in words; empty when nobody said.</param>
/// <param name="Recovered">By campaign, the newest first; verified removals of whole accounts only.</param>
/// <param name="Judged">How far the applications are judged; what is not is in no line and in no total.</param>
public sealed record CostView(IReadOnlyList<CostLine> Lines, IReadOnlyList<Money> Totals, string Source, IReadOnlyList<RecoveredSeats> Recovered, JudgedApplications Judged)
{
    /// <summary>Whether any price was entered; without one there is no money at all.</summary>
    public bool Priced => Lines.Any(l => l.UnitMinor is not null);

    /// <summary>All that was recovered, by currency.</summary>
    public IReadOnlyList<Money> Saved => Sum(Recovered.SelectMany(r => r.Saved));

    /// <summary>Adds up by currency, the largest first. Nothing to pay is a sum too.</summary>
    internal static IReadOnlyList<Money> Sum(IEnumerable<Money> money) =>
        [.. money.GroupBy(m => m.Currency).Select(g => new Money(g.Sum(m => m.Minor), g.Key)).OrderByDescending(m => m.Minor).ThenBy(m => m.Currency, StringComparer.Ordinal)];
}
