using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Who reviewed how much, on which ground, and what else they may do here. What no act of theirs decided stands apart: what the
/// deadline revoked, what went with its account, and what was carried forward.</summary>
internal static class ReviewersSheet
{
    internal const string Name = "Reviewers";
    private const string Counted = "Counted over the items.";

    internal static async Task<Sheet> OfAsync(ReportScope scope, IReadOnlyList<SignedStatement> signed, CancellationToken cancel)
    {
        var db = scope.Db;
        var id = scope.Campaign.Id;
        var turns = await (
            from turn in db.ReviewTurns
            where turn.CampaignId == id
            from decision in db.Decisions.Where(d => d.Id == turn.DecisionId).DefaultIfEmpty()
            group turn by new
            {
                turn.ReviewerId, turn.ForId, turn.Basis, turn.State, Signed = turn.SignOffId != null,
                Mode = decision == null ? (DecisionMode?)null : decision.Mode, By = decision == null ? null : decision.By, Late = decision != null && decision.Late,
            }
            into same
            select new Turns(
                same.Key.ReviewerId, same.Key.ForId, same.Key.Basis, same.Key.State, same.Key.Signed, same.Key.Mode, same.Key.By, same.Key.Late, same.Count())).ToListAsync(cancel);
        var moved = (await db.Reassignments.Where(r => r.CampaignId == id).GroupBy(r => new { r.FromId, r.Basis }).Select(g => new { g.Key.FromId, g.Key.Basis, Count = g.Count() }).ToListAsync(cancel))
            .ToLookup(m => m.FromId, m => new Moved(m.Basis, m.Count));
        var roles = (await db.RoleGrants.AsNoTracking().Where(g => g.GrantedAt <= scope.AsOf && (g.EndedAt == null || g.EndedAt >= scope.Campaign.LaunchedAt)).ToListAsync(cancel))
            .ToLookup(g => g.PersonId, g => g.Role);

        var signOffs = signed.Where(s => s.SignOff.Level == SignOffLevel.Reviewer && s.SignOff.WithdrawnAt is null).ToLookup(s => s.SignOff.SignerId, s => s.SignOff.Id);

        // Who gave everything away, or would have had only their own access, has no turn, and is named for what went to somebody else.
        var byReviewer = turns.ToLookup(t => t.ReviewerId);
        var resolved = await ReviewersResolved.ReadAsync(scope, cancel);
        var lines = byReviewer.Select(g => g.Key).Union(moved.Select(m => m.Key)).Union(resolved.OwnItems.Keys).OrderBy(p => scope.People.Facts(p).Name, StringComparer.Ordinal).ThenBy(p => p)
            .Select(p => new Line(p, [.. byReviewer[p]], [.. moved[p]], [.. roles[p].Distinct()], [.. signOffs[p].Order()])).ToList();
        return Sheet.Of(Name, Columns(scope, resolved), lines);
    }

