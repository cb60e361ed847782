using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Checks;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>What the campaign was, and its measured values; no verdict.</summary>
internal static class SummarySheet
{
    internal const string Name = "Summary";
    internal const string LateAsOf = "Late or in time as of (UTC)";

    internal static async Task<(Sheet Sheet, IReadOnlyList<TieOut> TieOuts)> OfAsync(
        ReportScope scope, IReadOnlyList<SourceFile> files, IReadOnlyList<SignedStatement> signed, IReadOnlyList<Check> checks, CancellationToken cancel)
    {
        var counts = await SummaryCounts.ReadAsync(scope, files, cancel);
        List<Fact> facts =
        [
            .. await CampaignAsync(scope, cancel),
            .. Population(counts),
            Gates(checks),
            .. Decisions(counts),
            .. Removals(scope, counts),
            .. SummaryThresholds.Of(scope, files, counts),
            .. SignOffs(scope, counts, signed, await SignersWantedAsync(scope, counts, signed, cancel)),
            .. await SummaryEnd.FactsAsync(scope, files, cancel),
        ];
        return (Fact.Sheet(Name, facts), [.. facts.Where(f => f.Counted is not null).Select(f => f.Counted!)]);
    }

    private static async Task<IReadOnlyList<Fact>> CampaignAsync(ReportScope scope, CancellationToken cancel)
    {
        const string Topic = "Campaign";
        var campaign = scope.Campaign;
        var previous = scope.Applications.Select(a => a.Plan.PreviousCampaignId).Where(p => p is not null).ToList();
        var before = await scope.Db.Campaigns.AsNoTracking().Where(c => previous.Contains(c.Id)).OrderByDescending(c => c.EndedAt).FirstOrDefaultAsync(cancel);
        var extensions = await scope.Db.DeadlineExtensions.AsNoTracking().Where(e => e.CampaignId == campaign.Id).OrderBy(e => e.Id)
            .Select(e => new { e.From, e.To, e.By, e.At, Reason = scope.Db.PrivateTexts.Where(t => t.Id == e.ReasonId).Select(t => t.Text).FirstOrDefault() }).ToListAsync(cancel);
        var main = await scope.Db.Campaigns.AsNoTracking().Where(c => c.Id == campaign.AddendumToId).Select(c => $"C{c.Number} {c.Name}").SingleOrDefaultAsync(cancel);
        var addenda = await scope.Db.Campaigns.AsNoTracking()
            .Where(c => c.AddendumToId == campaign.Id && c.LaunchedAt != null && (campaign.EndedAt == null || c.LaunchedAt <= campaign.EndedAt))
            .OrderBy(c => c.Number).Select(c => $"C{c.Number} {c.Name}").ToListAsync(cancel);
        var daysLate = scope.ClosedAt is { } ended ? (long)campaign.DaysLateAt(ended) : (long?)null;
        return
        [
            new(Topic, "Organisation", Cell.Text(await CurrentPolicy.OrganisationAsync(scope.Db, campaign.PolicyVersionId, scope.AsOf, cancel)), "Whose review this is; from the policy it was launched with, else from the later one."),
            new(Topic, "Campaign", Cell.Text(string.Create(CultureInfo.InvariantCulture, $"C{campaign.Number} {campaign.Name}")), "Its number and name."),
            new(Topic, "Edition", Cell.Text(scope.Edition.ToString()), "Interim: made while it ran. Close: made at close and kept byte for byte. Follow-up: made later; what it says otherwise than Close is listed below."),
            new(Topic, "Identities", Cell.Text(scope.Demo ? ReportNotice.Demo : "authenticated"), "How those who acted proved who they are."),
            new(Topic, "State", Cell.Text(Words.Of(campaign.State)), "Where it was in its life when this was made."),
            new(Topic, "Period, first day", Cell.Date(campaign.PeriodStart), "The period under review."),
            new(Topic, "Period, last day", Cell.Date(campaign.PeriodEnd), "The period under review."),
            new(Topic, "Control references", Cell.Text(campaign.Controls), "What it supports, in the owner's words; what was measured stands below beside the organisation's own thresholds. This workbook supplies evidence; the assessor concludes."),
            new(Topic, "Addendum to", Cell.Text(main ?? "none: it stands by itself"), "The campaign whose second wave this is: accounts that appeared, came back from what it left out, or became privileged after it had frozen its own."),
            new(Topic, "Part reviewed", Cell.Text(campaign.Part == CampaignPart.Leavers ? "people who have left and could still get in" : campaign.Part == CampaignPart.UnusedSeats ? "accounts that nobody uses" : main is null ? "everybody" : "what appeared, came back or became privileged"), "What of the applications it is about. Accounts outside that part stand on the sheet Exclusions by name."),
            new(Topic, "Addenda", Cell.Text(addenda.Count == 0 ? "none" : string.Join(", ", addenda)), "Its second waves, launched before it was closed, each with its own reading, checks and evidence."),
            new(Topic, "Purpose and scope", Cell.Text(campaign.Purpose), "In the owner's words."),
            new(Topic, "Applications in scope", Cell.Text(string.Join(", ", scope.Applications.Select(a => a.Name))), "What was reviewed."),
            new(Topic, "Read at (UTC)", Cell.Instant(scope.Applications.Select(a => a.Extract?.AsOf).Min()), "The oldest reading under it; the sheet Sources has each."),
            new(Topic, "Launched (UTC)", Cell.Instant(campaign.LaunchedAt), "When items, facts and reviewers were frozen."),
            new(Topic, "Due (UTC)", Cell.Instant(campaign.DueAt), "The end of the due day in the campaign's time zone."),
            new(Topic, "First due", Cell.Date(extensions.Count == 0 ? campaign.DueDate : extensions[0].From), "The day on which it was due when it was launched."),
            .. extensions.Select((e, i) => new Fact(
                Topic, string.Create(CultureInfo.InvariantCulture, $"Extension {i + 1}"),
                Cell.Text(string.Create(CultureInfo.InvariantCulture, $"from {e.From:yyyy-MM-dd} to {e.To:yyyy-MM-dd} by {scope.People.Actor(e.By)} on {e.At:yyyy-MM-dd HH:mm} UTC: {e.Reason ?? "purged"}")),
                "The owner gave the reviewers more days, and said why. What was late by then stays late.")),
            new(Topic, "Closed (UTC)", scope.ClosedAt is null ? Cell.Text(scope.NotClosed) : Cell.Instant(scope.ClosedAt), "When its owner closed it."),
            new(Topic, "Days late", daysLate is null ? Cell.Text(scope.NotClosed) : Cell.Integer(daysLate), "Days between due and closed."),
            new(Topic, "Time zone", Cell.Text(campaign.TimeZone), "In which its days end. Every time in this workbook is UTC."),
            new(Topic, "Owner", Cell.Text(scope.People.Name(campaign.OwnerId)), "Who answers for it."),
            new(Topic, "Launched by", Cell.Text(campaign.LaunchedBy is { } launcher ? scope.People.Actor(launcher) : null), "Who launched it."),
            new(Topic, "Closed by", Cell.Text(scope.ClosedAt is not null && campaign.EndedBy is { } closer ? scope.People.Actor(closer) : scope.NotClosed), "Who closed it."),
            new(Topic, "Previous campaign over the same application", Cell.Text(before is null ? "none" : string.Create(CultureInfo.InvariantCulture, $"C{before.Number} {before.Name}")), "The last one closed before the launch."),
            new(Topic, "Days since that one was closed", before?.EndedAt is { } gap && campaign.LaunchedAt is { } start ? Cell.Integer((long)(start - gap).TotalDays) : Cell.Text(Words.DoesNotApply), "From its close to this launch."),
            new(Topic, "Product version", Cell.Text(typeof(SummarySheet).Assembly.GetName().Version!.ToString(3)), "The product that made this workbook."),
        ];
    }

