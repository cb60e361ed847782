using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Applications;

/// <summary>The roles of an account. Where an application gives several, its record names them in one text, and each of them counts. A role whose
/// own name holds what stands between two counts by its parts as well: better privileged once too often than unseen.</summary>
internal static class HeldRoles
{
    /// <summary>What stands between two.</summary>
    public const string Between = Connectors.Account.BetweenRoles;

    /// <summary>Whether one of the roles is among those held.</summary>
    /// <param name="held">The key of what an account's record names.</param>
    /// <param name="roles">The keys of roles.</param>
    public static bool AnyOf(string held, IReadOnlyCollection<string> roles) =>
        roles.Contains(held) || (held.Contains(Between, StringComparison.Ordinal) && roles.Any(r => $"{Between}{held}{Between}".Contains($"{Between}{r}{Between}", StringComparison.Ordinal)));

    /// <summary>The records of accounts that hold a privileged role of their application.</summary>
    public static IQueryable<AccountRecord> Privileged(ReviewDb db) =>
        from record in db.AccountRecords
        join account in db.Accounts on record.AccountId equals account.Id
        where db.PrivilegedRoles.Any(p => p.ApplicationId == account.ApplicationId && p.Active && (Between + record.RoleKey + Between).Contains(Between + p.RoleKey + Between))
        select record;
}
