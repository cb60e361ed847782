using AccessReview.Core;
using AccessReview.Core.Extracts;
using AccessReview.Core.Removals;

namespace AccessReview.CrashHost;

/// <summary>What the workers do about removals: carry out, ask for the reading that proves it, and read.</summary>
internal static class CarryOut
{
    public static async Task TellAsync(StoryRun run)
    {
        // As at the start of the product: what a killed process left waits for nobody.
        await run.Get<FollowUps>().RunAsync(CancellationToken.None);
        await run.Get<CarryOutRemovals>().RunAsync(CancellationToken.None);
        await run.Get<PlanReadings>().RunAsync(CancellationToken.None);
        await run.Get<RunReadings>().RunAsync(CancellationToken.None);
    }
}