    private static IReadOnlyList<Fact> Population(SummaryCounts counts)
    {
        const string Topic = "Population";
        var decisions = TieOut.RowsOf(DecisionsSheet.Name);
        return
        [
            new(Topic, "Items", Cell.Integer(counts.Items), "Accounts with their role, and assignments to groups, under review.", decisions),
            new(Topic, "Accounts", Cell.Integer(counts.Accounts), "Items that are an account.", decisions.Where(DecisionsSheet.KindHeader, "account")),
            new(Topic, "Assignments", Cell.Integer(counts.Assignments), "Items that are an assignment.", decisions.Where(DecisionsSheet.KindHeader, "assignment")),
            new(Topic, "People", Cell.Integer(counts.People), "Different people who hold an item."),
            new(Topic, "Items of privileged accounts", Cell.Integer(counts.Privileged), "Items of accounts that hold a privileged role.", decisions.Where("Privileged", "yes")),
            new(Topic, "Accounts left out", Cell.Integer(counts.LeftOut), "By the scope; each is on the sheet Exclusions.", TieOut.RowsOf(ExclusionsSheet.Name).Where(ExclusionsSheet.KindHeader, ExclusionsSheet.LeftOut)),
            new(Topic, "Lines set aside", Cell.Integer(counts.SetAside), "At import; each is on the sheet Exclusions.", TieOut.RowsOf(ExclusionsSheet.Name).Where(ExclusionsSheet.KindHeader, ExclusionsSheet.SetAside)),
            new(Topic, "Self-reviews rerouted", Cell.Integer(counts.Rerouted), "Items whose first or second reviewer was their holder, or turned out since the launch to be, or to be one who could be; somebody else has them. Who could be already at the launch stands on Decisions as Fallback reason."),
        ];
    }

