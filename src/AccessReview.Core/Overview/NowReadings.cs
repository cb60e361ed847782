using AccessReview.Core.Directories;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>Readings that are missing or too old to launch on, and what an application still needs.</summary>
internal static class NowReadings
{
    internal static async Task AddAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        var directories = await (from d in reader.Db.Directories.InScope()
                                 join e in reader.Db.Extracts on d.CurrentExtractId equals e.Id into readings
                                 from e in readings.DefaultIfEmpty()
                                 orderby d.Name
                                 select new { d.Id, d.Name, AsOf = (DateTime?)e!.AsOf }).ToListAsync(cancel);
        var applications = await (from a in reader.Db.Applications.InScope()
                                  join e in reader.Db.Extracts on a.CurrentExtractId equals e.Id into readings
                                  from e in readings.DefaultIfEmpty()
                                  orderby a.Name
                                  select new { a.Id, a.Name, a.OwnerId, a.CurrentAssessmentId, AsOf = (DateTime?)e!.AsOf }).ToListAsync(cancel);
        // What only an administrator does is for others to ask for.
        var may = reader.Has(Role.Administrator);
        if (directories.Count == 0)
        {
            now.Add(new NowItem(NowKind.AddDirectory, Urgency.Soon, may ? "No directory yet: bring in the staff list first" : "No directory yet: ask an administrator to register the staff list", may ? 1 : 0));
        }

        if (applications.Count == 0 && !await reader.Db.Applications.AnyAsync(cancel))
        {
            now.Add(new NowItem(NowKind.AddApplication, Urgency.Soon, may ? "No application yet: register the first one" : "No application yet: ask an administrator to register the first one", may ? 1 : 0));
        }

        now.AddRange(directories.Select(d => Reading(reader, NowKind.ReadDirectory, d.Id, d.Name, d.AsOf, reader.Policy.StaffListStaleAfterDays)).OfType<NowItem>());
        now.AddRange(applications.Select(a => Reading(reader, NowKind.ReadApplication, a.Id, a.Name, a.AsOf, reader.Policy.ApplicationStaleAfterDays)).OfType<NowItem>());
        now.AddRange(applications.Where(a => a is { AsOf: not null, CurrentAssessmentId: null } && directories.Any(d => d.AsOf is not null))
            .Select(a => new NowItem(NowKind.Application, Urgency.Soon, $"{a.Name} was read and is not assessed yet", a.Id)));
        var owners = applications.Select(a => a.OwnerId).OfType<long>().ToHashSet();
        var here = await CurrentPeople.Here(reader.Db, reader.Today).Where(p => owners.Contains(p.PersonId)).Select(p => p.PersonId).ToHashSetAsync(cancel);
        now.AddRange(applications.Where(a => a.OwnerId is not { } owner || !here.Contains(owner))
            .Select(a => new NowItem(NowKind.Application, Urgency.Waiting, Ownerless(a.Name, a.OwnerId is null, may), a.Id)));
    }

    private static string Ownerless(string name, bool never, bool may) => (never, may) switch
    {
        (true, true) => $"{name} has no owner",
        (true, false) => $"{name} has no owner: an administrator names one",
        (false, true) => $"The owner of {name} has left: name another",
        (false, false) => $"The owner of {name} has left: an administrator names another",
    };

    private static NowItem? Reading(OverviewReader reader, NowKind kind, long id, string name, DateTime? asOf, int limit)
    {
        if (asOf is null)
        {
            return new NowItem(kind, Urgency.Soon, $"{name} has not been read yet", id);
        }

        var age = (int)(reader.Now - asOf.Value).TotalDays;
        return age <= limit ? null : new NowItem(kind, Urgency.Soon, $"{name} was read {NowList.Count(age, "day", "days")} ago, older than its limit of {limit}", id);
    }
}
