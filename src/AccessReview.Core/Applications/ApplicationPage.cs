using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Applications;

/// <summary>One application: what is said of it, its readings, and what the newest one shows.</summary>
public sealed class ApplicationPage(Databases databases, TimeProvider time)
{
    /// <summary>Everything the page shows but the accounts themselves.</summary>
    /// <param name="Id">The application.</param>
    /// <param name="Said">What an administrator said of it.</param>
    /// <param name="Owner">Its owner; null when none is named, or the staff list no longer has them.</param>
    /// <param name="Remover">Who carries out removals by hand, if named.</param>
    /// <param name="Roles">The roles of the newest reading with how many accounts hold each, privileged ones first.</param>
    /// <param name="Readings">Its readings, the newest first.</param>
    /// <param name="Findings">What the assessment found; null while there is none.</param>
    /// <param name="HasStaffList">Whether any staff list was read: without one nothing is judged.</param>
    /// <param name="MayChange">Whether the reader may change it.</param>
    public sealed record Facts(
        long Id, ApplicationFacts Said, PersonChoice? Owner, PersonChoice? Remover, IReadOnlyList<RoleHeld> Roles, IReadOnlyList<Reading> Readings, FindingCounts? Findings,
        bool HasStaffList, bool MayChange)
    {
        /// <summary>That it is out of scope; null: it is in it.</summary>
        public OutOfScope? OutOfScope { get; init; }
    }

    /// <summary>A role and how many accounts hold it.</summary>
    public sealed record RoleHeld(string Role, int Accounts, bool Privileged);

    /// <summary>One reading.</summary>
    public sealed record Reading(long ExtractId, int Number, DateTime AsOf, DateTime ReadAt, string ReadBy, Completeness Completeness, int Accounts, int Assignments, int SetAside, bool Current);

    /// <summary>The page. Administrators and campaign owners see it.</summary>
    public async Task<Outcome<Facts>> RunAsync(Actor actor, long applicationId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var held = await RolesOf.ActorAsync(db, actor, cancel);
        if ((held & Sight.Sources) == Role.None)
        {
            return Problem.Denied("Administrators and campaign owners see the applications.");
        }

        if (await db.Applications.AsNoTracking().Include(a => a.PrivilegedRoles).SingleOrDefaultAsync(a => a.Id == applicationId, cancel) is not { } application)
        {
            return Problem.NotFound("The application");
        }

        var privileged = application.PrivilegedRoles.Where(r => r.Active).Select(r => r.RoleKey).ToHashSet();
        var readings = await db.Extracts.AsNoTracking().Where(e => e.ApplicationId == applicationId).OrderByDescending(e => e.Id)
            .Select(e => new Reading(e.Id, e.Number, e.AsOf, e.ReadAt, e.ReadBy, e.Completeness, e.Records, e.Assignments, e.Files.Sum(f => f.SetAside), e.Id == application.CurrentExtractId))
            .ToListAsync(cancel);
        var roles = await db.AccountRecords.AsNoTracking().Where(r => r.ExtractId == application.CurrentExtractId)
            .GroupBy(r => r.RoleKey).Select(g => new { g.Key, Role = g.Min(r => r.Role), Count = g.Count() }).ToListAsync(cancel);
        return new Facts(
            application.Id, ApplicationFacts.Of(application),
            await PersonAsync(db, application.OwnerId, cancel), await PersonAsync(db, application.RemoverId, cancel),
            [.. roles.Select(r => new RoleHeld(r.Role ?? "", r.Count, HeldRoles.AnyOf(r.Key, privileged))).OrderBy(r => r.Privileged ? 0 : 1).ThenByDescending(r => r.Accounts).ThenBy(r => r.Role, StringComparer.OrdinalIgnoreCase)],
            readings,
            application.CurrentAssessmentId is { } assessment ? await FindingCounts.OfAsync(db, assessment, cancel) : null,
            await db.Directories.InScope().AnyAsync(d => d.CurrentExtractId != null, cancel), (held & Role.Administrator) != Role.None)
        {
            OutOfScope = await OutOfScope.OfAsync(db, application.OutOfScopeSeq, cancel),
        };
    }

    private async Task<PersonChoice?> PersonAsync(ReviewDb db, long? personId, CancellationToken cancel) =>
        personId is { } id && await CurrentPeople.FindAsync(db, id, cancel) is { } record ? FindPeople.Choice(record, await CurrentPolicy.DayAsync(db, time.Now(), cancel)) : null;
}
