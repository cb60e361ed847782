using AccessReview.Core;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Removals;

/// <summary>A campaign's removals: decided, done by hand, verified, still present, reappeared are different numbers.</summary>
public sealed partial class CampaignRemovalsTab : IDisposable
{
    private readonly Lifetime gone = new();
    private readonly Newest reading = new();
    private RemovalPage? page;
    private Problem? problem;

    /// <summary>The campaign's number.</summary>
    [Parameter, EditorRequired]
    public int CampaignNumber { get; set; }

    [CascadingParameter]
    private Role Reader { get; set; }

    [SupplyParameterFromQuery]
    private string? Show { get; set; }

    [SupplyParameterFromQuery]
    private int? Open { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? AskedPage { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private RemovalList Removals { get; set; } = null!;

    private RemovalShow Shown => RemovalFilter.ShowOf(Show);

    private RemovalFilter Filter => new(Shown, CampaignNumber: CampaignNumber);

    private int PageNumber => page!.From / RemovalsPage.PageSize + 1;

    private bool MayRun => (Reader & Sight.Removals) != Role.None;

    private IEnumerable<(string Words, int Count, RemovalShow Show, Tone Tone)> Numbers =>
    [
        ("Decided", page!.Counts.Decided, RemovalShow.Decided, Tone.Plain),
        ("Done by hand", page.Counts.DoneByHand, RemovalShow.Done, Tone.Plain),
        ("Executed", page.Counts.Executed, RemovalShow.Executed, Tone.Plain),
        ("Verified", page.Counts.Verified, RemovalShow.Verified, Tone.Ok),
        ("Still present", page.Counts.StillPresent, RemovalShow.StillPresent, page.Counts.StillPresent > 0 ? Tone.No : Tone.Plain),
        ("Reappeared", page.Counts.Reappeared, RemovalShow.Reappeared, page.Counts.Reappeared > 0 ? Tone.No : Tone.Plain),
        ("Waived", page.Counts.Waived, RemovalShow.Waived, Tone.Plain),
        ("Overruled", page.Counts.Overruled, RemovalShow.Overruled, Tone.Plain),
        ("Late", page.Counts.Late, RemovalShow.Late, page.Counts.Late > 0 ? Tone.Warn : Tone.Plain),
    ];

    // Whoever runs removals goes to the to-do list, whose pages are the same; an auditor stays in the campaign.
    private string Address(RemovalShow show, int? open = null, int page = 1) => MayRun
        ? Links.Removals(Filter with { Show = show }, open, page)
        : Links.CampaignRemovals(CampaignNumber, show, open, page);

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var newest = reading.Begin();
        var read = await Removals.RunAsync(await Current.GetAsync(), Filter, ((AskedPage ?? 1) - 1L) * RemovalsPage.PageSize, RemovalsPage.PageSize, gone.Token);
        if (newest())
        {
            (page, problem) = (read.Value, read.Problem);
        }
    }
}
