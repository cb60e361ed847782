using System.Globalization;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Operation;

/// <summary>That events may be lost of which neither a database nor an anchor knows: a record from a backup does not say what was withdrawn after it.</summary>
internal static class UnknownLoss
{
    /// <summary>Says so of a record that goes on from a backup. Nothing is said where no campaign was ever planned: nothing was decided there that could
    /// have been taken back.</summary>
    /// <param name="db">The record.</param>
    /// <param name="because">Why nobody can say what came after it.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<IReadOnlyList<string>> WordsAsync(ReviewDb db, string because, CancellationToken cancel)
    {
        if (!await db.Campaigns.AnyAsync(cancel))
        {
            return [];
        }

        var head = await db.ChainHeads.AsNoTracking().SingleAsync(cancel);
        return [string.Create(CultureInfo.InvariantCulture, $"what happened after event {head.Seq} of {head.At:yyyy-MM-dd HH:mm} UTC cannot be said: {because}")];
    }
}
