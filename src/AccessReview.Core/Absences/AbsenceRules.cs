using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Absences;

/// <summary>An absence as somebody states it.</summary>
public sealed record AbsencePlan(long PersonId, long DelegateId, DateOnly From, DateOnly Until, string Reason);

/// <summary>Who may say that somebody is away, who may agree, and what cannot be.</summary>
internal static class AbsenceRules
{
    /// <summary>Whether a last day has passed where the organisation is and wherever a campaign is held: an absence is carried out by each campaign's own day.</summary>
    public static async Task<bool> IsOverAsync(ChangeScope scope, DateOnly until, CancellationToken cancel)
    {
        var zones = await scope.Db.Campaigns.Where(c => c.State == CampaignState.Active).Select(c => c.TimeZone).Distinct().ToListAsync(cancel);
        return until < zones.Select(zone => Clock.DayIn(scope.At, TimeZoneInfo.FindSystemTimeZoneById(zone))).Append(scope.Today).Min();
    }

    /// <summary>What is wrong with the days, the reason or the two people; null when nothing is.</summary>
    public static async Task<Problem?> WrongAsync(ChangeScope scope, AbsencePlan plan, CancellationToken cancel)
    {
        var db = scope.Db;
        if ((Days.Wrong("absence.days", "the first day of the absence", plan.From) ?? Days.Wrong("absence.days", "the last day of the absence", plan.Until)) is { } day)
        {
            return day;
        }

        if (plan.Until < plan.From || await IsOverAsync(scope, plan.Until, cancel) || plan.Until.DayNumber - plan.From.DayNumber >= Absence.MaxDays)
        {
            return new Problem("absence.days", $"Choose a first and a last day, the last not before today, at most {Absence.MaxDays} days in all.");
        }

        if (plan.Reason.Trim().Length is < DecisionRule.MinReason or > DecisionRule.MaxReason)
        {
            return new Problem("absence.reason", $"Say why, in {DecisionRule.MinReason} to {DecisionRule.MaxReason} characters. “Holiday” is enough.");
        }

        if (plan.DelegateId == plan.PersonId)
        {
            return new Problem("absence.self", "Nobody stands in for themselves. Choose somebody else.");
        }

        return await CurrentPeople.FindAsync(db, plan.PersonId, cancel) is null
            ? Problem.NotFound("The person who is away")
            : await UsableReviewer.PersonAsync(db, plan.DelegateId, scope.Today, cancel) ?? await ClashAsync(db, plan, cancel);
    }

    /// <summary>Why the actor may not agree to it; null: they may. One agrees to others' absences: their manager or a campaign owner, who
    /// is neither of the two.</summary>
    public static async Task<Problem?> WhyNotApproverAsync(ChangeScope scope, long personId, long delegateId, CancellationToken cancel)
    {
        if (scope.Actor is not { Kind: ActorKind.Person, PersonId: { } approver } || approver == personId || approver == delegateId)
        {
            return Problem.Denied("An absence is approved by a third person: neither who is away nor who stands in.");
        }

        return scope.Has(Role.CampaignOwner) || (await CurrentPeople.FindAsync(scope.Db, personId, cancel))?.ManagerId == approver
            ? null
            : Problem.Denied("An absence is approved by the person's manager or by a campaign owner.");
    }

    // One who is away stands in for nobody, and who stands in is not away: so that nothing is passed on twice.
    private static async Task<Problem?> ClashAsync(ReviewDb db, AbsencePlan plan, CancellationToken cancel)
    {
        var clash = await db.Absences.AsNoTracking()
            .Where(a => a.EndedAt == null && a.From <= plan.Until && plan.From <= a.Until
                && (a.PersonId == plan.PersonId || a.DelegateId == plan.PersonId || a.PersonId == plan.DelegateId))
            .OrderBy(a => a.Id).FirstOrDefaultAsync(cancel);
        if (clash is null)
        {
            return null;
        }

        var names = await PersonNames.ReadAsync(db, [clash.PersonId, clash.DelegateId], cancel);
        string Name(long id) => names.GetValueOrDefault(id, "somebody");
        var days = $"{Clock.Said(clash.From)} to {Clock.Said(clash.Until)}";
        return new Problem("absence.clash", clash.PersonId == plan.PersonId ? $"{Name(clash.PersonId)} is stated as away from {days} already. End that first."
            : clash.DelegateId == plan.PersonId ? $"{Name(clash.DelegateId)} stands in for {Name(clash.PersonId)} from {days}. Somebody else must do that first."
            : $"{Name(clash.PersonId)} is away themselves from {days}. Choose somebody else.");
    }
}
