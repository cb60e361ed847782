using System.Globalization;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>One row for each item under review: the twenty columns that a tester reads, and the details in an outline.</summary>
internal static class DecisionsSheet
{
    internal const string Name = "Decisions";
    internal const string DecisionHeader = "Decision";
    internal const string KindHeader = "Item is";
    internal const string RemovalHeader = "Removal state";
    private const string Reading = "The reading of the application, as the campaign froze it.";
    private const string Staff = "The staff list's reading under the campaign.";
    private const string Directories = "The readings of directories under the campaign; only those over a connection say it.";
    private const string Review = "The reviewer's act.";

    internal static async Task<Sheet> OfAsync(ReportScope scope, Origins origins, CancellationToken cancel)
    {
        var signIns = await DirectorySignIns.ReadAsync(scope, cancel);
        var count = await scope.Db.ReviewItems.LongCountAsync(i => i.CampaignId == scope.Campaign.Id, cancel);
        return Sheet.Of(Name, Details(scope, origins, signIns, Facts(scope).Details()), count, ItemQuery.Of(scope).AsAsyncEnumerable());
    }

    /// <summary>Only the items of accounts with one of these findings, under a name of their own.</summary>
    internal static async Task<Sheet> OfAsync(ReportScope scope, string name, Finding holding, CancellationToken cancel)
    {
        var lines = ItemQuery.Of(scope, holding);
        return Sheet.Of(name, Facts(scope), await lines.LongCountAsync(cancel), lines.AsAsyncEnumerable());
    }

    internal static string? Id(long? id) => id?.ToString(CultureInfo.InvariantCulture);

    private static SheetColumns<ItemLine> Facts(ReportScope scope)
    {
        var applications = scope.Applications.ToDictionary(a => a.Plan.Id, a => a.Name);
        return new SheetColumns<ItemLine>()
            .Text("Item id", 14, i => scope.ItemName(i.Number), "The item; the same on every sheet.", "Given at launch.")
            .Text("Application", 16, i => applications[i.PlanId], "The application.", "The campaign.")
            .Text("Account", 34, ItemWords.Account, "The account as the application names it: its address, else its name.", Reading)
            .Text("Person", 26, ItemWords.Person, "Whose access it is.", "The match of the account with the staff list.")
            .Text("Employment status", 14, i => Words.Of(i.Employment), "What the staff list says of that person.", Staff, Words.DoesNotApply)
            .Text("Role or group", 26, ItemWords.RoleOrGroup, "What is under review: the account with its role, or its place in a group.", Reading)
            .Text("Privileged", 10, i => Words.Of(i.AccountFindings.HasFlag(Finding.Privileged)), "Whether the account holds a role that is privileged.", "The application's list of privileged roles.")
            .Text("Findings", 30, i => Words.OfFindings(i.Findings), "Facts worth an eye; an item with none is routine.", "The assessment of the reading, as of the reading's own time.")
            .Instant("Last used", i => i.LastUsedAt, "When the account was last used; at midnight: on that day, at a time that is not known.", Reading, "The column Last-use state says why.")
            .Text("Last-use state", 14, ItemWords.LastUse, "What is known of the last use.", Reading)
            .Text("Change since last review", 24, ItemWords.Change, "Against the last closed campaign over the application; where that one ended without anybody's decision about the item, or did not have it under review, it says so.", "The assessment, and that campaign's outcome.")
            .Text("Previous decision", 30, ItemWords.PreviousDecision, "How the same item ended in that campaign; where somebody or something decided it, in which mode and on which day in UTC.", "That campaign's outcome.")
            .Text("Reviewer", 24, i => scope.People.Name(i.ReviewerId), "Who had to decide.", "The reviewer rule, or a reassignment.")
            .Text("Reviewer basis", 16, i => Words.Of(i.Basis) + (i.ForId is { } away ? $", delegate of {scope.People.Name(away)}" : ""), "Why they; of a delegate, why the one who is away, and who that is.", "The reviewer rule at launch, or a reassignment.")
            .Text("Independent", 24, i => ItemWords.Independent(i, scope.Independence), ItemWords.IndependentMeans, "Computed for this edition.")
            .Text(DecisionHeader, 14, ItemWords.Decision, "The decision in force.", Review)
            .Text("Mode", 14, i => Words.Of(i.Mode), "Alone, with others, carried forward from the review before, with its account, or by the deadline's rule.", Review, Words.DoesNotApply)
            .Text("Reason", 44, ItemWords.Reason, ItemWords.ReasonMeans, Review, Words.DoesNotApply)
            .Instant("Decided", i => i.DecidedAt, "When.", Review, "Not reviewed: the column Decision says so.")
            .Text(RemovalHeader, 18, i => ItemWords.Removal(i, scope), "How the removal that follows from a revoke stands.", "The sheet Removals.");
    }

