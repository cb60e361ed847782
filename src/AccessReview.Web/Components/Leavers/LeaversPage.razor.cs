using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Leavers;
using AccessReview.Web.Components.Overview;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Leavers;

/// <summary>How long people kept access after they had left.</summary>
public sealed partial class LeaversPage : IDisposable
{
    private static readonly (bool? Open, string Words)[] Tabs = [(null, "All"), (true, "Still open"), (false, "Ended")];
    private readonly Lifetime gone = new();
    private readonly Newest reading = new();
    private LeaversView? view;
    private Problem? problem;

    [SupplyParameterFromQuery(Name = "application")]
    private long? ApplicationId { get; set; }

    [SupplyParameterFromQuery(Name = "open")]
    private bool? AskedOpen { get; set; }

    [SupplyParameterFromQuery(Name = "length")]
    private string? AskedLength { get; set; }

    [SupplyParameterFromQuery(Name = "used")]
    private bool? AskedUsed { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private int? AskedFrom { get; set; }

    [Inject] private CurrentActor Current { get; set; } = null!;

    [Inject] private LeaverList Leavers { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private LeaverFilter Filter => new(ApplicationId, AskedOpen, LeaverFilter.LengthOf(AskedLength), AskedUsed == true);

    private LeaverFilter Everybody => new(ApplicationId);

    private string? Sentence => view?.Figures switch
    {
        null => null,
        { Accounts: 0 } when !view.Judged.Any => null,
        { Accounts: 0 } => "Nobody who has left could still get in" + (FindingWords.NotJudged(view.Judged) is { } some ? $"; {some}." : "."),
        { Open: 0 } all => $"{DateWords.Count(all.Accounts, "account")} of people who have left {(all.Accounts == 1 ? "was" : "were")} found open, and none is open any more.",
        var some => $"{(some.OpenPeople == 1 ? "1 person who has left can" : $"{DateWords.Number(some.OpenPeople)} people who have left can")} still get in, by {DateWords.Count(some.Open, "account")} of the newest complete readings.",
    };

    private string OpenNote => LeaverWords.Open(view!.Figures, view.AtOnce);

    private string Longest => view!.Figures switch
    {
        { LongestHours: { } hours } some => $"longest {DateWords.Duration(hours)}" + (some.HoursKnown < some.Accounts ? $"; not known of {DateWords.Number(some.Accounts - some.HoursKnown)}" : ""),
        _ => "no last day is known",
    };

    private string UsedNote => view!.Figures switch
    {
        { UsedNotKnown: 0 } some => $"of {DateWords.Count(some.Accounts, "account")}",
        var some => $"of {DateWords.Count(some.Accounts, "account")}; not known of {DateWords.Number(some.UsedNotKnown)}",
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var newest = reading.Begin();
        var read = await Leavers.RunAsync(await Current.GetAsync(), Filter, AskedFrom ?? 0, gone.Token);
        if (newest())
        {
            (view, problem) = (read.Value ?? view, read.Problem);
        }
    }

    private void Choose(ChangeEventArgs e) => Navigation.NavigateTo(Links.Leavers(
        Filter with { ApplicationId = long.TryParse(e.Value?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null }));
}
