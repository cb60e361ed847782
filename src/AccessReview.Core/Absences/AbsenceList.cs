using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Absences;

/// <summary>How an absence stands.</summary>
public enum AbsenceState
{
    /// <summary>Nobody has agreed yet.</summary>
    Waiting,

    /// <summary>Agreed, and not begun.</summary>
    Ahead,

    /// <summary>The delegate reviews now.</summary>
    InForce,

    /// <summary>Ended or over.</summary>
    Over,
}

/// <summary>An absence as its page shows it.</summary>
public sealed record AbsenceLine(
    long Id, long PersonId, string Person, long DelegateId, string Delegate, DateOnly From, DateOnly Until, string? Reason, string StatedBy, DateTime StatedAt, string? ApprovedBy, DateTime? ApprovedAt,
    DateTime? EndedAt, AbsenceState State, bool MayApprove, bool MayEnd);

/// <summary>The absences one may see.</summary>
/// <param name="Lines">Those that wait first, then by first day.</param>
/// <param name="MayStateForOthers">Whether the reader may say it of somebody else.</param>
/// <param name="ReaderId">The reader.</param>
/// <param name="Today">The organisation's day, by which they are shown.</param>
public sealed record AbsenceView(IReadOnlyList<AbsenceLine> Lines, bool MayStateForOthers, long? ReaderId, DateOnly Today);

/// <summary>Reads absences: a campaign owner's all, everybody else's own, those they stand in for, and those of people they manage.</summary>
public sealed class AbsenceList(Databases databases, TimeProvider time)
{
    private const int Most = 500;

    /// <summary>Reads them.</summary>
    public async Task<AbsenceView> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var isOwner = (await RolesOf.ActorAsync(db, actor, cancel) & Role.CampaignOwner) != Role.None;
        var today = await CurrentPolicy.DayAsync(db, time.Now(), cancel);
        var found = await Seen(db, actor, isOwner)
            .OrderByDescending(a => a.EndedAt == null && a.Until >= today).ThenByDescending(a => a.From).ThenByDescending(a => a.Id).Take(Most)
            .Join(db.PrivateTexts, a => a.ReasonId, t => t.Id, (a, t) => new { Absence = a, t.Text }).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, found.SelectMany(f => new[] { f.Absence.PersonId, f.Absence.DelegateId, f.Absence.ApprovedById, Actor.PersonOf(f.Absence.StatedBy) }), cancel);
        string Name(long? id) => id is { } key ? names.GetValueOrDefault(key, "not known") : "the product";
        return new AbsenceView(
            [
                .. found.Select(f =>
                {
                    var (a, state) = (f.Absence, StateOf(f.Absence, today));
                    var isThird = actor.PersonId is { } reader && reader != a.PersonId && reader != a.DelegateId;
                    return new AbsenceLine(
                        a.Id, a.PersonId, Name(a.PersonId), a.DelegateId, Name(a.DelegateId), a.From, a.Until, f.Text, Name(Actor.PersonOf(a.StatedBy)), a.StatedAt, a.ApprovedById is null ? null : Name(a.ApprovedById),
                        a.ApprovedAt, a.EndedAt, state, state == AbsenceState.Waiting && isThird, state != AbsenceState.Over && (isOwner || (!isThird && actor.PersonId is not null)));
                }).OrderBy(l => l.State switch { AbsenceState.Waiting => 0, AbsenceState.InForce => 1, AbsenceState.Ahead => 2, _ => 3 }),
            ],
            isOwner && actor.Kind == ActorKind.Person, actor.PersonId, today);
    }

    /// <summary>How many absences wait for this person's yes.</summary>
    internal static Task<int> WaitingAsync(ReviewDb db, Actor actor, bool isOwner, DateOnly today, CancellationToken cancel) =>
        Seen(db, actor, isOwner).CountAsync(a => a.ApprovedById == null && a.EndedAt == null && a.Until >= today && a.PersonId != actor.PersonId && a.DelegateId != actor.PersonId, cancel);

    private static IQueryable<Absence> Seen(ReviewDb db, Actor actor, bool isOwner) => isOwner
        ? db.Absences.AsNoTracking()
        : db.Absences.AsNoTracking().Where(a => a.PersonId == actor.PersonId || a.DelegateId == actor.PersonId
            || CurrentPeople.Of(db).Any(r => r.PersonId == a.PersonId && r.ManagerId == actor.PersonId));

    private static AbsenceState StateOf(Absence absence, DateOnly today) =>
        absence.EndedAt is not null || absence.Until < today ? AbsenceState.Over
        : absence.ApprovedById is null ? AbsenceState.Waiting
        : absence.From > today ? AbsenceState.Ahead
        : AbsenceState.InForce;
}