    private static Fact Gates(IReadOnlyList<Check> checks)
    {
        var gates = checks.Where(c => CompletenessChecks.Gates.Contains(c.Code)).ToList();
        int Count(CheckResult result) => gates.Count(g => g.Result == result);
        return new(
            "Population", "Gates passed", Cell.Text(string.Create(CultureInfo.InvariantCulture, $"{Count(CheckResult.Pass)} of {gates.Count}; {Count(CheckResult.NotTested)} not tested, {Count(CheckResult.Fail)} failed")),
            "Lines of the sheet Completeness that are gates, as they ran for this edition.");
    }

    private static IEnumerable<Fact> Decisions(SummaryCounts counts)
    {
        const string Topic = "Decisions";
        var decisions = TieOut.RowsOf(DecisionsSheet.Name);
        (string Name, TurnState State, string Word)[] outcomes =
        [
            ("Certified", TurnState.Certified, "Certify"), ("Revoked", TurnState.Revoked, "Revoke"),
            ("Changed", TurnState.Changed, "Change"), ("Not reviewed", TurnState.Undecided, ItemWords.NotReviewed),
        ];
        return
        [
            .. outcomes.Select(o => new Fact(Topic, o.Name, Cell.Integer(counts.States.GetValueOrDefault(o.State)), "Items by the decision in force.", decisions.Where(DecisionsSheet.DecisionHeader, o.Word))),
            .. Enum.GetValues<DecisionMode>().Where(counts.Modes.ContainsKey)
                .Select(m => new Fact(Topic, $"Decided, mode {Words.Of(m).ToLowerInvariant()}", Cell.Integer(counts.Modes[m]), "Items by how they were decided.", decisions.Where("Mode", Words.Of(m)))),
            new(Topic, "Reviewed", Cell.Integer(counts.Reviewed), "Items that a person decided in this campaign; what was carried forward or decided by the deadline is not counted."),
            new(Topic, "Not signed", Cell.Integer(counts.NotSigned), "Items not signed by everybody whom they need, what is not reviewed among them.", decisions.Where(SignOffColumns.SignedHeader, "no")),
        ];
    }

