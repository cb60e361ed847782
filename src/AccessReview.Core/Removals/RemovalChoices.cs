using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>What the removals a reader sees can be filtered by.</summary>
/// <param name="Applications">Applications that have any, by key and name.</param>
/// <param name="Campaigns">Campaigns that have any, by number and name, the newest first.</param>
/// <param name="People">People some wait for, or who have a task by hand of one, by key and name.</param>
public sealed record RemovalChoices(IReadOnlyList<(long Id, string Name)> Applications, IReadOnlyList<(int Number, string Name)> Campaigns, IReadOnlyList<(long Id, string Name)> People)
{
    internal static async Task<RemovalChoices> ReadAsync(ReviewDb db, IQueryable<Removal> visible, CancellationToken cancel)
    {
        var applications = await db.Applications.AsNoTracking().Where(a => visible.Any(r => r.ApplicationId == a.Id)).OrderBy(a => a.NameKey).Select(a => new { a.Id, a.Name }).ToListAsync(cancel);
        var campaigns = await db.Campaigns.AsNoTracking().Where(c => visible.Any(r => r.CampaignId == c.Id)).OrderByDescending(c => c.Number).Select(c => new { c.Number, c.Name }).ToListAsync(cancel);
        var people = await visible.Where(r => r.PersonId != null).Select(r => r.PersonId)
            .Union(db.RemovalTasks.Where(t => t.PersonId != null && visible.Any(r => r.Id == t.RemovalId)).Select(t => t.PersonId)).ToListAsync(cancel);
        var names = await PeopleNames.ReadAsync(db, people, [], cancel);
        return new RemovalChoices(
            applications.ConvertAll(a => (a.Id, a.Name)), campaigns.ConvertAll(c => (c.Number, c.Name)),
            [.. people.Select(p => (p!.Value, names[p]!)).OrderBy(p => p.Item2, StringComparer.OrdinalIgnoreCase)]);
    }
}
