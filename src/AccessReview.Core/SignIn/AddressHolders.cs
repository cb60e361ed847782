using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.SignIn;

/// <summary>Who has an address, by the newest staff lists: as work address or as another one in use.</summary>
internal static class AddressHolders
{
    /// <summary>The people with any of the addresses, each once, those who left among them.</summary>
    public static async Task<IReadOnlyList<long>> FindAsync(ReviewDb db, IEnumerable<string> addresses, CancellationToken cancel)
    {
        var people = new SortedSet<long>();
        foreach (var key in addresses.Select(TextKey.Of).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal))
        {
            people.UnionWith(await (
                from record in CurrentPeople.Known(db)
                join address in db.PersonAddresses.AsNoTracking() on record.Id equals address.PersonRecordId
                where address.ExtractId == record.ExtractId && address.EmailKey == key && address.Kind != AddressKind.Former
                select record.PersonId).ToListAsync(cancel));
        }

        return [.. people];
    }
}