    private static IEnumerable<Fact> Removals(ReportScope scope, SummaryCounts counts)
    {
        const string Topic = "Removals";
        var removals = TieOut.RowsOf(RemovalsSheet.Name);
        return
        [
            new(Topic, "Removals", Cell.Integer(counts.RemovalStates.Values.Sum()), "One for each account or assignment finally revoked.", removals),
            .. Enum.GetValues<RemovalState>().Where(counts.RemovalStates.ContainsKey)
                .Select(s => new Fact(Topic, Words.Of(s), Cell.Integer(counts.RemovalStates[s]), "Removals in this state.", removals.Where(RemovalsSheet.StateHeader, Words.Of(s)))),
            new(Topic, "Items with a removal that stands", Cell.Integer(counts.ItemsWithRemoval), "Items whose removal was not cancelled.", RemovalsSheet.Standing(DecisionsSheet.Name, DecisionsSheet.RemovalHeader)),
            new(Topic, "Executed by the product", Cell.Integer(counts.RemovalsExecuted), "Carried out by the product, or found gone already by it, whatever a reading has shown since; the sheet Removals says when."),
            new(Topic, "Median hours decision to verified", counts.MedianHours is { } median ? Cell.Number(median) : Cell.Text("none verified"), "Half of the verified removals took no longer."),
            new(Topic, "95 % hours decision to verified", counts.Hours(0.95) is { } most ? Cell.Number(most) : Cell.Text("none verified"), "95 of 100 verified removals took no longer."),
            new(Topic, LateAsOf, Cell.Instant(scope.LateAsOf), "The time of the campaign's last event; where a removal has fallen due since, that of this edition. What is not verified is late, or not, as of this instant."),
            new(Topic, "Past their due day", Cell.Integer(counts.RemovalsLate), "Verified late, or due and not verified as of the instant above.", removals.Where("Within due date", "no")),
        ];
    }

    private static async Task<(int All, int Missing)> SignersWantedAsync(ReportScope scope, SummaryCounts counts, IReadOnlyList<SignedStatement> signed, CancellationToken cancel)
    {
        var (db, id) = (scope.Db, scope.Campaign.Id);
        var turns = db.ReviewTurns.Where(t => t.CampaignId == id);
        List<long> missing = counts.NotSigned == 0 ? [] : await SignOffScope.Unsigned(db).Where(t => t.CampaignId == id).Select(t => t.ReviewerId)
            .Union(turns.Where(t => t.State == TurnState.Undecided).Select(t => t.ReviewerId))
            .Union(db.SecondReviews.Where(s => s.CampaignId == id && !turns.Any(t => t.ItemId == s.ItemId && (t.Stage == 2 || t.State == TurnState.Revoked))).Select(s => s.ReviewerId)).ToListAsync(cancel);
        return (signed.Where(s => s.SignOff.Level == SignOffLevel.Reviewer && s.SignOff.WithdrawnAt is null).Select(s => s.SignOff.SignerId).Union(missing).Count(), missing.Count);
    }

    private static IReadOnlyList<Fact> SignOffs(ReportScope scope, SummaryCounts counts, IReadOnlyList<SignedStatement> signed, (int All, int Missing) reviewers)
    {
        const string Topic = "Sign-offs";
        var signOffs = TieOut.RowsOf(SignOffsSheet.Name);
        var inForce = signed.Where(s => s.InForce).ToList();
        var owner = inForce.Find(s => s.SignOff.Level == SignOffLevel.CampaignOwner);
        return
        [
            new(Topic, "Required of reviewers", Cell.Integer(reviewers.All), "Reviewers who have signed, or have something left to decide or to sign; those among them before whom a second look is still to come."),
            new(Topic, "Of those, given in full", Cell.Integer(reviewers.All - reviewers.Missing), "Reviewers who have nothing left to decide or to sign. What the campaign's owner and owners of applications sign stands below."),
            new(Topic, "Given", Cell.Integer(signed.Count), "All that were signed, those withdrawn too.", signOffs),
            new(Topic, "In force", Cell.Integer(inForce.Count), "Those not withdrawn; of owners of applications those that still cover what is decided there.", signOffs.Where("In force", "yes")),
            new(Topic, "Items they cover in full", Cell.Integer(counts.Items - counts.NotSigned), "Items signed by everybody whom they need."),
            new(Topic, "Application owners who signed, too", Cell.Integer(inForce.Count(s => s.SignOff.Level == SignOffLevel.ApplicationOwner)), "Applications whose owner has signed what is decided there. Wanted where somebody who owns or may close the campaign decided items or changed the scope."),
            new(Topic, "The owner's statement", Cell.Text(owner?.Text ?? (scope.ClosedAt is not null ? null : scope.NotClosed)), "What the campaign owner signed at close."),
        ];
    }
}
