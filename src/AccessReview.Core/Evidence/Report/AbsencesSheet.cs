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
            .GroupBy(r => new { r.FromId, r.ToId, r.Basis, r.At }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var rows = await (
            from absence in db.Absences.AsNoTracking()
            where absence.From <= until && absence.Until >= first && absence.StatedAt <= asOf
                && (reviewers.Any(t => t.ReviewerId == absence.PersonId || t.ForId == absence.PersonId) || db.Reassignments.Any(r => r.CampaignId == campaign.Id && r.FromId == absence.PersonId))
            join reason in db.PrivateTexts on absence.ReasonId equals reason.Id
            orderby absence.From, absence.Id
            select new { Absence = absence, Reason = reason.Text ?? "purged" }).ToListAsync(cancel);
        var moved = moves.Where(m => m.Key.Basis == ReviewerBasis.Delegate).ToLookup(m => In(m.Key.FromId, m.Key.ToId, m.Key.At), m => m.Count);
        var returned = moves.Where(m => m.Key.Basis == ReviewerBasis.Returned).ToLookup(m => In(m.Key.ToId, m.Key.FromId, m.Key.At), m => m.Count);
        var decided = await DecidedAsync();
        return Sheet.Of(Name, Columns(scope), [.. rows.Select(r => new Line(r.Absence, r.Reason, moved[r.Absence].Sum(), returned[r.Absence].Sum(), decided.GetValueOrDefault(r.Absence)))]);

        // One delegate may stand in for somebody twice: what happened belongs to the absence that had begun last.
        Absence? In(long person, long standIn, DateTime at) => rows.Select(r => r.Absence)
            .Where(a => a.PersonId == person && a.DelegateId == standIn && a.ApprovedAt <= at && a.From <= campaign.DayOf(at))
            .MaxBy(a => (campaign.DayOf(a.ApprovedAt!.Value) is var approved && approved > a.From ? approved : a.From, a.Id));

        // Counted where they stand, from the beginning of one absence to that of the next: a delegate may have decided as many items as there are.
        async Task<Dictionary<Absence, int>> DecidedAsync()
        {
            var counts = new Dictionary<Absence, int>();
            foreach (var pair in rows.Select(r => r.Absence).Where(a => a.ApprovedAt is not null).GroupBy(a => (a.PersonId, a.DelegateId)))
            {
                var (person, standIn) = pair.Key;
                var decider = $"person:{standIn}";
                List<DateTime> begins = [.. pair.Select(Begins).Distinct().Order()];
                foreach (var (begin, i) in begins.Select((b, i) => (b, i)))
                {
                    var (absence, next) = (In(person, standIn, begin)!, i + 1 < begins.Count ? begins[i + 1] : DateTime.MaxValue);
                    counts[absence] = counts.GetValueOrDefault(absence) + await (
                        from turn in reviewers
                        where turn.ForId == person && turn.ReviewerId == standIn
                        join decision in db.Decisions on turn.DecisionId equals (long?)decision.Id
                        where decision.By == decider && decision.At >= begin && decision.At < next
                        select decision.Id).CountAsync(cancel);
                }
            }

            return counts;
        }

        DateTime Begins(Absence absence) => Clock.EndOfDay(absence.From.AddDays(-1), scope.Zone).AddMilliseconds(1) is var day && absence.ApprovedAt > day ? absence.ApprovedAt.Value : day;
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
        .Integer("Items moved", 11, l => l.Moved, "Items that went to the delegate in this absence, after the launch.", "The sheet Decision history.")
        .Integer("Items returned", 11, l => l.Returned, "Items that came back undecided when it was over.", "The sheet Decision history.")
        .Integer("Decided by the delegate", 11, l => l.Decided, "Items that stand as the delegate decided them in this absence, for the one who was away.", "The sheet Decisions.");

    private sealed record Line(Absence Absence, string Reason, int Moved, int Returned, int Decided);
}
