using System.Globalization;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>How carefully a campaign was reviewed, as far as it can be measured fairly.</summary>
public partial class QualityCard
{
    private QualityReport? quality;

    /// <summary>The campaign's number.</summary>
    [Parameter, EditorRequired]
    public int Number { get; set; }

    [Inject]
    private ReviewQuality Quality { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => quality = (await Quality.RunAsync(await Current.GetAsync(), Number, CancellationToken.None)).Value;

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
