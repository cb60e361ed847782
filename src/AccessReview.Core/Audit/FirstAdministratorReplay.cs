using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>What the first administrator did while events had made somebody an administrator: right only where whoever held the role had left
/// by then. That no event says: a last day passes by itself. The readings of before that event say it.</summary>
internal sealed class FirstAdministratorReplay
{
    /// <summary>Hours from UTC to where a day ends first.</summary>
    private const int FurthestEast = 14;

    private readonly List<(long Seq, DateTime At, IReadOnlySet<long> Holders, IReadOnlyList<long> OutOfScope)> acts = [];

    /// <summary>Notes an event of theirs, who held the role then, and which directories said nothing then, being out of scope.</summary>
    public void Add(AuditEvent line, IReadOnlySet<long> holders, IReadOnlyList<long> outOfScope) => acts.Add((line.Seq, line.At, holders, outOfScope));

    /// <summary>Holds each act against what was read before it.</summary>
    public async Task CheckAsync(Verification run, CancellationToken cancel)
    {
        foreach (var (seq, at, holders, outOfScope) in acts)
        {
            if (await WorkedHereAsync(run.Db, seq, DateOnly.FromDateTime(at.AddHours(FurthestEast)), holders, outOfScope, cancel))
            {
                run.Found("event.roles", $"Event {seq} is by the first administrator, and somebody was administrator then.");
            }
        }
    }

    /// <summary>Whether one of them worked here, by the newest readings before the event: nobody whom one of these has as left, or has no longer, did.
    /// A purge takes the last day away: a record that one has emptied since says nothing. Whose last day was over somewhere had left, for no event says
    /// where the organisation's days ended then.</summary>
    private static async Task<bool> WorkedHereAsync(ReviewDb db, long seq, DateOnly on, IReadOnlySet<long> holders, IReadOnlyList<long> outOfScope, CancellationToken cancel)
    {
        var before = db.Extracts.Where(e => e.Kind == ExtractKind.People && e.Completeness == Completeness.Complete && e.EventSeq < seq && !outOfScope.Contains(e.DirectoryId!.Value));
        var said = await (
            from reading in before
            where !before.Any(later => later.DirectoryId == reading.DirectoryId && later.EventSeq > reading.EventSeq)
            join record in db.PersonRecords.AsNoTracking() on reading.Id equals record.ExtractId
            where db.RoleGrants.Any(g => g.PersonId == record.PersonId && g.Role == Role.Administrator)
            select record).ToListAsync(cancel);

        // Whom one of them had once and has no longer had left by that one.
        var seenOff = await (
            from reading in before
            where !before.Any(later => later.DirectoryId == reading.DirectoryId && later.EventSeq > reading.EventSeq)
            from grant in db.RoleGrants
            where grant.Role == Role.Administrator && !db.PersonRecords.Any(r => r.ExtractId == reading.Id && r.PersonId == grant.PersonId)
                && before.Any(e => e.DirectoryId == reading.DirectoryId && db.PersonRecords.Any(r => r.ExtractId == e.Id && r.PersonId == grant.PersonId))
            select grant.PersonId).Distinct().ToHashSetAsync(cancel);

        // By the rule of releases before, which had whoever comes back as gone; and an event may lie ahead of the clock that it was judged by.
        bool Gone(PersonRecord record) => record.Status == EmploymentStatus.Left || record.EndDate < on;
        return said.Where(record => holders.Contains(record.PersonId) && !seenOff.Contains(record.PersonId)).GroupBy(record => record.PersonId).Any(person => person.All(record => record.EventSeq < seq && !Gone(record)));
    }
}
