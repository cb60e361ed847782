using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.SignIn;

/// <summary>The last sign-in of each provider by which an administrator who works here gets in. Unbound, it would leave settings that nobody
/// reaches: no address binds it again, and while somebody holds the role the first administrator counts for nothing.</summary>
internal static class LastSignIns
{
    /// <summary>Their keys.</summary>
    public static async Task<IReadOnlySet<long>> FindAsync(ReviewDb db, DateOnly today, CancellationToken cancel)
    {
        var here = Administrators.Here(db, today).Select(a => a.PersonId);
        var theirs = await db.SignInIdentities.AsNoTracking().Where(i => i.Active && here.Contains(i.PersonId)).Select(i => new { i.Id, i.Issuer }).ToListAsync(cancel);
        return theirs.GroupBy(i => i.Issuer, StringComparer.Ordinal).Where(provider => provider.Count() == 1).Select(provider => provider.Single().Id).ToHashSet();
    }
}
