using AccessReview.Core;

namespace AccessReview.Web.Background;

/// <summary>Does at once what follows from an act that was just saved, so that its page shows it. The act stands whether or not this succeeds: a
/// failure is logged and tried again by the clock, and is no fault of the page or dialog that has done its work.</summary>
internal sealed partial class AfterAct(FollowUps followUps, ILogger<AfterAct> log)
{
    /// <summary>Does it, whether or not the page is still there.</summary>
    public async Task RunAsync()
    {
        try
        {
            await followUps.RunAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What follows from an act that was saved failed and will be tried again.")]
    private partial void LogFailed(Exception failure);
}
