using System.Collections.Concurrent;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Who has what by department, counted once for each assessment: an assessment never changes, so its counts are kept, and a
/// story costs the same in an application of 100 accounts and of 100,000.</summary>
public sealed class PeerCounts(Databases databases)
{
    private const int MostKept = 16;
    private readonly ConcurrentDictionary<(DatabaseName Database, long Assessment), Task<Counted>> kept = new();

    private sealed record Counted(
        ILookup<string, (string Role, int Count)> Roles, IReadOnlyDictionary<string, int> UsedLately, IReadOnlyDictionary<(string Department, long Group), int> Groups, bool GivesLastUse);

    /// <summary>What people of the department have; null when the department is not known.</summary>
    public async Task<Peers?> OfAsync(long assessmentId, string department, long? groupId)
    {
        if (department.Length == 0)
        {
            return null;
        }

        if (kept.Count > MostKept)
        {
            kept.Clear();
        }

        var key = (databases.Current, assessmentId);
        var counting = kept.GetOrAdd(key, _ => CountAsync(assessmentId));
        Counted counted;
        try
        {
            counted = await counting.ConfigureAwait(false);
        }
        catch
        {
            // A database that could not just then is no answer to keep: the next one counts anew.
            kept.TryRemove(KeyValuePair.Create(key, counting));
            throw;
        }

        List<(string Role, int Count)> roles = [.. counted.Roles[department].OrderByDescending(r => r.Count).ThenBy(r => r.Role, StringComparer.Ordinal)];
        return new Peers(
            department, roles.Sum(r => r.Count), roles, counted.GivesLastUse ? counted.UsedLately.GetValueOrDefault(department) : null,
            groupId is { } group ? counted.Groups.GetValueOrDefault((department, group)) : null);
    }

    private async Task<Counted> CountAsync(long assessmentId)
    {
        await using var db = databases.CreateDbContext();
        var asOf = await db.Assessments.AsNoTracking().Where(a => a.Id == assessmentId).Select(a => a.AsOf).SingleAsync();
        var lately = asOf.AddDays(-30);
        var accounts = from assessed in db.AssessedAccounts.AsNoTracking()
                       where assessed.AssessmentId == assessmentId
                       join record in db.AccountRecords on assessed.AccountRecordId equals record.Id
                       join person in db.PersonRecords on assessed.PersonRecordId equals person.Id
                       where person.Department != "" && record.Status != AccountStatus.Disabled
                       select new { person.Department, record.Role, record.LastUsedAt, record.LastUsedState, assessed.Id };
        var roles = await accounts.GroupBy(a => new { a.Department, a.Role })
            .Select(g => new { g.Key.Department, g.Key.Role, Count = g.Count(), Lately = g.Count(a => a.LastUsedAt >= lately), Given = g.Count(a => a.LastUsedState != LastUsedState.NotGiven) }).ToListAsync();
        var groups = await (from account in accounts
                            join assignment in db.AssessedAssignments on new { AssessmentId = assessmentId, AssessedAccountId = account.Id } equals new { assignment.AssessmentId, assignment.AssessedAccountId }
                            join held in db.AssignmentRecords on assignment.AssignmentRecordId equals held.Id
                            group held by new { account.Department, held.GroupId }
                            into same
                            select new { same.Key.Department, same.Key.GroupId, Count = same.Count() }).ToListAsync();
        return new Counted(
            roles.ToLookup(r => r.Department, r => (r.Role.Length == 0 ? "no role" : r.Role, r.Count)),
            roles.GroupBy(r => r.Department).ToDictionary(g => g.Key, g => g.Sum(r => r.Lately)),
            groups.ToDictionary(g => (g.Department, g.GroupId), g => g.Count), roles.Exists(r => r.Given > 0));
    }
}
