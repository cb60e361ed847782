using AccessReview.Core;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;

namespace AccessReview.CrashHost;

/// <summary>What happens between the start and the end of a life.</summary>
internal static class Stories
{
    /// <summary>The exit code of one that was refused its start.</summary>
    public const int Refused = 3;

    /// <summary>One life: the start, and the story of that name.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> LiveAsync(StoryRun run, string name)
    {
        var started = await run.Get<StartUp>().RunAsync(CancellationToken.None);
        if (!started.IsOk)
        {
            run.Tell($"refused {started.Problem.Code}");
            return Refused;
        }

        run.Tell("started");
        await Named(name)(run);
        run.Tell("finished");
        return 0;
    }

    private static Func<StoryRun, Task> Named(string name) => name switch
    {
        "nothing" => _ => Task.CompletedTask,
        "policies" => PoliciesAsync,
        "hold" => HoldAsync,
        "quarter" => run => new Quarter(run).TellAsync(),
        "prepare-nodes" => run => new Nodes(run).PrepareAsync(),
        "prepare-leavers" => run => new Leavers(run).PrepareAsync(),
        "leavers" => run => new Leavers(run).TellAsync(),
        "mails" => Mails.TellAsync,
        "carry-out" => CarryOut.TellAsync,
        "carry-out-together" => CarryOut.TogetherAsync,
        "node" => run => new Nodes(run).WorkAsync(),
        _ => throw new ArgumentException($"There is no story named {name}.", nameof(name)),
    };

    /// <summary>Small commands, one after the other.</summary>
    private static async Task PoliciesAsync(StoryRun run)
    {
        for (var n = 1; n <= 3 + (run.Seed % 3); n++)
        {
            var policy = new Policy { RemovalDueDays = n, Organisation = $"Organisation {run.Seed}" };
            await run.SendAsync($"policy-{n}", id => run.Get<SetPolicy>().RunAsync(id, Actor.FirstAdministrator(), policy, null, CancellationToken.None));
        }
    }

    /// <summary>Keeps the data folder until the test closes the child's standard input.</summary>
    private static async Task HoldAsync(StoryRun run)
    {
        run.Tell("holding");
        await Console.In.ReadToEndAsync();
    }
}