    private static SheetColumns<ItemLine> Details(ReportScope scope, Origins origins, DirectorySignIns signIns, SheetColumns<ItemLine> columns)
    {
        var read = scope.Applications.ToDictionary(a => a.Plan.Id, a => a.Assessment?.AsOf);
        var extracts = scope.Applications.ToDictionary(a => a.Plan.Id, a => a.ExtractName);
        return columns
            .Text(KindHeader, 11, ItemWords.Kind, "An account with its role, or an assignment to a group.", "The campaign.")
            .Text("Item key", 10, i => Id(i.ItemId), "The item in records.jsonl: rows that say item=, and this number, are about it.", "Given at launch.")
            .Text(HistorySheet.RecordHeader, 10, i => Id(i.DecisionId), "The decision in force in records.jsonl: the row of the table Decision that says id=, and this number.", "Given when it was decided.", Words.DoesNotApply)
            .Text("Extract id", 10, i => extracts[i.PlanId], "The reading.", "The sheet Sources.")
            .Text("Account id", 12, i => Id(i.AccountId), "The account's lasting id in this product.", "Given when it was first read.")
            .Text("E-mail", 34, i => i.Email, "The account's address.", Reading)
            .Text("Account status", 13, i => Words.Of(i.Status), "What the application says of the account.", Reading)
            .Text("Employment type", 16, i => i.EmploymentType, "Employee, contractor and so on, as written.", Staff)
            .Text("Department", 20, i => i.Department, "Department, as written.", Staff)
            .Text("Job title", 24, i => i.JobTitle, "Job title, as written.", Staff)
            .Text("Manager", 24, i => scope.People.Name(i.ManagerId), "The person's manager.", Staff)
            .Date("Access end date", i => LastDay(i, read[i.PlanId]), "The person's last day of the employment that counted at the reading.", Staff, "The staff list names no last day of this employment.")
            .Instant("Last sign-in to a directory", signIns.At, "When the person last signed in to a directory itself, for whatever application: it says nothing of this one.", Directories, "The column Directory sign-in state says why.")
            .Text("Directory sign-in state", 24, signIns.State, "What each directory says of the person's last sign-in to it; it does not apply where the account is nobody's own.", Directories, "not given by any directory")
            .Text("Origin of access", 36, origins.Of, "What let the account in: an assignment of the holder's own, or a group of a directory; and when the directory's log last shows a sign-in, or for how many days it shows none.", Directories)
            .Text("Matched how", 18, ItemWords.Matched, "What links the account to the person.", "The assessment.")
            .Text("Fallback reason", 18, i => Words.Of(i.Fallback), "Why not whom the reviewer rule names; \"None\" where it did.", "Resolved at launch.")
            .Text("Recommendation", 15, i => Words.Of(i.Recommendation), "What the product recommended; never Certify.", "The assessment.")
            .Text("Recommendation reason", 44, ItemWords.RecommendationReason, "Why it was recommended so, and the finding behind it.", "The assessment.", Words.DoesNotApply)
            .Text("Changed to", 20, i => i.ChangeTo, "The lower role that is kept, where the decision is Change.", Review, Words.DoesNotApply)
            .Text("Reason reused", 14, Reused, "Whether an own earlier reason was used again, and how often.", Review, Words.DoesNotApply)
            .Text("Decided by", 24, i => i.DecidedBy is { } by ? scope.People.Actor(by) : null, "Who decided.", Review, Words.DoesNotApply)
            .Text("Bulk or group", 26, ItemWords.Batch, "The act that decided several items, and of how many.", Review, Words.DoesNotApply)
            .Text("Late", 8, i => i.Late is { } late ? Words.Of(late) : null, "Decided after the campaign was due, of two reviewers by either; what the deadline decided, no reviewer did.", Review, Words.DoesNotApply)
            .Text("Second review because", 18, i => i.SecondWhy == SecondReason.None ? null : Words.Of(i.SecondWhy), "Why a second, independent reviewer decides too.", "The campaign's plan.", Words.DoesNotApply)
            .Text("First decision", 14, i => i.SecondWhy == SecondReason.None ? null : ItemWords.Standing(i.FirstState, i.FirstMode, i.FirstTo), "What the first reviewer decided; where they decided nothing that stands, that it went with the account that somebody revoked, or that the deadline revoked it. Any revoke wins, and of two different lower roles the second reviewer's counts.", Review, Words.DoesNotApply)
            .Text("Second reviewer", 24, i => scope.People.Name(i.SecondReviewerId), "Who decides the second time.", "The campaign's plan.", Words.DoesNotApply)
            .Text("Second reviewer for whom", 24, i => scope.People.Name(i.SecondForId), "Who is away, where the second reviewer is their delegate.", "An absence that was approved.", Words.DoesNotApply)
            .Text("Second decision", 14, i => i.SecondWhy == SecondReason.None ? null : i.SecondState is { } second ? ItemWords.Standing(second, i.SecondMode, i.SecondTo) : "not before them", "What the second reviewer decided, without having seen the first's; else as for the first.", Review, Words.DoesNotApply)
            .SignOffs(i => i)
            .Text("Removal id", 12, i => i.RemovalNumber is { } number ? RemovalsSheet.Id(number) : null, "The removal.", "The sheet Removals.", Words.DoesNotApply)
            .Instant("Verified", i => i.VerifiedAt, "The time of the reading that showed it gone, or at the lower role.", "The sheet Removals.", "Not verified: the column Removal state says how it stands.")
            .Text("Event", 10, i => Id(i.DecisionSeq), "The event of the decision.", "The chain: events.jsonl.", Words.DoesNotApply);
    }

    private static DateOnly? LastDay(ItemLine item, DateTime? read) =>
        item.Employment is { } status && read is { } at ? new Employment(status, item.StartDate, item.EndDate).LastDayOn(DateOnly.FromDateTime(at)) : item.EndDate;

    private static string? Reused(ItemLine item) => item.ReasonReused switch
    {
        null => null,
        0 => "no",
        { } times => string.Create(CultureInfo.InvariantCulture, $"yes, time {times}"),
    };
}
