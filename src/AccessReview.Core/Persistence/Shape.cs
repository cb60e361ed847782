using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>Whether a database has the shape of this version of the product.</summary>
public static class Shape
{
    /// <summary>The last migration that only a newer version of the product knows; null when there is none. What this version writes into such a
    /// database, its own guard foremost, would undo what that one made.</summary>
    public static async Task<string?> NewerAsync(ReviewDb db, CancellationToken cancel) =>
        (await db.Database.GetAppliedMigrationsAsync(cancel)).Except(db.Database.GetMigrations(), StringComparer.Ordinal).LastOrDefault();

    /// <summary>Why this account cannot use a database; null when it can, or a server says.</summary>
    /// <param name="db">The database.</param>
    /// <param name="toWrite">Whether it is to be written, too.</param>
    /// <param name="cancel">Stops it.</param>
    public static Task<Problem?> ClosedAsync(ReviewDb db, bool toWrite, CancellationToken cancel) =>
        db.IsOnSqlite ? SqliteFile.Of(db).ClosedAsync(toWrite, cancel) : Task.FromResult<Problem?>(null);

    /// <summary>Why this version, or this account, cannot read a database; null when it can.</summary>
    /// <param name="db">The database.</param>
    /// <param name="instead">What to do with the version that can, such as <c>Make the backup with that version</c>.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<Problem?> OtherAsync(ReviewDb db, string instead, CancellationToken cancel) =>
        await ClosedAsync(db, toWrite: false, cancel) is { } closed ? closed
        : await NewerAsync(db, cancel) is { } newer ? new Problem("database.newer", $"The database is of a newer version of the product ({newer}). {instead}.")
        : (await db.Database.GetPendingMigrationsAsync(cancel)).Any() ? new Problem("database.older", $"The database is of an older version of the product. {instead}, or run migrate first{(db.IsOnSqlServer ? "" : ": it keeps a copy")}.")
        : null;
}
