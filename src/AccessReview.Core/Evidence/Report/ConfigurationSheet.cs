using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Each setting that decides what a review says, at launch and at close.</summary>
internal static class ConfigurationSheet
{
    internal const string Name = "Configuration";

    private static readonly SheetColumns<Line> Columns = new SheetColumns<Line>()
        .Text("Of", 24, l => l.Of, "The policy, the campaign, or an application.", "The product.")
        .Text("Setting", 36, l => l.Setting, "The setting.", "The product.")
        .Text("At launch", 44, l => l.AtLaunch, "Its value at launch.", "The copy the campaign was launched with.", "not set")
        .Text("At close", 44, l => l.AtClose, "Its value at close; before that, at this edition.", "The value then in force.", "not set")
        .Text("Changed", 10, l => Words.Of(l.AtLaunch != l.AtClose), "Whether the two differ.", "Computed.");

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var at = scope.AsOf;
        var later = await scope.Db.PolicyVersions.AsNoTracking().Where(p => p.SetAt <= at).OrderByDescending(p => p.Number).FirstOrDefaultAsync(cancel);
        var now = later is null ? new Policy() : CurrentPolicy.Parse(later.Json);
        var launch = await scope.Db.AuditEvents.Where(e => e.CampaignId == scope.Campaign.Id && e.Type == nameof(CampaignLaunched)).MaxAsync(e => (long?)e.Seq, cancel) ?? scope.FirstSeq;
        var firstDue = await DeadlineExtension.FirstDueAsync(scope.Db, scope.Campaign, cancel);
        return Sheet.Of(
            Name,
            Columns,
            [
                .. PolicyLines.Of(scope.Policy, scope.People).Zip(PolicyLines.Of(now, scope.People), (first, last) => new Line("Policy", first.Setting, first.Value, last.Value)),
                .. OfCampaign(scope.Campaign, firstDue),
                .. scope.Applications.SelectMany(a => OfPlan(scope, a).Select(s => new Line(a.Name, s.Setting, s.Value, s.Value))),
                .. scope.Applications.SelectMany(a => OfApplication(scope, a, scope.Settings.At(a.Application, launch), scope.Settings.At(a.Application, scope.AsOfSeq))),
            ]);
    }

    private static IEnumerable<Line> OfCampaign(Campaign campaign, DateOnly firstDue)
    {
        const string Of = "Campaign";
        var deadline = campaign.Deadline == DeadlineRule.Revoke ? "revoked at close, counted apart" : "nothing: counted as not reviewed";
        return
        [
            new(Of, "What the deadline does to silence", deadline, deadline),
            new(Of, "Time zone", campaign.TimeZone, campaign.TimeZone),
            new(Of, "Due", Day(firstDue), Day(campaign.DueDate)),
        ];
    }

    private static IEnumerable<(string Setting, string? Value)> OfPlan(ReportScope scope, ReviewedApplication application)
    {
        var plan = application.Plan;
        return
        [
            ("Assignments are reviewed", Words.Of(plan.IncludeAssignments)),
            ("Disabled accounts are reviewed", Words.Of(plan.IncludeDisabled)),
            ("Reviewer of accounts", Words.Of(plan.AccountReviewer)),
            ("Reviewer of assignments", plan.AssignmentReviewer is { } rule ? Words.Of(rule) : "as for the account"),
            ("Named reviewer", scope.People.Name(plan.NamedReviewerId)),
            ("Fallback reviewer", scope.People.Name(plan.FallbackReviewerId)),
            ("A second reviewer looks at", SecondReviewWords.Of(plan.SecondReview)),
            ("Second reviewer", scope.People.Name(plan.SecondReviewerId) ?? (plan.SecondReview == SecondReviewRule.None ? null : "the application's owner")),
        ];
    }

    private static IEnumerable<Line> OfApplication(
        ReportScope scope, ReviewedApplication application, AppliedSettings then, AppliedSettings now) =>
    [
        new(application.Name, "Owner", scope.People.Name(then.OwnerId), scope.People.Name(now.OwnerId)),
        new(application.Name, "Dormant after days", then.DormantAfterDays.ToString(CultureInfo.InvariantCulture), now.DormantAfterDays.ToString(CultureInfo.InvariantCulture)),
        new(application.Name, "Privileged roles", then.Roles, now.Roles),
        new(application.Name, "Removals of privileged accounts are due after hours", Hours(then.PrivilegedRemovalHours), Hours(now.PrivilegedRemovalHours)),
        new(application.Name, "Other removals are due after hours", Hours(then.RemovalHours), Hours(now.RemovalHours)),
    ];

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Hours(int? hours) => hours?.ToString(CultureInfo.InvariantCulture) ?? "the policy's days";

    private sealed record Line(string Of, string Setting, string? AtLaunch, string? AtClose);
}
