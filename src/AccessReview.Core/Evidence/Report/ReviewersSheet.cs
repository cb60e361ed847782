using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Who reviewed how much, on which ground, and what else they may do here.</summary>
internal static class ReviewersSheet
{
    internal const string Name = "Reviewers";
    private const string Counted = "Counted over the items.";

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var db = scope.Db;
        var id = scope.Campaign.Id;
        var counts = await (
            from turn in db.ReviewTurns
            where turn.CampaignId == id
            from decision in db.Decisions.Where(d => d.Id == turn.DecisionId).DefaultIfEmpty()
            group new { turn, decision } by new { turn.ReviewerId, turn.ForId, turn.Basis, turn.State, Signed = turn.SignOffId != null, Late = decision != null && decision.Late }
            into same
            select new { same.Key.ReviewerId, same.Key.ForId, same.Key.Basis, same.Key.State, same.Key.Signed, same.Key.Late, Count = same.Count() }).ToListAsync(cancel);
        var given = await db.Reassignments.Where(r => r.CampaignId == id).GroupBy(r => r.FromId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var roles = (await db.RoleGrants.AsNoTracking().Where(g => g.GrantedAt <= scope.AsOf && (g.EndedAt == null || g.EndedAt >= scope.Campaign.LaunchedAt)).ToListAsync(cancel))
            .ToLookup(g => g.PersonId, g => g.Role);
        var owners = scope.Applications.Select(a => scope.Settings.At(a.Application, scope.AsOfSeq).OwnerId).ToHashSet();
        var lines = counts.GroupBy(c => c.ReviewerId).OrderBy(g => scope.People.Facts(g.Key).Name, StringComparer.Ordinal).ThenBy(g => g.Key)
            .Select(g => new Line(
                g.Key, string.Join(", ", g.Select(c => Words.Of(c.Basis)).Distinct().Order(StringComparer.Ordinal)), g.Sum(c => c.Count),
                g.Where(c => c.State == TurnState.Certified).Sum(c => c.Count), g.Where(c => c.State == TurnState.Revoked).Sum(c => c.Count), g.Where(c => c.State == TurnState.Changed).Sum(c => c.Count), g.Where(c => c.State == TurnState.Undecided).Sum(c => c.Count),
                g.Where(c => c.Late).Sum(c => c.Count), given.GetValueOrDefault(g.Key), g.Where(c => c.Signed).Sum(c => c.Count),
                string.Join(", ", roles[g.Key].Distinct().Select(r => Words.Of(r)).Order(StringComparer.Ordinal)),
                owners.Contains(g.Key))
            {
                For = string.Join(", ", g.Where(c => c.ForId is not null).Select(c => scope.People.Name(c.ForId)!).Distinct().Order(StringComparer.Ordinal)),
                Administers = roles[g.Key].Contains(Role.Administrator),
            })
            .ToList();
        return Sheet.Of(Name, Columns(scope), lines);
    }

    private static SheetColumns<Line> Columns(ReportScope scope) => new SheetColumns<Line>()
        .Text("Reviewer", 26, l => scope.People.Facts(l.PersonId).Name, "Who reviews.", "The staff list.")
        .Text("E-mail", 34, l => scope.People.Facts(l.PersonId).Email, "Work e-mail.", "The staff list.")
        .Text("Job title", 26, l => scope.People.Facts(l.PersonId).JobTitle, "Job title, as written.", "The staff list.")
        .Text("Department", 20, l => scope.People.Facts(l.PersonId).Department, "Department, as written.", "The staff list.")
        .Text("Basis", 26, l => l.Basis, "Why they.", "The reviewer rule at launch, or a reassignment.")
        .Text("For whom", 24, l => l.For, "Who was away, where they decided as delegate.", "The sheet Absences.", "themselves")
        .Integer("Items", 9, l => l.Items, "Items before them.", Counted)
        .Integer("Certified", 9, l => l.Certified, "Certified.", Counted)
        .Integer("Revoked", 9, l => l.Revoked, "Revoked.", Counted)
        .Integer("Changed", 9, l => l.Changed, "Changed.", Counted)
        .Integer("Not reviewed", 11, l => l.Undecided, "Not decided.", Counted)
        .Integer("Late", 9, l => l.Late, "Decided after the campaign was due.", Counted)
        .Integer("Given away", 11, l => l.Given, "Items that went to somebody else: reassigned, handed over, or moved by an absence.", Counted)
        .Integer("Signed", 9, l => l.Signed, "Items covered by a sign-off in force.", Counted)
        .Text("Owns the application", 12, l => Words.Of(l.Owns), "Owner of an application under review, when the campaign was closed; before that, at this edition.", "The application's settings.")
        .Text("Administers this product", 14, l => Words.Of(l.Administers), "Held the role of administrator here between launch and close.", "The sheet Product roles.")
        .Text("Roles held here", 30, l => l.Roles, "Roles of this product held between launch and close.", "The sheet Product roles.", "none");

    private sealed record Line(
        long PersonId, string Basis, int Items, int Certified, int Revoked, int Changed, int Undecided, int Late, int Given, int Signed, string Roles, bool Owns)
    {
        internal bool Administers { get; init; }

        internal string For { get; init; } = "";
    }
}
