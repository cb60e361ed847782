using AccessReview.Core;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.CrashHost;

/// <summary>What the workers do about removals: carry out, ask for the reading that proves it, and read.</summary>
internal static class CarryOut
{
    public static async Task TellAsync(StoryRun run)
    {
        await TellAsync(run, CancellationToken.None);
    }

    /// <summary>Waits for the word, then works beside another process until nothing is left to do for either.</summary>
    public static async Task TogetherAsync(StoryRun run)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        run.Tell("ready");
        await Console.In.ReadLineAsync();
        while (await IsLeftAsync(run, patience.Token))
        {
            await TellAsync(run, patience.Token);
        }
    }

    private static async Task<bool> IsLeftAsync(StoryRun run, CancellationToken cancel)
    {
        await using var db = run.Get<Databases>().CreateDbContext();
        return await db.Removals.AnyAsync(r => r.State != RemovalState.Verified, cancel) || await db.Works.AnyAsync(w => w.State == WorkState.Running, cancel);
    }

    private static async Task TellAsync(StoryRun run, CancellationToken cancel)
    {
        // As at the start of the product: what a killed process left waits for nobody.
        await run.Get<FollowUps>().RunAsync(cancel);
        await run.Get<CarryOutRemovals>().RunAsync(cancel);
        await run.Get<PlanReadings>().RunAsync(cancel);
        await run.Get<RunReadings>().RunAsync(cancel);
    }
}
