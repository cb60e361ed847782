using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Connections;

/// <summary>By which addresses besides the work address a directory's person may have an account: present ones that are nobody else's in any of the readings
/// at hand, for by an address of several an account is nobody's for certain.</summary>
internal static class OtherAddresses
{
    /// <summary>All of them.</summary>
    /// <param name="db">The database.</param>
    /// <param name="readings">The readings at hand, one of each directory.</param>
    public static IQueryable<PersonAddress> Of(ReviewDb db, IQueryable<long> readings) =>
        from address in db.PersonAddresses.AsNoTracking()
        where address.Kind == AddressKind.Other && readings.Contains(address.ExtractId)
        join whose in db.PersonRecords on address.PersonRecordId equals whose.Id
        where !(
            from other in db.PersonAddresses
            where other.EmailKey == address.EmailKey && readings.Contains(other.ExtractId)
            join another in db.PersonRecords on other.PersonRecordId equals another.Id
            where another.PersonId != whose.PersonId
            select other.Id).Any()
        select address;

    /// <summary>Those of all the readings at hand, by the person as found there.</summary>
    public static async Task<ILookup<long, string>> ReadAsync(ReviewDb db, IQueryable<long> readings, CancellationToken cancel) =>
        (await Of(db, readings).Select(a => new { a.PersonRecordId, a.EmailKey }).ToListAsync(cancel)).ToLookup(a => a.PersonRecordId, a => a.EmailKey);
}
