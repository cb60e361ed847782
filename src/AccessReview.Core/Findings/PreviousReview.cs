using AccessReview.Core.Matching;

namespace AccessReview.Core.Findings;

/// <summary>The last closed campaign over an application, as the comparison needs it.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Number">Its number.</param>
/// <param name="ExtractId">The reading it reviewed.</param>
/// <param name="On">The day of that reading.</param>
/// <param name="KnowsGroups">Whether that reading lists who holds which group.</param>
/// <param name="CoveredAssignments">Whether the campaign reviewed assignments.</param>
/// <param name="Accounts">The accounts it covered.</param>
/// <param name="Groups">The groups that those accounts held then.</param>
public sealed record PreviousReview(
    long CampaignId, int Number, long ExtractId, DateOnly On, bool KnowsGroups, bool CoveredAssignments, IReadOnlyDictionary<long, ReviewedAccount> Accounts, ILookup<long, long> Groups);

/// <summary>An account as the last closed campaign had it.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Role">Its role, as written.</param>
/// <param name="RoleKey">Its role as a key.</param>
/// <param name="PersonId">Whose it was, where known.</param>
/// <param name="Person">The person as read then, where known.</param>
/// <param name="Findings">What was worth an eye.</param>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="Decided">Somebody decided about it; else it was left, or fell to the deadline.</param>
public sealed record ReviewedAccount(long AccountId, string Role, string RoleKey, long? PersonId, KnownPerson? Person, Finding Findings, byte[] Fingerprint, bool Decided);
