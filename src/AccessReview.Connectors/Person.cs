namespace AccessReview.Connectors;

/// <summary>Whether a directory says that somebody works here. An end date that has passed outweighs <see cref="Active"/>.</summary>
public enum EmploymentStatus
{
    /// <summary>Works here.</summary>
    Active,
    /// <summary>Works here no longer.</summary>
    Left,
    /// <summary>Works here and is away for a time.</summary>
    OnLeave,
}

/// <summary>One person of a directory, as a source gave it. Text is trimmed and free of control characters.</summary>
/// <param name="EmployeeId">The directory's own identifier; null if the source gives none.</param>
/// <param name="WorkEmail">The address in use; null if the source gives none.</param>
/// <param name="OtherAddresses">Aliases, and the <see cref="FormerAddresses"/>.</param>
/// <param name="Name">The full name; put together from first and last name where the source gives those.</param>
/// <param name="Status">Null if the source says nothing about it.</param>
/// <param name="EmploymentType">Employee, contractor and the like, in the source's words.</param>
/// <param name="Start">First day.</param>
/// <param name="End">Last day, as the source gives it; null if none is set.</param>
/// <param name="Manager">The manager's address or employee id, as the source names them.</param>
/// <param name="Department">In the source's words.</param>
/// <param name="Title">Job title, in the source's words.</param>
public sealed record Person(
    string? EmployeeId,
    string? WorkEmail,
    IReadOnlyList<string> OtherAddresses,
    string? Name,
    EmploymentStatus? Status,
    string? EmploymentType,
    DateOnly? Start,
    DateOnly? End,
    string? Manager,
    string? Department,
    string? Title)
{
    /// <summary>Those of the other addresses of which the source says that they are no longer in use.</summary>
    public IReadOnlyList<string> FormerAddresses { get; init; } = [];

    /// <summary>When they last signed in to the source itself, for whatever application.</summary>
    public LastUse LastSignIn { get; init; }

    /// <summary>The last day of the employment that counts on a day: once <see cref="Start"/> has come, of the one that it began. Of somebody hired again,
    /// a directory may still give the day on which the employment before ended; until they begin anew, that one is over.</summary>
    public DateOnly? LastDayOn(DateOnly day) => End < Start && Start <= day ? null : End;
}
