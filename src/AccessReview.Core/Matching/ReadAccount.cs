using AccessReview.Core.Extracts;

namespace AccessReview.Core.Matching;

/// <summary>An account as one reading found it: what matching and findings need of it.</summary>
/// <param name="RecordId">The account as read.</param>
/// <param name="AccountId">The account.</param>
/// <param name="SourceKey">What the application called it when it was first read.</param>
/// <param name="Email">The address, as written; empty when none.</param>
/// <param name="EmailKey">The address as a key.</param>
/// <param name="NameSort">The name's sort key; empty when none.</param>
/// <param name="Role">The role, as written.</param>
/// <param name="RoleKey">The role as a key.</param>
/// <param name="Status">What the application says of it.</param>
/// <param name="LastUsedAt">When it was last used, if known.</param>
/// <param name="LastUsedState">What is known of the last use.</param>
/// <param name="CreatedAt">When it was created, if the source says.</param>
/// <param name="UsedThrough">The directory that knows of the last use, where the application itself knows of none later; null: the application.</param>
public sealed record ReadAccount(
    long RecordId, long AccountId, string SourceKey, string Email, string EmailKey, string NameSort, string Role, string RoleKey,
    AccountStatus Status, DateTime? LastUsedAt, LastUsedState LastUsedState, DateTime? CreatedAt, string? UsedThrough = null)
{
    /// <summary>What the application calls it in this reading; empty when it gives no ids.</summary>
    public string SourceId { get; init; } = "";
}
