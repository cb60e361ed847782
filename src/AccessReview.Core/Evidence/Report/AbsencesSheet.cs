using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Workbook;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Who of the reviewers was away while the campaign was open, who stood in, and what moved.</summary>
internal static class AbsencesSheet
{
    internal const string Name = "Absences";

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var (db, campaign, asOf) = (scope.Db, scope.Campaign, scope.AsOf);
        var first = campaign.DayOf(campaign.LaunchedAt ?? scope.At);
        var until = campaign.DayOf(campaign.EndedAt ?? scope.At);
        var reviewers = db.ReviewTurns.Where(t => t.CampaignId == campaign.Id);
        var moves = await db.Reassignments.AsNoTracking().Where(r => r.CampaignId == campaign.Id && (r.Basis == ReviewerBasis.Delegate || r.Basis == ReviewerBasis.Returned))
            .GroupBy(r => new { r.FromId, r.ToId, r.Basis }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var decided = await reviewers.Where(t => t.ForId != null && t.DecisionId != null).GroupBy(t => new { t.ReviewerId, t.ForId }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var rows = await (
            from absence in db.Absences.AsNoTracking()
            where absence.From <= until && absence.Until >= first && absence.StatedAt <= asOf
                && (reviewers.Any(t => t.ReviewerId == absence.PersonId || t.ForId == absence.PersonId) || db.Reassignments.Any(r => r.CampaignId == campaign.Id && r.FromId == absence.PersonId))
            join reason in db.PrivateTexts on absence.ReasonId equals reason.Id
            orderby absence.From, absence.Id
            select new { Absence = absence, Reason = reason.Text ?? "purged" }).ToListAsync(cancel);
        return Sheet.Of(Name, Columns(scope), [.. rows.Select(r => new Line(
            r.Absence, r.Reason,
            moves.Where(m => m.Key.FromId == r.Absence.PersonId && m.Key.ToId == r.Absence.DelegateId && m.Key.Basis == ReviewerBasis.Delegate).Sum(m => m.Count),
            moves.Where(m => m.Key.FromId == r.Absence.DelegateId && m.Key.ToId == r.Absence.PersonId && m.Key.Basis == ReviewerBasis.Returned).Sum(m => m.Count),
            decided.Where(d => d.Key.ReviewerId == r.Absence.DelegateId && d.Key.ForId == r.Absence.PersonId).Sum(d => d.Count)))]);
    }

    private static SheetColumns<Line> Columns(ReportScope scope) => new SheetColumns<Line>()
        .Text("Away", 24, l => scope.People.Name(l.Absence.PersonId), "Who was away.", "The statement.")
        .Text("Delegate", 24, l => scope.People.Name(l.Absence.DelegateId), "Who reviewed for them.", "The statement.")
        .Date("From", l => l.Absence.From, "The first day.", "The statement.")
        .Date("Until", l => l.Absence.Until, "The last day.", "The statement.")
        .Text("Reason", 40, l => l.Reason, "Why, in their words.", "The statement.")
        .Text("Stated by", 24, l => scope.People.Actor(l.Absence.StatedBy), "Who stated it.", "The chain.")
        .Instant("Stated", l => l.Absence.StatedAt, "When.", "The chain.")
        .Text("Approved by", 24, l => l.Absence.ApprovedAt <= scope.AsOf ? scope.People.Name(l.Absence.ApprovedById) : null, "Who agreed: the manager or a campaign owner, a third person.", "The chain.", "not approved")
        .Instant("Approved", l => l.Absence.ApprovedAt <= scope.AsOf ? l.Absence.ApprovedAt : null, "When.", "The chain.", "Not approved: the column beside says so.")
        .Text("Ended by", 24, l => l.Absence.EndedAt <= scope.AsOf && l.Absence.EndedBy is { } by ? scope.People.Actor(by) : null, "Who ended it before its time.", "The chain.", Words.DoesNotApply)
        .Integer("Items moved", 11, l => l.Moved, "Items that went to the delegate after the launch.", "The sheet Decision history.")
        .Integer("Items returned", 11, l => l.Returned, "Items that came back undecided.", "The sheet Decision history.")
        .Integer("Decided by the delegate", 11, l => l.Decided, "Items decided for the one who was away.", "The sheet Decisions.");

    private sealed record Line(Absence Absence, string Reason, int Moved, int Returned, int Decided);
}
