using System.Linq.Expressions;

namespace AccessReview.Core.Extracts;

/// <summary>Somebody's employment as a directory gives it, and whether it is over: the one rule, for records in hand and for queries.</summary>
/// <param name="Status">What the directory says.</param>
/// <param name="Start">First day, if known.</param>
/// <param name="End">Last day, if known. Before the first one of somebody who comes back: it ends the employment before.</param>
public readonly record struct Employment(EmploymentStatus Status, DateOnly? Start, DateOnly? End)
{
    /// <summary>Whether employment or contract has ended on the given day: the directory says so, or the last day has passed, and they have not come back
    /// since. What a directory says of somebody who comes back is of the employment before, until they do.</summary>
    public bool HasLeft(DateOnly on) => !IsBack(on) && (Status == EmploymentStatus.Left || End < on);

    /// <summary>The last day of the employment that counts on the given day, if known: not that of one before it.</summary>
    public DateOnly? LastDayOn(DateOnly on) => IsBack(on) ? null : End;

    /// <summary>Who has left on the given day, as <see cref="HasLeft"/>.</summary>
    internal static Expression<Func<PersonRecord, bool>> Left(DateOnly on) => r =>
        (r.Status == EmploymentStatus.Left || r.EndDate < on) && (r.EndDate == null || r.StartDate == null || r.StartDate <= r.EndDate || r.StartDate > on);

    /// <summary>Everybody else.</summary>
    internal static Expression<Func<PersonRecord, bool>> Here(DateOnly on) => r =>
        (r.Status != EmploymentStatus.Left && (r.EndDate == null || r.EndDate >= on)) || (r.EndDate < r.StartDate && r.StartDate <= on);

    private bool IsBack(DateOnly on) => End < Start && Start <= on;
}
