using AccessReview.Core.SignIn;

namespace AccessReview.Web.Background;

/// <summary>Writes down who is still there beside everything else, so that no page waits until that is done, or fails because it cannot be.</summary>
internal sealed class SeenWorker(Sessions sessions, SeenBell bell, ILogger<SeenWorker> log) : Worker(bell, log)
{
    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stop) => sessions.WriteSeenAsync(stop);
}
