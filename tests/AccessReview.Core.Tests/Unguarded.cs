using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests;

/// <summary>The database as somebody has it in hand who goes past the product: no guard, no keys held against each other.</summary>
internal static class Unguarded
{
    /// <summary>Opens it so.</summary>
    public static async Task<ReviewDb> OpenAsync(TestDatabase database)
    {
        var db = database.Look();
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF");
        foreach (var name in await db.Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE type = 'trigger'").ToListAsync())
        {
            var drop = $"DROP TRIGGER \"{name}\"";
            await db.Database.ExecuteSqlRawAsync(drop);
        }

        return db;
    }
}
