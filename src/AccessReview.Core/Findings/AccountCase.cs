using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Findings;

/// <summary>What the rules are judged by, the same for all accounts of an assessment.</summary>
/// <param name="AsOf">The reading's own time.</param>
/// <param name="On">Its calendar day, in the organisation's time zone.</param>
/// <param name="DormantAfterDays">Days without use after which an account is dormant.</param>
/// <param name="PrivilegedRoles">Keys of the privileged roles.</param>
public sealed record Yardstick(DateTime AsOf, DateOnly On, int DormantAfterDays, IReadOnlySet<string> PrivilegedRoles);

/// <summary>One account with everything that is known of it.</summary>
/// <param name="Account">The account as read.</param>
/// <param name="Match">Whose it is.</param>
/// <param name="Declared">What it is declared as, if it is.</param>
/// <param name="Siblings">The usable accounts of the same person in the same reading, this one included.</param>
public sealed record AccountCase(ReadAccount Account, AccountMatch Match, DeclaredAccount? Declared, IReadOnlyList<ReadAccount> Siblings)
{
    /// <summary>Whether anybody can sign in with it, now or after accepting an invitation.</summary>
    public bool IsUsable => Account.Status != AccountStatus.Disabled;
}

/// <summary>A declaration as the rules see it.</summary>
/// <param name="Id">The declaration.</param>
/// <param name="Kind">What the account is declared as.</param>
/// <param name="Owner">Who answers for it inside; null when the newest readings no longer have them.</param>
public sealed record DeclaredAccount(long Id, DeclaredKind Kind, KnownPerson? Owner);
