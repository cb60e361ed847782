using AccessReview.Core.Campaigns.Register;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Leavers;
using AccessReview.Core.Removals;

namespace AccessReview.Core.Audit;

/// <summary>The events by which something left the product: what somebody downloaded, and samples drawn for testing.</summary>
public static class TakenAway
{
    /// <summary>Their types.</summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        nameof(EvidenceDownloaded), nameof(SampleDrawn), nameof(RegisterDownloaded), nameof(LeaverListDownloaded), nameof(RemovalListDownloaded), nameof(ProofDownloaded),
    ];
}
