using AccessReview.Core;
using AccessReview.Core.Evidence;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Evidence;

/// <summary>Editions of every campaign's evidence: make, watch, download, and what to check them with.</summary>
public sealed partial class EvidencePage : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);
    private readonly Lifetime gone = new();
    private Actor? actor;
    private IReadOnlyList<CampaignEvidence>? campaigns;
    private Problem? problem;
    private bool watching;

    [SupplyParameterFromQuery]
    private int? Campaign { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private EvidenceList List { get; set; } = null!;

    [Inject]
    private AskForEvidence Ask { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private string Sentence => campaigns switch
    {
        null or [] => "What an auditor takes away: the workbook, the raw files, the record of every act, and the means to check them.",
        _ when campaigns.Count(c => c.Editions.Count == 0) is > 0 and var none => none == 1 ? "1 campaign has no edition yet." : $"{none} campaigns have no edition yet.",
        _ when campaigns.Count(c => c.CurrentEditionId is null) is > 0 and var stale => stale == 1
            ? "1 campaign has something that its last edition does not cover." : $"{stale} campaigns have something that their last editions do not cover.",
        _ => "Every campaign has an edition that covers everything up to now.",
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        actor = await Current.GetAsync();
        await ReadAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!watching && campaigns?.Any(c => c.InTheMaking is { Problem: null }) == true)
        {
            watching = true;
            await WatchAsync();
        }
    }

    private async Task ReadAsync() => Show(await List.RunAsync(actor!, gone.Token));

    private void Show(Outcome<IReadOnlyList<CampaignEvidence>> read) => (campaigns, problem) = (read.Value, read.Problem);

    private async Task MakeAsync(int number)
    {
        var asked = await Ask.RunAsync(actor!, number, gone.Token);
        problem = asked.Problem;
        if (asked.IsOk)
        {
            await ReadAsync();
        }
    }

    /// <summary>Looks once a second while something is being made; the job goes on without it.</summary>
    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Glance, Time);
        try
        {
            while (campaigns?.Any(c => c.InTheMaking is { Problem: null }) == true && await timer.WaitForNextTickAsync(gone.Token))
            {
                Show(await List.WatchAsync(actor!, campaigns, gone.Token));
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }

        watching = false;
    }
}
