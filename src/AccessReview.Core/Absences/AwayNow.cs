using System.Globalization;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Absences;

/// <summary>Who is away on a day, and who reviews for them.</summary>
internal static class AwayNow
{
    /// <summary>Absences in force on the day.</summary>
    public static IQueryable<Absence> On(ReviewDb db, DateOnly day) =>
        db.Absences.AsNoTracking().Where(a => a.ApprovedById != null && a.EndedAt == null && a.From <= day && a.Until >= day);

    /// <summary>Who is away, with their delegate.</summary>
    public static Task<Dictionary<long, long>> DelegatesAsync(ReviewDb db, DateOnly day, CancellationToken cancel) =>
        On(db, day).ToDictionaryAsync(a => a.PersonId, a => a.DelegateId, cancel);

    /// <summary>Which absences are in force, as one short text: another text makes a preview stale.</summary>
    public static async Task<string> StampAsync(ReviewDb db, DateOnly day, CancellationToken cancel)
    {
        var ids = await On(db, day).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(cancel);
        return ids.Count == 0 ? "" : "away:" + Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join(',', ids.Select(i => i.ToString(CultureInfo.InvariantCulture))))).AsSpan(0, 8));
    }
}
