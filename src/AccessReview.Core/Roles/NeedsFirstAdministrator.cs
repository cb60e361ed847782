using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Roles;

/// <summary>Whether the built-in first administrator may still act: only while nobody holds the administrator's role.</summary>
public sealed class NeedsFirstAdministrator(Databases databases)
{
    /// <summary>True while nobody is an administrator.</summary>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return !await db.RoleGrants.AsNoTracking().AnyAsync(g => g.Role == Role.Administrator && g.EndedAt == null, cancel);
    }
}
