using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Evidence;

/// <summary>One campaign's editions.</summary>
public sealed partial class CampaignEvidenceCard
{
    /// <summary>The campaign.</summary>
    [Parameter, EditorRequired]
    public CampaignEvidence Campaign { get; set; } = null!;

    /// <summary>True for the campaign whose download led here.</summary>
    [Parameter]
    public bool Chosen { get; set; }

    /// <summary>Asks for an edition of everything up to now.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnMake { get; set; }

    private string State => Campaign.EndedAt is { } ended && Campaign.State == CampaignState.Closed ? $"Closed {DateWords.Day(DateOnly.FromDateTime(ended))}" : Campaign.State.ToString();

    private static string Percent(EvidenceInTheMaking job) =>
        string.Create(CultureInfo.InvariantCulture, $"{(job.Total == 0 ? 3 : Math.Max(3, 100.0 * job.Rows / job.Total)):0.#}%");

    private static string Progress(EvidenceInTheMaking job) => job.Total == 0
        ? "Being made. You can leave this page."
        : $"{DateWords.Number(job.Rows)} of {DateWords.Number(job.Total)} rows written. You can leave this page.";

    private static string Size(long bytes) => bytes < 1024 * 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes / 1024)} KB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MB");
}
