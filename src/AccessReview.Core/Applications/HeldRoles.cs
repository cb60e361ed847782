using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Applications;

/// <summary>The roles of an account. Where an application gives several, its record names them in one text, and each of them counts. A role whose
/// own name holds what stands between two counts by its parts as well: better privileged once too often than unseen. What is listed may name several
/// too, as a cell did that was read as one role: it is held by whoever holds each of them.</summary>
internal static class HeldRoles
{
    /// <summary>What stands between two.</summary>
    public const string Between = Connectors.Account.BetweenRoles;

    private static readonly char[] BetweenListed = [',', ';', '|'];

    /// <summary>Whether one of the roles is among those held.</summary>
    /// <param name="held">The key of what an account's record names.</param>
    /// <param name="roles">The keys of roles.</param>
    public static bool AnyOf(string held, IReadOnlyCollection<string> roles)
    {
        if (roles.Contains(held) || !held.Contains(Between, StringComparison.Ordinal))
        {
            return roles.Contains(held);
        }

        var each = held.Split(Between).ToHashSet(StringComparer.Ordinal);
        return roles.Any(r => $"{Between}{held}{Between}".Contains($"{Between}{r}{Between}", StringComparison.Ordinal) || (Named(r) is { Length: > 1 } several && each.IsSupersetOf(several)));
    }

    /// <summary>The records of accounts that hold a privileged role of their application. Of three and more that one text lists, two are enough here.</summary>
    public static IQueryable<AccountRecord> Privileged(ReviewDb db) =>
        from record in db.AccountRecords
        join account in db.Accounts on record.AccountId equals account.Id
        where Listed(db).Any(p => p.ApplicationId == account.ApplicationId
            && ((Between + record.RoleKey + Between).Contains(Between + p.RoleKey + Between)
                || (p.Second != "" && (Between + record.RoleKey + Between).Contains(Between + p.First + Between) && (Between + record.RoleKey + Between).Contains(Between + p.Second + Between))))
        select record;

    private static string[] Named(string role) => role.Split(BetweenListed, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IQueryable<ListedRole> Listed(ReviewDb db) =>
        from role in db.PrivilegedRoles
        where role.Active
        let named = role.RoleKey.Replace(";", ",").Replace("|", ",").Replace(", ", ",").Replace(" ,", ",") + ",,"
        let others = named.Substring(named.IndexOf(",") + 1)
        select new ListedRole { ApplicationId = role.ApplicationId, RoleKey = role.RoleKey, First = named.Substring(0, named.IndexOf(",")), Second = others.Substring(0, others.IndexOf(",")) };

    /// <summary>What is listed as a privileged role.</summary>
    private sealed class ListedRole
    {
        public required long ApplicationId { get; init; }

        public required string RoleKey { get; init; }

        /// <summary>The first role that it names.</summary>
        public required string First { get; init; }

        /// <summary>The second; empty: it names one.</summary>
        public required string Second { get; init; }
    }
}
