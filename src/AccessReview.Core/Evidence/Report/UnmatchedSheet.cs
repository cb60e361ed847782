using System.Globalization;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Accounts that no rule linked to exactly one person: nobody known, several, declared, or matched by hand.</summary>
internal static class UnmatchedSheet
{
    internal const string Name = "Unmatched accounts";
    private const string ByHand = "A match by hand.";
    private static readonly MatchKind[] Kinds = [MatchKind.Nobody, MatchKind.Several, MatchKind.Declared, MatchKind.ByHand];

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var db = scope.Db;
        var assessments = scope.Applications.Where(a => a.Assessment is not null).Select(a => a.Assessment!.Id).ToList();
        var lines = await (
            from assessed in db.AssessedAccounts.AsNoTracking()
            where assessments.Contains(assessed.AssessmentId) && Kinds.Contains(assessed.Match)
            join assessment in db.Assessments on assessed.AssessmentId equals assessment.Id
            join record in db.AccountRecords on assessed.AccountRecordId equals record.Id

            // The match that was in force then: one that is not any more names the event that ended it.
            let matchId = db.HandMatches.Where(m => assessed.Match == MatchKind.ByHand && m.AccountId == assessed.AccountId
                && (m.Active ? m.EventSeq <= assessment.EventSeq : m.EventSeq > assessment.EventSeq && m.At <= assessment.MadeAt)).Max(m => (long?)m.Id)
            join hand in db.HandMatches on matchId equals (long?)hand.Id into hands
            from match in hands.DefaultIfEmpty()
            from why in db.PrivateTexts.Where(t => t.Id == match.ReasonId).DefaultIfEmpty()
            from declared in db.Declarations.Where(d => d.Id == assessed.DeclarationId).DefaultIfEmpty()
            from purpose in db.PrivateTexts.Where(t => t.Id == declared.PurposeId).DefaultIfEmpty()
            from person in db.PersonRecords.Where(p => p.Id == assessed.PersonRecordId).DefaultIfEmpty()
            orderby assessed.AssessmentId, assessed.Match, record.EmailKey, assessed.Id
            select new Line(
                assessed.AssessmentId, record.Email, record.Name, record.Role, record.Status, assessed.Match, assessed.Facts, person == null ? null : person.Name,
                declared == null ? null : declared.Kind, declared == null ? null : declared.OwnerId, purpose == null ? null : purpose.Text,
                declared == null ? null : declared.By, declared == null ? null : declared.At,
                match == null ? null : match.By, match == null ? null : match.At, why == null ? null : why.Text)).ToListAsync(cancel);
        return Sheet.Of(Name, Columns(scope), lines);
    }

    private static SheetColumns<Line> Columns(ReportScope scope)
    {
        var applications = scope.Applications.Where(a => a.Assessment is not null).ToDictionary(a => a.Assessment!.Id, a => a.Name);
        return new SheetColumns<Line>()
            .Text("Application", 18, l => applications[l.AssessmentId], "The application.", "The campaign.")
            .Text("Account", 34, l => l.Email.Length > 0 ? l.Email : l.AccountName, "The account.", "The reading.")
            .Text("Name in the application", 26, l => l.AccountName, "The name it carries there.", "The reading.")
            .Text("Role", 18, l => l.Role, "Its role.", "The reading.")
            .Text("Account status", 14, l => Words.Of(l.Status), "What the application says of it.", "The reading.")
            .Text("Match attempted on", 34, _ => "id, work e-mail, other addresses", "What was compared with the staff list.", "The assessment.")
            .Text("Result", 20, l => Words.Of(l.Match), "What came of it.", "The assessment.")
            .Text("Person", 26, l => ItemWords.Person(l.Match, l.Person, l.Declared), "The person it was linked to by hand, else that nobody is, or that several could be meant.", "The assessment.")
            .Text("Matched by", 24, l => l.MatchedBy is { } by ? scope.People.Actor(by) : null, "Who said by hand whose it is.", ByHand, Words.DoesNotApply)
            .Instant("Matched", l => l.MatchedAt, "When.", ByHand, "Not matched by hand: the column Result says so.")
            .Text("Match reason", 44, l => l.MatchedBy is null ? null : l.MatchReason ?? "purged", "Why, word for word.", ByHand, Words.DoesNotApply)
            .Text("Candidates", 44, l => Candidates(scope, FindingFacts.Parse(l.Facts).Candidates ?? []), string.Create(CultureInfo.InvariantCulture, $"The people who could be meant, by name and work e-mail, at most {FindingFacts.MaxCandidates}: none of them reviews the account."), "The assessment.", "none")
            .Text("Declared as", 14, l => Words.Of(l.Declared), "External, service, shared, emergency or test.", "A declaration.", "not declared")
            .Text("Owner inside", 24, l => scope.People.Name(l.OwnerId), "Who answers for it here.", "A declaration.", Words.DoesNotApply)
            .Text("Purpose", 44, l => l.Purpose, "What it is for.", "A declaration.", Words.DoesNotApply)
            .Text("Declared by", 24, l => l.By is { } by ? scope.People.Actor(by) : null, "Who declared it.", "A declaration.", Words.DoesNotApply)
            .Instant("Declared", l => l.At, "When.", "A declaration.", "Not declared: the column Declared as says so.");
    }

    private static string? Candidates(ReportScope scope, IReadOnlyList<long> people) => people.Count == 0 ? null
        : string.Join("; ", people.Select(scope.People.Facts).Select(p => p.Email.Length == 0 ? p.Name : $"{p.Name}, {p.Email}"));

    private sealed record Line(
        long AssessmentId, string Email, string AccountName, string Role, AccountStatus Status, MatchKind Match, string Facts, string? Person,
        DeclaredKind? Declared, long? OwnerId, string? Purpose, string? By, DateTime? At, string? MatchedBy, DateTime? MatchedAt, string? MatchReason);
}
