using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>Reads how the readings of one directory had a person.</summary>
internal static class PersonHistory
{
    /// <summary>The first reading that has them and each at which something changed, the newest first. Every reading is looked through.</summary>
    public static async Task<IReadOnlyList<PersonPage.Moment>> ReadAsync(
        ReviewDb db, long personId, long? directoryId, Func<DateTime, DateOnly> dayOf, CancellationToken cancel)
    {
        var readings =
            from record in db.PersonRecords.AsNoTracking()
            join extract in db.Extracts.AsNoTracking() on record.ExtractId equals extract.Id
            where record.PersonId == personId && extract.DirectoryId == directoryId
            orderby extract.Id
            select new { extract.AsOf, Employment = new Employment(record.Status, record.StartDate, record.EndDate), record.EmploymentType, record.JobTitle, record.Department, record.ManagerId };
        var changes = new List<(PersonPage.Moment Moment, long? ManagerId)>();
        await foreach (var read in readings.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var moment = new PersonPage.Moment(read.AsOf, EmploymentWords.Of(read.Employment, read.EmploymentType, dayOf(read.AsOf)), read.JobTitle, read.Department, null);
            if (changes is not [.., var before] || before.ManagerId != read.ManagerId || before.Moment with { AsOf = read.AsOf } != moment)
            {
                changes.Add((moment, read.ManagerId));
            }
        }

        var names = await PersonNames.ReadAsync(db, changes.Select(c => c.ManagerId), cancel);
        changes.Reverse();
        return [.. changes.Select(c => c.Moment with { Manager = c.ManagerId is { } manager ? names.GetValueOrDefault(manager, "somebody no longer on the staff list") : null })];
    }
}
