using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>What stands on the lines of a reading that were set aside. A line is kept as it stands in the file: it is an account's when the account's
/// address or id is one of its cells.</summary>
internal static class SetAsideCells
{
    private static readonly char[] BetweenCells = [',', ';', '|', '\t', '"', '<', '>'];

    /// <summary>The cells, as keys of text, with the kind of file they stand in.</summary>
    /// <param name="db">Where to read.</param>
    /// <param name="extractId">The reading.</param>
    /// <param name="reasons">Only lines set aside for one of these.</param>
    /// <param name="cancel">Stops reading.</param>
    public static async Task<HashSet<(ExtractFileKind Kind, string Cell)>> ReadAsync(ReviewDb db, long extractId, IReadOnlyCollection<SetAsideReason> reasons, CancellationToken cancel)
    {
        var lines = await (
            from file in db.ExtractFiles.AsNoTracking()
            where file.ExtractId == extractId
            join line in db.SetAsideLines on file.Id equals line.ExtractFileId
            where reasons.Contains(line.Reason)
            select new { file.Kind, line.Raw }).ToListAsync(cancel);
        return [.. lines.SelectMany(l => l.Raw.Split(BetweenCells, StringSplitOptions.RemoveEmptyEntries).Select(cell => (l.Kind, Cell: TextKey.Of(cell)))).Where(c => c.Cell.Length > 0)];
    }
}
