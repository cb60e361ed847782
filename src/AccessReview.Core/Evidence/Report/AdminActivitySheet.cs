using System.Globalization;
using System.Text.Json;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Addenda;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Campaigns.Workload;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Leavers;
using AccessReview.Core.Seats;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>What was done beside the review from the campaign's first event to its close, or to its last while it runs: settings, mappings,
/// roles, imports, exports, refused attempts; and what set the campaign itself up: its plan, its applications and what of them was left out.
/// Other campaigns' events are not shown.</summary>
internal static class AdminActivitySheet
{
    internal const string Name = "Admin activity";

    // The campaign's own events that set it up; what was done in the review stands on its own sheets.
    private static readonly IReadOnlyList<string> OfPlan =
    [
        nameof(CampaignDrafted), nameof(CampaignRepeated), nameof(CyclePrepared), nameof(AddendumDrafted), nameof(SeatReviewDrafted), nameof(LeaversDrafted),
        nameof(CampaignPlanChanged), nameof(CampaignApplicationAdded), nameof(CampaignApplicationChanged), nameof(CampaignApplicationRemoved), nameof(ScopeApproved),
        nameof(SecondReviewSet), nameof(WorkloadShifted), nameof(WorkloadShiftTakenBack), nameof(DeadlineExtended),
    ];

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var events = scope.Db.AuditEvents.AsNoTracking()
            .Where(e => e.Seq >= scope.FirstSeq && e.Seq <= scope.AsOfSeq && (e.CampaignId == null || (e.CampaignId == scope.Campaign.Id && OfPlan.Contains(e.Type)))).OrderBy(e => e.Seq);
        return Sheet.Of(Name, Columns(scope), await events.LongCountAsync(cancel), events.AsAsyncEnumerable());
    }

    private static SheetColumns<AuditEvent> Columns(ReportScope scope) => new SheetColumns<AuditEvent>()
        .Text("Event", 10, e => e.Seq.ToString(CultureInfo.InvariantCulture), "Its place in the chain.", "The chain.")
        .Instant("At", e => e.At, "When.", "The event.")
        .Text("What", 30, e => e.Type, "The type of the event.", "The event.")
        .Text("By", 26, e => scope.People.Actor(e.Actor), "Who.", "The event.")
        .Text("Roles held", 26, e => Read(e, "roles"), "The roles they held in that moment.", "The event.", "none")
        .Text("Proved identity by", 18, e => Read(e, "method"), "How they proved who they are.", "The event.")
        .Text("Facts", 80, Facts, "Ids, codes, counts and hashes: the chain holds no names and no free text.", "The event's body.", "none")
        .Text("Event hash", 68, e => Convert.ToHexStringLower(e.Hash), "The hash of the event.", "The chain: events.jsonl.");

    private static string? Read(AuditEvent happened, string name)
    {
        using var body = JsonDocument.Parse(happened.Body);
        return body.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private static string Facts(AuditEvent happened)
    {
        using var body = JsonDocument.Parse(happened.Body);
        return body.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            ? string.Join("; ", data.EnumerateObject().Select(p => $"{p.Name}: {p.Value}"))
            : "";
    }
}
