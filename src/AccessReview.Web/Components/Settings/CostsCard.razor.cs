using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Settings;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Settings;

/// <summary>What hours and missed removals cost; an empty field is not entered.</summary>
public partial class CostsCard
{
    private readonly NextCommand next = new();
    private string hours = "";
    private string hour = "";
    private string missed = "";
    private string currency = "";
    private string source = "";
    private Policy? shown;
    private Problem? problem;
    private int? saved;
    private bool busy;

    /// <summary>The policy in force.</summary>
    [Parameter, EditorRequired] public Policy Policy { get; set; } = null!;

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired] public Actor Actor { get; set; } = null!;

    /// <summary>A version was saved.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    [Inject] private SetPolicy Set { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // What another card saved leaves the fields as they are being edited.
        var asShown = shown is not null && Part(shown) == Part(Policy);
        shown = Policy;
        if (asShown)
        {
            return;
        }

        hours = Policy.HandHoursAYear?.ToString(CultureInfo.InvariantCulture) ?? "";
        (hour, missed, currency, source) = (EnteredMoney.Write(Policy.HourCostMinor), EnteredMoney.Write(Policy.MissedRemovalCostMinor), Policy.CostCurrency, Policy.CostSource);
    }

    private static (int? Hours, long? Hour, long? Missed, string Currency, string Source) Part(Policy of) =>
        (of.HandHoursAYear, of.HourCostMinor, of.MissedRemovalCostMinor, of.CostCurrency, of.CostSource);

    private async Task SaveAsync()
    {
        if (busy)
        {
            return;
        }

        int? worked = int.TryParse(hours.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        var notHours = worked is null && !string.IsNullOrWhiteSpace(hours) ? "Hours are a whole number, as of one year. Leave empty what is not known." : null;
        var (notEach, notMiss) = (EnteredMoney.Read(hour, out var each), EnteredMoney.Read(missed, out var miss));
        if ((notHours ?? (notEach is null ? null : "An hour: " + notEach) ?? (notMiss is null ? null : "An account that should be gone: " + notMiss)) is { } wrong)
        {
            (problem, saved) = (new Problem("policy.costs", wrong), null);
            return;
        }

        busy = true;
        var policy = shown! with
        {
            HandHoursAYear = worked, HourCostMinor = each, MissedRemovalCostMinor = miss, CostCurrency = currency.Trim().ToUpperInvariant(), CostSource = source.Trim(),
        };
        var outcome = await next.SendAsync(id => Set.RunAsync(id, Actor, policy, shown, CancellationToken.None), policy, shown);
        (busy, problem, saved) = (false, outcome.Problem, outcome.IsOk ? outcome.Value : null);
        await Changed.InvokeAsync();
    }
}
