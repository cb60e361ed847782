using AccessReview.Web.Components.Shared;
using System.Globalization;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Directories;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>How carefully a campaign was reviewed, as far as it can be measured fairly.</summary>
public sealed partial class QualityCard : IDisposable
{
    private readonly Lifetime gone = new();
    private readonly Newest reading = new();
    private readonly NextCommand next = new();
    private (int Number, DateOnly Due)? read;
    private QualityReport? quality;
    private PersonChoice? second;
    private string? said;
    private string? lack;
    private bool busy;
    private bool working;

    /// <summary>The campaign's number.</summary>
    [Parameter, EditorRequired]
    public int Number { get; set; }

    /// <summary>The day it is due: how much was decided in the last tenth of the time follows from it.</summary>
    [Parameter, EditorRequired]
    public DateOnly Due { get; set; }

    /// <summary>Whether it has too many items to be measured without being asked.</summary>
    [Parameter]
    public bool IsLarge { get; set; }

    /// <summary>Whether the reader may send items to a second reviewer.</summary>
    [Parameter]
    public bool MayChange { get; set; }

    /// <summary>Items went to a second reviewer.</summary>
    [Parameter]
    public EventCallback Sent { get; set; }

    [Inject]
    private AskSecondReview Ask { get; set; } = null!;

    [Inject]
    private ReviewQuality Quality { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <summary>Once for each campaign and due day: the tab around it is drawn anew for much that changes nothing here.</summary>
    protected override async Task OnParametersSetAsync()
    {
        if (read != (Number, Due))
        {
            // What is still measured of another is not shown.
            reading.Begin();
            (read, quality, said, working) = ((Number, Due), null, null, false);
            if (!IsLarge)
            {
                await ReadAsync();
            }
        }
    }

    private async Task ReadAsync()
    {
        var newest = reading.Begin();
        working = true;
        var report = await Quality.RunAsync(await Current.GetAsync(), Number, gone.Token);
        if (newest())
        {
            (quality, working) = (report.Value, false);
        }
    }

    private async Task SendAsync()
    {
        lack = second is null ? "Choose who reviews them once more." : null;
        if (second is null)
        {
            return;
        }

        busy = true;
        try
        {
            var sent = await next.SendAsync(async id => await Ask.RunAsync(id, await Current.GetAsync(), Number, second.Id, CancellationToken.None), Number, second.Id);
            said = sent.IsOk ? $"To {second.Name} {(sent.Value.Flagged == 1 ? "goes 1 item" : $"go {N(sent.Value.Flagged)} items")} under a sign, and {N(sent.Value.Drawn)} drawn at random." : sent.Problem.Sentence;
            await Sent.InvokeAsync();
            await ReadAsync();
        }
        finally
        {
            busy = false;
        }
    }

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
