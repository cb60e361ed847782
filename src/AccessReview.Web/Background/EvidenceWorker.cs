using AccessReview.Core.Evidence;

namespace AccessReview.Web.Background;

/// <summary>Makes editions of the evidence, one at a time. A failure stands in the job, where the page shows it.</summary>
internal sealed class EvidenceWorker(RunExports exports, ExportBell bell, ILogger<EvidenceWorker> log) : Worker(bell, log)
{
    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stop) => exports.RunAsync(stop);
}
