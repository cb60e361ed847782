using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Who has a say in a removal as an owner: of its application, or of the group whose assignment it ends. Whose address is several people's,
/// owns no group by it.</summary>
internal static class RemovalOwners
{
    /// <summary>The removals in which a person has it; none for nobody.</summary>
    public static IQueryable<Removal> OwnedBy(ReviewDb db, long? person)
    {
        var addresses = Addresses(db);
        var own = addresses.Where(a => a.PersonId == person && !addresses.Any(o => o.EmailKey == a.EmailKey && o.PersonId != person)).Select(a => a.EmailKey);
        var ofGroups = Groups(db).Where(g => own.Contains(g.EmailKey)).Select(g => g.RemovalId);
        return db.Removals.Where(r => person != null && (db.Applications.Any(a => a.Id == r.ApplicationId && a.OwnerId == person) || ofGroups.Contains(r.Id)));
    }

    /// <summary>Of these removals those of groups, with who owns the group.</summary>
    public static async Task<ILookup<long, long>> OfGroupsAsync(ReviewDb db, List<long> removals, CancellationToken cancel)
    {
        var owners = await Groups(db).Where(g => EF.Parameter(removals).Contains(g.RemovalId)).Join(Addresses(db), g => g.EmailKey, a => a.EmailKey, (g, a) => new { g.RemovalId, a.PersonId }).Distinct().ToListAsync(cancel);
        return owners.GroupBy(o => o.RemovalId).Where(one => one.Count() == 1).SelectMany(one => one).ToLookup(o => o.RemovalId, o => o.PersonId);
    }

    // By the newest readings, as a launch has it: whom only a later directory still has makes an address several people's too. Whoever has left acts nowhere.
    private static IQueryable<Address> Addresses(ReviewDb db) =>
        from record in CurrentPeople.Known(db)
        join address in db.PersonAddresses on new { record.ExtractId, PersonRecordId = record.Id } equals new { address.ExtractId, address.PersonRecordId }
        select new Address { EmailKey = address.EmailKey, PersonId = record.PersonId };

    private static IQueryable<OwnedGroup> Groups(ReviewDb db) =>
        from removal in db.Removals
        join item in db.ReviewItems on removal.ItemId equals item.Id
        join application in db.Applications on removal.ApplicationId equals application.Id
        join held in db.GroupRecords on new { ExtractId = application.CurrentExtractId, item.GroupId } equals new { ExtractId = (long?)held.ExtractId, GroupId = (long?)held.GroupId }
        where held.OwnerEmailKey != ""
        select new OwnedGroup { RemovalId = removal.Id, EmailKey = held.OwnerEmailKey };

    private sealed class Address
    {
        public required string EmailKey { get; init; }

        public required long PersonId { get; init; }
    }

    private sealed class OwnedGroup
    {
        public required long RemovalId { get; init; }

        public required string EmailKey { get; init; }
    }
}
