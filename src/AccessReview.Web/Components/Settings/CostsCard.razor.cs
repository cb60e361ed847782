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
        if (shown == Policy)
        {
            return;
        }

        shown = Policy;
        hours = Policy.HandHoursAYear?.ToString(CultureInfo.InvariantCulture) ?? "";
        (hour, missed, currency, source) = (Major(Policy.HourCostMinor), Major(Policy.MissedRemovalCostMinor), Policy.CostCurrency, Policy.CostSource);
    }

    private static string Major(long? minor) => minor is { } value ? (value / 100m).ToString("0.##", CultureInfo.InvariantCulture) : "";

    private static bool Read(string text, out decimal? value)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var isNumber = decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue;
        value = isNumber ? number : null;
        return isNumber;
    }

    private async Task SaveAsync()
    {
        if (busy)
        {
            return;
        }

        if (!Read(hours, out var worked) || !Read(hour, out var each) || !Read(missed, out var miss) || worked != decimal.Truncate(worked ?? 0) && worked is not null)
        {
            (problem, saved) = (new Problem("policy.costs", "Hours are a whole number; costs are numbers, such as 60 or 60.28. Leave empty what is not known."), null);
            return;
        }

        busy = true;
        var policy = shown! with
        {
            HandHoursAYear = (int?)worked, HourCostMinor = (long?)(each * 100), MissedRemovalCostMinor = (long?)(miss * 100), CostCurrency = currency.Trim().ToUpperInvariant(), CostSource = source.Trim(),
        };
        var outcome = await next.SendAsync(id => Set.RunAsync(id, Actor, policy, shown, CancellationToken.None), policy, shown);
        (busy, problem, saved) = (false, outcome.Problem, outcome.IsOk ? outcome.Value : null);
        await Changed.InvokeAsync();
    }
}
