using AccessReview.Core.Campaigns;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Findings;

/// <summary>The last closed campaign over an application, as the comparison needs it.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Number">Its number.</param>
/// <param name="ExtractIds">The readings that it and its closed addenda reviewed, its own first.</param>
/// <param name="KnowsGroups">Whether those readings list who holds which group.</param>
/// <param name="CoveredAssignments">Whether the campaign reviewed assignments.</param>
/// <param name="Accounts">The accounts it covered, and those about which somebody decided in a closed addendum of it: as the last of these had them.</param>
/// <param name="Groups">The groups that those accounts held then.</param>
public sealed record PreviousReview(
    long CampaignId, int Number, IReadOnlyList<long> ExtractIds, bool KnowsGroups, bool CoveredAssignments, IReadOnlyDictionary<long, ReviewedAccount> Accounts, ILookup<long, long> Groups)
{
    /// <summary>The accounts that were read then and left out, with why.</summary>
    public IReadOnlyDictionary<long, LeftOutReason> LeftOut { get; init; } = new Dictionary<long, LeftOutReason>();

    /// <summary>Whether it left the account out for a reason that still holds. Whoever can be signed in as again is new to reviewers, however old the account.</summary>
    public bool LeavesOut(AccountCase account) => LeftOut.TryGetValue(account.Account.AccountId, out var reason) && reason switch
    {
        LeftOutReason.Disabled => !account.IsUsable,
        LeftOutReason.TestAccount => account.Declared?.Kind == DeclaredKind.Test,
        LeftOutReason.InMainCampaign or LeftOutReason.NotALeaver or LeftOutReason.LeaverNotAsked or LeftOutReason.SeatInUse or LeftOutReason.SeatNotAsked => true,
        _ => throw new InvalidOperationException($"Unknown reason {reason}."),
    };
}

/// <summary>An account as the last closed campaign, or an addendum of it, had it.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="On">The day of the reading.</param>
/// <param name="Role">Its role, as written.</param>
/// <param name="RoleKey">Its role as a key.</param>
/// <param name="PersonId">Whose it was, where known.</param>
/// <param name="Person">The person as read then, where known.</param>
/// <param name="Findings">What was worth an eye.</param>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="Decided">Somebody decided about it; else it was left, or fell to the deadline.</param>
public sealed record ReviewedAccount(long AccountId, DateOnly On, string Role, string RoleKey, long? PersonId, KnownPerson? Person, Finding Findings, byte[] Fingerprint, bool Decided, bool KnowsGroups);
