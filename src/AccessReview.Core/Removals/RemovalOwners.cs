using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Who has a say in a removal as an owner: of its application, or of the group whose assignment it ends.</summary>
internal static class RemovalOwners
{
    /// <summary>The removals in which a person has it; none for nobody.</summary>
    public static IQueryable<Removal> OwnedBy(ReviewDb db, long? person)
    {
        var ofGroups = OfGroups(db, person);
        return db.Removals.Where(r => person != null && (db.Applications.Any(a => a.Id == r.ApplicationId && a.OwnerId == person) || ofGroups.Contains(r.Id)));
    }

    /// <summary>Those of assignments to groups that the person owns by the newest readings. Whose address is several people's, owns nothing by it.</summary>
    private static IQueryable<long> OfGroups(ReviewDb db, long? person)
    {
        var addresses = from address in db.PersonAddresses
                        join record in CurrentPeople.Of(db) on address.PersonRecordId equals record.Id
                        select new { address.EmailKey, record.PersonId };
        return from removal in db.Removals
               join item in db.ReviewItems on removal.ItemId equals item.Id
               join application in db.Applications on removal.ApplicationId equals application.Id
               join held in db.GroupRecords on new { ExtractId = application.CurrentExtractId, item.GroupId } equals new { ExtractId = (long?)held.ExtractId, GroupId = (long?)held.GroupId }
               where held.OwnerEmailKey != "" && addresses.Any(a => a.EmailKey == held.OwnerEmailKey && a.PersonId == person)
                   && !addresses.Any(a => a.EmailKey == held.OwnerEmailKey && a.PersonId != person)
               select removal.Id;
    }
}
