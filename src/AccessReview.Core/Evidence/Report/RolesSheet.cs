using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Who held which role in this product while the campaign ran.</summary>
internal static class RolesSheet
{
    internal const string Name = "Product roles";

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var from = await scope.Db.AuditEvents.Where(e => e.Seq == scope.FirstSeq).Select(e => e.At).SingleAsync(cancel);
        var to = scope.AsOf;
        var grants = await scope.Db.RoleGrants.AsNoTracking()
            .Where(g => g.GrantedAt <= to && (g.EndedAt == null || g.EndedAt >= from)).OrderBy(g => g.GrantedAt).ThenBy(g => g.Id).ToListAsync(cancel);
        return Sheet.Of(
            Name,
            new SheetColumns<RoleGrant>()
                .Text("Person", 26, g => scope.People.Facts(g.PersonId).Name, "Who holds it.", "The grant.")
                .Text("E-mail", 34, g => scope.People.Facts(g.PersonId).Email, "Work e-mail.", "The staff list.")
                .Text(PeopleAsOf.KeyHeader, 10, g => DecisionsSheet.Id(g.PersonId), PeopleAsOf.KeyMeans, "Given when the staff list first named them.")
                .Text("Role", 18, g => Words.Of(g.Role), "The role.", "The grant.")
                .Text("Granted by", 26, g => By(scope, g), "Who granted it, never the person themselves; or that their sign-in carried it, or the configuration named them.", "The grant.")
                .Instant("Granted", g => g.GrantedAt, "When.", "The grant.")
                .Text("Held still", 10, g => Words.Of(g.EndedAt is null || g.EndedAt > to), "Whether it was held when the campaign was closed; before that, at this edition.", "The grant.")
                .Text("Ended by", 26, g => g.EndedAt <= to && g.EndedBy is { } by ? scope.People.Actor(by) : null, "Who took it away.", "The end of the grant.", Words.DoesNotApply)
                .Instant("Ended", g => g.EndedAt <= to ? g.EndedAt : null, "When.", "The end of the grant.", "Held still."),
            grants);
    }
    private static string By(ReportScope scope, RoleGrant grant) => grant.Source switch
    {
        RoleSource.Product => scope.People.Actor(grant.GrantedBy),
        RoleSource.Claim => "a claim of the sign-in",
        RoleSource.Configuration => "the configuration: first administrator",
        _ => throw new InvalidOperationException($"Unknown source {grant.Source}."),
    };
}
