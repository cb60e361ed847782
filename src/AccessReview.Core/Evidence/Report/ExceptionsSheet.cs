using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Workbook;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>What the campaign did not reach, as its owner stated it at close, and what was done about it since.</summary>
internal static class ExceptionsSheet
{
    internal const string Name = "Exceptions";
    private const string Owner = "The campaign owner, at close.";
    private const string Follower = "Whoever was named, or the campaign owner, afterwards.";
    private const string Open = "not said";
    private const string Counts = "Not reviewed: items that not everybody whom they need had decided. Set aside: lines at import. Late: decisions of reviewers and their sign-offs in force, added up; "
        + "on their sheets the column Late says which; what the deadline decided is not among them. Not signed: decisions without a signature that they need; what is not reviewed is not among them. Not tested: completeness checks. "
        + "No second signature: applications. Not independent: items. Differs: completeness checks.";

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var lines = await (
            from e in scope.Db.CampaignExceptions.AsNoTracking()
            where e.CampaignId == scope.Campaign.Id
            join text in scope.Db.PrivateTexts on e.ReasonId equals text.Id into reasons
            from reason in reasons.DefaultIfEmpty()
            join followed in scope.Db.FollowUpsDone on e.Id equals followed.ExceptionId into dones
            from done in dones.DefaultIfEmpty()
            join said in scope.Db.PrivateTexts on (long?)done.TextId equals (long?)said.Id into texts
            from words in texts.DefaultIfEmpty()
            orderby e.Kind, e.Id
            select new Line(e.Kind, e.Count, (string?)reason.Text, e.PersonId, e.FollowUp, (long?)done.ById, (DateTime?)done.At, (string?)words.Text)).ToListAsync(cancel);
        return Sheet.Of(
            Name,
            new SheetColumns<Line>()
                .Text("Exception", 24, l => Words.Of(l.Kind), "What was not reached.", "Computed at close.")
                .Integer("Count", 9, l => l.Count, Counts, "Computed at close.")
                .Text("Reason", 70, l => l.Reason, "Why.", Owner, "purged")
                .Text("Person", 26, l => scope.People.Name(l.PersonId), "Who follows it up.", Owner)
                .Date("Follow-up", l => l.FollowUp, "By when.", Owner)
                .Text("Followed up by", 26, l => l.ById is { } by ? scope.People.Name(by) : Open, "Who said, by this edition, that it was followed up.", Follower)
                .Instant("Followed up", l => l.At, "When they said so.", Follower, "By this edition nobody has said that it was.")
                .Text("What was done", 70, l => l.ById is null ? Open : l.Done, "What they said was done.", Follower, "purged"),
            lines);
    }

    private sealed record Line(ExceptionKind Kind, int Count, string? Reason, long PersonId, DateOnly FollowUp, long? ById, DateTime? At, string? Done);
}
