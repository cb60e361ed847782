using AccessReview.Core;
using AccessReview.Core.Overview;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Overview;

/// <summary>How things stand and what to do now; what it shows depends on the reader's roles.</summary>
public sealed partial class OverviewPage : IDisposable
{
    private readonly Lifetime gone = new();
    private OverviewFacts? facts;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private ReadOverview Overview { get; set; } = null!;

    private string Greeting => facts!.Name.Split(' ')[0] is { Length: > 0 } first && facts.Name != "First administrator" ? $"Good day, {first}" : "Overview";

    private string Sentence
    {
        get
        {
            var late = facts!.Campaigns.Where(c => c.DaysLate > 0).ToList();
            string[] said =
            [
                .. facts.Campaigns.Count == 0 ? [Is(Sight.Campaigns) ? "No campaign is open" : "Nothing waits for your review"]
                    : late.Count == 0 ? [facts.Campaigns.Count == 1 ? $"{facts.Campaigns[0].Name} is on time" : $"All {facts.Campaigns.Count} open campaigns are on time"]
                    : new[] { late.Count == 1 ? $"{late[0].Name} is late" : $"{late.Count} of {facts.Campaigns.Count} open campaigns are late" },
                .. facts.Removals is { Open: > 0 } removals ? new[] { removals.Open == 1 ? "1 removal is not verified yet" : $"{DateWords.Number(removals.Open)} removals are not verified yet" } : [],
            ];
            return string.Join(". ", said) + ".";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => facts = await Overview.RunAsync(await Current.GetAsync(), gone.Token);

    private bool Is(Role any) => (facts!.Roles & any) != Role.None;
}
