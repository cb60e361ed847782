using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>Finds whoever an earlier staff list had and the newest ones have no longer, as they were read last: a list may name only who works
/// here, and what access somebody had is still asked for.</summary>
public sealed class FindFormerPeople(Databases databases, TimeProvider time)
{
    /// <summary>The first of them by name, for administrators, campaign owners and auditors.</summary>
    /// <param name="actor">Who looks.</param>
    /// <param name="text">Beginnings of words, as in <see cref="FindPeople.RunAsync"/>.</param>
    /// <param name="take">How many to give, at most <see cref="FindPeople.MaxPage"/>.</param>
    /// <param name="cancel">Stops the search.</param>
    public async Task<Outcome<PeoplePage>> RunAsync(Actor actor, string? text, int take, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await Sight.RefusalAsync(db, actor, Sight.People, "Administrators, campaign owners and auditors see what access somebody has.", cancel) is { } denied)
        {
            return denied;
        }

        var current = CurrentPeople.Known(db);
        var last =
            from person in db.People
            where !current.Any(r => r.PersonId == person.Id)
            from record in db.PersonRecords.AsNoTracking()
            where record.Id == db.PersonRecords.Where(r => r.PersonId == person.Id && r.Name != "").Max(r => (long?)r.Id)
            select record;
        return await FindPeople.PageAsync(last, text, 0, take, await CurrentPolicy.DayAsync(db, time.Now(), cancel), cancel);
    }
}
