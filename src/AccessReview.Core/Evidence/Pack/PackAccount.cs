using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>An account as it was read: all that decides whether and why it is left out, and nothing that names anybody.</summary>
/// <param name="Extract">The reading, as the sheets name it.</param>
/// <param name="Record">The account as read.</param>
/// <param name="Status">What the application says of it.</param>
/// <param name="Match">How it was linked to a person.</param>
/// <param name="Declared">What it was declared to be; null: it was not.</param>
/// <param name="Left">Whether it stands among those of people who have left.</param>
/// <param name="Unused">Whether nobody uses it.</param>
/// <param name="Groups">The groups that it holds; null where the reading lists none of anybody.</param>
public sealed record PackAccount(
    string Extract, long Record, AccountStatus Status, MatchKind Match, DeclaredKind? Declared, bool Left, bool Unused, IReadOnlyList<long>? Groups);
