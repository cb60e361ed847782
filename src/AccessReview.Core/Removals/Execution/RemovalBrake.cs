using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>A removal that is due, as the brake sees it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Privileged">Whether it needs a second person whatever goes with it: the account holds a privileged role, the record was restored since it was asked for, or it
/// was put off for longer than anything is.</param>
/// <param name="Agreed">Whether a second person has agreed to it.</param>
public sealed record DueRemoval(long Id, bool Privileged, bool Agreed);

/// <summary>Stops what would remove too much of an application within a day until a second person agrees: a wrong mapping must not empty it,
/// nor one person little by little.</summary>
public static class RemovalBrake
{
    // From here on more than half of an application waits, whatever the policy says: it would be emptied before there are many, and of one or two
    // accounts each is half.
    private const int HalfFrom = 3;

    private static readonly TimeSpan Within = TimeSpan.FromDays(1);

    /// <summary>Which of the removals of one application need a second person first.</summary>
    /// <param name="due">Everything that would be carried out in this run.</param>
    /// <param name="before">How many were carried out within a day before, without a second person.</param>
    /// <param name="accounts">How many accounts the application has.</param>
    /// <param name="policy">Where the limits stand.</param>
    public static IReadOnlyList<long> Held(IReadOnlyList<DueRemoval> due, int before, int accounts, Policy policy)
    {
        var open = due.Where(d => !d.Agreed).ToList();
        var within = before + open.Count;
        var many = within > policy.BrakeAbove && within * 100L > (long)policy.BrakePercent * accounts;
        var most = within >= HalfFrom && within * 2L > accounts;
        return [.. open.Where(d => many || most || d.Privileged).Select(d => d.Id)];
    }

    /// <summary>How many accounts the application has by its newest reading; 0 without one.</summary>
    internal static Task<int> AccountsAsync(ReviewDb db, long applicationId, CancellationToken cancel) =>
        db.Extracts.Where(e => e.Id == db.Applications.Single(a => a.Id == applicationId).CurrentExtractId).Select(e => e.Records).SingleOrDefaultAsync(cancel);

    /// <summary>The removals for which the product has taken something away within a day, without a second person. What is due still is not
    /// among them.</summary>
    /// <param name="db">The database.</param>
    /// <param name="applicationId">The application.</param>
    /// <param name="at">The time by the record, as attempts have it.</param>
    /// <param name="now">The time by the clock, as what is due has it.</param>
    internal static IQueryable<Removal> Before(ReviewDb db, long applicationId, DateTime at, DateTime now)
    {
        var (since, due) = (at - Within, db.Removals.DueAt(now));
        return db.Removals.Where(r => r.ApplicationId == applicationId && r.AgreedById == null && !due.Any(d => d.Id == r.Id)
            && db.RemovalAttempts.Any(a => a.RemovalId == r.Id && a.At > since && RemovalRules.TakenAway.Contains(a.Result)));
    }

    /// <summary>The removals that a second person has agreed to after an event.</summary>
    internal static async Task<IReadOnlySet<long>> AgreedSinceAsync(ReviewDb db, long seq, CancellationToken cancel) =>
        (await db.AuditEvents.AsNoTracking().Where(e => e.Seq > seq && e.Type == nameof(RemovalsAgreed)).ToListAsync(cancel))
            .SelectMany(e => EventJson.Read<RemovalsAgreed>(e).RemovalIds).ToHashSet();

    /// <summary>The removals that the brake has held since then, and nobody agreed to. Each campaign's are held by themselves: what became due
    /// before those of another were held is counted with them, also by a process that comes after one that was stopped in between.</summary>
    internal static IQueryable<Removal> HeldSince(ReviewDb db, long applicationId, DateTime since) =>
        db.Removals.Where(r => r.ApplicationId == applicationId && r.State == RemovalState.WaitingForSecondPerson
            && db.AuditEvents.Any(e => e.Seq == r.EventSeq && e.Type == nameof(RemovalsHeld) && e.At >= since));
}
