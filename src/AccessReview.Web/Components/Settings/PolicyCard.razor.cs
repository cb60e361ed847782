using AccessReview.Core;
using AccessReview.Core.Settings;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Settings;

/// <summary>The policy in force, and its versions.</summary>
public partial class PolicyCard
{
    private static readonly IReadOnlyList<string> Zones = [.. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(id => id.Contains('/')).Order(StringComparer.Ordinal)];

    private readonly NextCommand next = new();
    private List<Number> numbers = [];
    private string organisation = "";
    private string zone = "";
    private bool carryForward;
    private IndependenceRule reciprocal;
    private IndependenceRule administrators;
    private bool qualityByReviewer;
    private Policy? shown;
    private Problem? problem;
    private int? saved;
    private bool busy;

    /// <summary>The policy and its versions.</summary>
    [Parameter, EditorRequired] public PolicyHistory.Answer Answer { get; set; } = null!;

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired] public Actor Actor { get; set; } = null!;

    /// <summary>A version was saved.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    [Inject] private SetPolicy Set { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var policy = Answer.Policy;

        // What another card saved leaves the fields as they are being edited.
        var asShown = shown is not null && WithPartOf(policy, shown) == policy;
        shown = policy;
        if (asShown)
        {
            return;
        }

        (organisation, zone, carryForward, qualityByReviewer) = (policy.Organisation, policy.TimeZone, policy.CarryForward, policy.QualityByReviewer);
        (reciprocal, administrators) = (policy.ReciprocalReview, policy.AdministratorsReview);
        numbers =
        [
            new("application-days", "Days until an application's file is too old to launch on", policy.ApplicationStaleAfterDays),
            new("staff-days", "Days until a staff list is too old to launch on", policy.StaffListStaleAfterDays),
            new("removal-days", "Days within which a removal is due", policy.RemovalDueDays),
            new("removal-wait", "Minutes the product waits after a sign-off before it removes", policy.RemovalWaitMinutes),
            new("brake", "Removals of one application within a day above which the brake holds them", policy.BrakeAbove),
            new("brake-percent", "and the share of the application, in percent, that they exceed", policy.BrakePercent),
            new("bulk", "Items above which a bulk act asks once", policy.BulkAsksAbove),
            new("years", "Years a closed campaign is kept", policy.RetentionYears),
        ];
    }

    private static Policy WithPartOf(Policy policy, Policy other) => policy with
    {
        Organisation = other.Organisation,
        TimeZone = other.TimeZone,
        ApplicationStaleAfterDays = other.ApplicationStaleAfterDays,
        StaffListStaleAfterDays = other.StaffListStaleAfterDays,
        RemovalDueDays = other.RemovalDueDays,
        RemovalWaitMinutes = other.RemovalWaitMinutes,
        BrakeAbove = other.BrakeAbove,
        BrakePercent = other.BrakePercent,
        BulkAsksAbove = other.BulkAsksAbove,
        RetentionYears = other.RetentionYears,
        CarryForward = other.CarryForward,
        ReciprocalReview = other.ReciprocalReview,
        AdministratorsReview = other.AdministratorsReview,
        QualityByReviewer = other.QualityByReviewer,
    };

    private async Task SaveAsync()
    {
        if (busy)
        {
            return;
        }

        busy = true;
        int Of(string id) => numbers.Single(n => n.Id == id).Value;
        var policy = shown! with
        {
            Organisation = organisation.Trim(),
            TimeZone = zone.Trim(),
            ApplicationStaleAfterDays = Of("application-days"),
            StaffListStaleAfterDays = Of("staff-days"),
            RemovalDueDays = Of("removal-days"),
            RemovalWaitMinutes = Of("removal-wait"),
            BrakeAbove = Of("brake"),
            BrakePercent = Of("brake-percent"),
            BulkAsksAbove = Of("bulk"),
            RetentionYears = Of("years"),
            CarryForward = carryForward,
            ReciprocalReview = reciprocal,
            AdministratorsReview = administrators,
            QualityByReviewer = qualityByReviewer,
        };
        var outcome = await next.SendAsync(id => Set.RunAsync(id, Actor, policy, shown, CancellationToken.None), policy, shown);

        // What waits for a second person is not in force: the fields show what is.
        (busy, problem, saved, shown) = (false, outcome.Problem, outcome.IsOk ? outcome.Value : null, outcome.IsOk ? null : shown);
        await Changed.InvokeAsync();
    }

    /// <summary>A number of the policy as it is being edited.</summary>
    private sealed class Number(string id, string label, int value)
    {
        public string Id { get; } = id;

        public string Label { get; } = label;

        public int Value { get; set; } = value;
    }
}
