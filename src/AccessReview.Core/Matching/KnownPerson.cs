using AccessReview.Core.Extracts;

namespace AccessReview.Core.Matching;

/// <summary>A person as the newest reading of a directory has them: what matching and findings need of them.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="RecordId">The person as read.</param>
/// <param name="EmployeeKey">The employee id as a key; empty when none.</param>
/// <param name="Name">The full name.</param>
/// <param name="NameSort">The name's sort key.</param>
/// <param name="Status">What the directory says of the employment.</param>
/// <param name="EmploymentType">Employee, contractor and so on, as written.</param>
/// <param name="EndDate">The last day, if known.</param>
/// <param name="ManagerId">The manager, where exactly one is named.</param>
/// <param name="LeftIn">Another directory that says they left, while the leading one does not; null: all that know them agree.</param>
public sealed record KnownPerson(
    long PersonId, long RecordId, string EmployeeKey, string Name, string NameSort, EmploymentStatus Status, string EmploymentType, DateOnly? EndDate, long? ManagerId, string? LeftIn = null)
{
    /// <summary>The first day, if known.</summary>
    public DateOnly? StartDate { get; init; }

    /// <summary>The directory that would lead, had it them still as it once did; null: the one that leads has them.</summary>
    public string? GoneFrom { get; init; }

    /// <summary>The directory whose words these are, where a better one no longer has the person.</summary>
    public string? StillIn { get; init; }

    /// <inheritdoc cref="Employment.HasLeft"/>
    public bool HasLeft(DateOnly on) => new Employment(Status, StartDate, EndDate).HasLeft(on);
}

/// <summary>An address that a person is known by.</summary>
/// <param name="EmailKey">The address as a key.</param>
/// <param name="Kind">Work or another one, present or former.</param>
/// <param name="RecordId">The person as read.</param>
public readonly record struct KnownAddress(string EmailKey, AddressKind Kind, long RecordId);

/// <summary>An account that a directory lets somebody into, where it names the account by its id in the application.</summary>
/// <param name="SourceId">The id, as the application itself gives it.</param>
/// <param name="PersonId">Whom it lets in.</param>
public readonly record struct GrantedAccount(string SourceId, long PersonId);