    private static SheetColumns<Line> Columns(ReportScope scope, ReviewersResolved resolved)
    {
        var owners = scope.Applications.Select(a => scope.Settings.At(a.Application, scope.AsOfSeq).OwnerId).ToHashSet();
        return new SheetColumns<Line>()
            .Text("Reviewer", 26, l => scope.People.Facts(l.PersonId).Name, "Who reviews.", "The staff list.")
            .Text("E-mail", 34, l => scope.People.Facts(l.PersonId).Email, "Work e-mail.", "The staff list.")
            .Text(PeopleAsOf.KeyHeader, 10, l => DecisionsSheet.Id(l.PersonId), PeopleAsOf.KeyMeans, "Given when the staff list first named them.")
            .Text("Job title", 26, l => scope.People.Facts(l.PersonId).JobTitle, "Job title, as written.", "The staff list.")
            .Text("Department", 20, l => scope.People.Facts(l.PersonId).Department, "Department, as written.", "The staff list.")
            .Text("Basis", 26, l => l.Turns.Count > 0 ? Joined(l.Turns.Select(t => Words.Of(t.Basis))) : WithoutItems(l), "Why they; of who has no item, that they gave all away, that they stood in and all went back, or that there was none but their own access.", "The reviewer rule at launch, or a reassignment.")
            .Text("Resolved from", 44, l => l.Turns.Count == 0 ? null : Joined(l.Turns.Select(t => resolved.From(t.Basis))), "What named them, and of readings as of when.", "The reviewer rule at launch, or a reassignment.", Words.DoesNotApply)
            .Instant("First resolved", l => resolved.First(l.PersonId), "When the first of their items became theirs: at launch, as second reviewer once the first had kept it, or when it was given to them.", "The record.", "No item is theirs: the column Basis says why.")
            .Text("For whom", 24, l => Joined(l.Turns.Where(t => t.ForId is not null).Select(t => scope.People.Name(t.ForId)!)), "Who was away, where they decided as delegate.", "The sheet Absences.", "themselves")
            .Integer("Items", 9, l => l.Count(_ => true), "Items before them.", Counted)
            .Integer("Certified", 9, l => l.Count(t => t is { State: TurnState.Certified, Mode: not DecisionMode.CarriedForward }), "Certified, looked at in this campaign.", Counted)
            .Integer("Carried forward", 11, l => l.Count(t => t is { State: TurnState.Certified, Mode: DecisionMode.CarriedForward }), "Certified as it was in the last review, and not counted as reviewed.", Counted)
            .Integer("Revoked", 9, l => l.Count(t => t is { State: TurnState.Revoked, Mode: not (DecisionMode.WithAccount or DecisionMode.Deadline) }), "Revoked by a decision about the item itself.", Counted)
            .Integer("Went with an account", 12, l => l.Count(t => t is { State: TurnState.Revoked, Mode: DecisionMode.WithAccount }), "Assignments that went with their account, whoever revoked that, or the deadline.", Counted)
            .Integer("Revoked by the deadline", 12, l => l.Count(t => t is { State: TurnState.Revoked, Mode: DecisionMode.Deadline }), "Revoked when the campaign was closed, because nobody had decided.", Counted)
            .Integer("Changed", 9, l => l.Count(t => t.State == TurnState.Changed), "Changed.", Counted)
            .Integer("Not reviewed", 11, l => l.Count(t => t.State == TurnState.Undecided), "Not decided.", Counted)
            .Integer("Late", 9, l => l.Count(t => t.Late && Actor.PersonOf(t.By) == l.PersonId), "Decided by them after the campaign was due.", Counted)
            .Integer("Given away", 11, l => l.Given, "Items that went to somebody else: reassigned, handed over, or moved to a delegate by an absence.", Counted)
            .Integer("Given back", 11, l => l.GivenBack, "Items that they had as a delegate, and that went back when the absence was over.", Counted)
            .Integer("Own items rerouted", 11, l => resolved.OwnItems.GetValueOrDefault(l.PersonId), "Items about their own access that would have come before them; somebody else has them.", Counted)
            .Integer("Signed", 9, l => l.Count(t => t.Signed), "Items covered by a sign-off in force.", Counted)
            .Text("Sign-off id", 14, l => string.Join(", ", l.SignOffs.Select(s => DecisionsSheet.Id(s))), "Their sign-offs in force.", "The sheet Sign-offs.", "not signed")
            .Text("Administers the application", 14, l => Words.Of(scope.Applications.Any(a => scope.Independence.Administers(a.Plan.Id, l.PersonId))), "Holds a privileged account of an application under review, in the reading under it.", "The assessment.")
            .Text("Owns the application", 12, l => Words.Of(owners.Contains(l.PersonId)), "Owner of an application under review, when the campaign was closed; before that, at this edition.", "The application's settings.")
            .Text("Administers this product", 14, l => Words.Of(l.Roles.Contains(Role.Administrator)), "Held the role of administrator here between launch and close.", "The sheet Product roles.")
            .Text("Roles held here", 30, l => Joined(l.Roles.Select(r => Words.Of(r))), "Roles of this product held between launch and close.", "The sheet Product roles.", "none");
    }

    private static string WithoutItems(Line line) => line switch
    {
        { Given: > 0, GivenBack: > 0 } => "Gave all away or back",
        { Given: > 0 } => "Gave all away",
        { GivenBack: > 0 } => "Stood in; all went back",
        _ => "Only own access",
    };

    private static string Joined(IEnumerable<string> words) => string.Join(", ", words.Distinct().Order(StringComparer.Ordinal));

    private sealed record Turns(
        long ReviewerId, long? ForId, ReviewerBasis Basis, TurnState State, bool Signed, DecisionMode? Mode, string? By, bool Late, int Number);

    private sealed record Moved(ReviewerBasis Basis, int Count);

    private sealed record Line(long PersonId, IReadOnlyList<Turns> Turns, IReadOnlyList<Moved> Moved, IReadOnlyList<Role> Roles, IReadOnlyList<long> SignOffs)
    {
        // What was taken from them as their own access stands under the column Own items rerouted.
        internal int Given => Moved.Where(m => m.Basis is not (ReviewerBasis.Returned or ReviewerBasis.Fallback)).Sum(m => m.Count);

        internal int GivenBack => Moved.Where(m => m.Basis == ReviewerBasis.Returned).Sum(m => m.Count);

        internal int Count(Func<Turns, bool> which) => Turns.Where(which).Sum(t => t.Number);
    }
}
