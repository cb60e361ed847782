using AccessReview.Core;
using AccessReview.Core.Removals;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Removals;

/// <summary>A campaign's removals: decided, done by hand, verified, still present, reappeared are different numbers.</summary>
public sealed partial class CampaignRemovalsTab : IDisposable
{
    private const int Rows = 100;
    private readonly CancellationTokenSource gone = new();
    private RemovalPage? page;
    private Problem? problem;

    /// <summary>The campaign's number.</summary>
    [Parameter, EditorRequired]
    public int CampaignNumber { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private RemovalList Removals { get; set; } = null!;

    private RemovalFilter Filter => new(CampaignNumber: CampaignNumber);

    private IEnumerable<(string Words, int Count, RemovalShow Show, Tone Tone)> Numbers =>
    [
        ("Decided", page!.Counts.Decided, RemovalShow.All, Tone.Plain),
        ("Done by hand", page.Counts.DoneByHand, RemovalShow.Done, Tone.Plain),
        ("Verified gone", page.Counts.Verified, RemovalShow.Verified, Tone.Ok),
        ("Still present", page.Counts.StillPresent, RemovalShow.StillPresent, page.Counts.StillPresent > 0 ? Tone.No : Tone.Plain),
        ("Reappeared", page.Counts.Reappeared, RemovalShow.Reappeared, page.Counts.Reappeared > 0 ? Tone.No : Tone.Plain),
        ("Late", page.Counts.Late, RemovalShow.Late, page.Counts.Late > 0 ? Tone.Warn : Tone.Plain),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var read = await Removals.RunAsync(await Current.GetAsync(), Filter, 0, Rows, gone.Token);
        (page, problem) = (read.Value, read.Problem);
    }
}
