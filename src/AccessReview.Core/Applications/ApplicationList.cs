using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Applications;

/// <summary>The applications, each with how its newest reading stands.</summary>
public sealed class ApplicationList(Databases databases)
{
    /// <summary>One application.</summary>
    /// <param name="Id">The application.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">Which product it is.</param>
    /// <param name="Plan">Its plan, if entered.</param>
    /// <param name="OwnerId">Its owner, if named.</param>
    /// <param name="Owner">Its owner's name; null when there is none, or the staff list no longer has them.</param>
    /// <param name="AsOf">The time of its newest complete reading; null when it was never read.</param>
    /// <param name="Findings">What the assessment of it found; null while there is none.</param>
    /// <param name="SeatPriceMinor">The price of a seat for a year in minor units, if entered.</param>
    /// <param name="Currency">The price's currency.</param>
    public sealed record Line(
        long Id, string Name, ApplicationKind Kind, string? Plan, long? OwnerId, string? Owner, DateTime? AsOf, FindingCounts? Findings, long? SeatPriceMinor, string? Currency)
    {
        /// <summary>That it is out of scope; null: it is in it.</summary>
        public OutOfScope? OutOfScope { get; init; }

        /// <summary>Whether any staff list was read: without one nothing is judged.</summary>
        public bool HasStaffList { get; init; }
    }

    /// <summary>All applications by name, those out of scope last. Administrators and campaign owners see them.</summary>
    public async Task<Outcome<IReadOnlyList<Line>>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await Sight.RefusalAsync(db, actor, Sight.Sources, "Administrators and campaign owners see the applications.", cancel) is { } denied)
        {
            return denied;
        }

        var applications = await (
            from application in db.Applications.AsNoTracking()
            join read in db.Extracts.AsNoTracking() on application.CurrentExtractId equals (long?)read.Id into readings
            from extract in readings.DefaultIfEmpty()
            orderby application.OutOfScopeSeq != null, application.NameKey
            select new { Application = application, AsOf = (DateTime?)extract.AsOf }).ToListAsync(cancel);
        var outOfScope = await OutOfScope.ReadAsync(db, applications.Select(a => a.Application.OutOfScopeSeq), cancel);
        var hasStaffList = await db.Directories.InScope().AnyAsync(d => d.CurrentExtractId != null, cancel);
        var lines = new List<Line>(applications.Count);
        foreach (var (application, asOf) in applications.Select(a => (a.Application, a.AsOf)))
        {
            var owner = application.OwnerId is { } id ? await CurrentPeople.FindAsync(db, id, cancel) : null;
            var counts = application.CurrentAssessmentId is { } assessment ? await FindingCounts.OfAsync(db, assessment, cancel) : null;
            lines.Add(new Line(
                application.Id, application.Name, application.Kind, application.Plan, application.OwnerId, owner?.Name, asOf, counts, application.SeatPriceMinor, application.Currency)
            {
                HasStaffList = hasStaffList,
                OutOfScope = application.OutOfScopeSeq is { } seq ? outOfScope.GetValueOrDefault(seq) : null,
            });
        }

        return lines;
    }
}
