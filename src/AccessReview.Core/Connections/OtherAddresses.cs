using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Connections;

/// <summary>By which addresses besides the work address a directory's person may have an account: present ones that are nobody else's in the same reading,
/// for by an address of several an account is nobody's for certain.</summary>
internal static class OtherAddresses
{
    /// <summary>All of them.</summary>
    public static IQueryable<PersonAddress> Of(ReviewDb db) => db.PersonAddresses.AsNoTracking().Where(a => a.Kind == AddressKind.Other
        && !db.PersonAddresses.Any(o => o.ExtractId == a.ExtractId && o.EmailKey == a.EmailKey && o.PersonRecordId != a.PersonRecordId));

    /// <summary>Those of some readings, by the person as found there.</summary>
    public static async Task<ILookup<long, string>> ReadAsync(ReviewDb db, IReadOnlyCollection<long> extracts, CancellationToken cancel) =>
        (await Of(db).Where(a => extracts.Contains(a.ExtractId)).Select(a => new { a.PersonRecordId, a.EmailKey }).ToListAsync(cancel)).ToLookup(a => a.PersonRecordId, a => a.EmailKey);
}
