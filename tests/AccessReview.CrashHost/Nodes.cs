using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.CrashHost;

/// <summary>Two nodes at work on one database: both find the same jobs, the same clock work and the same reviewer's rows, at once.</summary>
internal sealed class Nodes(StoryRun run)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    /// <summary>Leaves a launched campaign, evidence asked for, and an assessment out of date.</summary>
    public async Task PrepareAsync()
    {
        await new Quarter(run).TellToLaunchAsync();
        _ = (await run.Get<AskForEvidence>().RunAsync(Actor.Demo(await new Quarter(run).PersonAsync("dmitri.raman")), 1, Never)).Require();
        await run.SendAsync("policy", id => run.Get<SetPolicy>().RunAsync(id, Actor.Product, new Policy { Organisation = "Two nodes", TimeZone = "Europe/Berlin" }, null, Never));
    }

    /// <summary>Waits for the word, then works; the seed says which node it is and in which order it goes.</summary>
    public async Task WorkAsync()
    {
        run.Tell("ready");
        await Console.In.ReadLineAsync();
        await Task.WhenAll(
            run.Get<FollowUps>().RunAsync(Never),
            run.Get<RunExports>().RunAsync(Never),
            DecideAsync());
        await SignAsync();
        await run.Get<FollowUps>().RunAsync(Never);
    }

    /// <summary>Decides what it finds undecided, in an order of its own; whoever comes second gets a conflict, which is an answer.</summary>
    private async Task DecideAsync()
    {
        foreach (var turn in (await TurnsAsync()).OrderBy(t => (t.Id * 7919 * (1 + run.Seed)) % 1009).ToList())
        {
            await using var db = run.Get<Databases>().CreateDbContext();
            var seen = await db.ReviewTurns.AsNoTracking().SingleAsync(t => t.Id == turn.Id, Never);
            if (seen.State != TurnState.Undecided)
            {
                continue;
            }

            var kind = turn.Id % 9 == 0 ? DecisionKind.Revoke : DecisionKind.Certify;
            var answer = await run.Get<DecideItem>().RunAsync(Guid.NewGuid(), Actor.Demo(turn.ReviewerId), new ItemChoice(turn.Id, seen.EventSeq, kind, "Known and needed"), Never);
            if (answer.IsOk && answer.Value.Items.Any(i => i.Kind == ItemAnswerKind.Saved))
            {
                run.Tell($"decided {turn.Id}");
            }
        }
    }

    /// <summary>Both nodes get the same sign-off from the same browser; it happens once, and both answer the same.</summary>
    private async Task SignAsync()
    {
        var turns = await TurnsAsync();
        while (await LeftAsync() > 0)
        {
            await DecideAsync();
        }

        var (reviewer, campaign) = (Actor.Demo(turns[0].ReviewerId), turns[0].CampaignId);
        var text = (await run.Get<SignOffPreview>().RunAsync(reviewer, campaign, Never)).Value?.Text ?? "signed by the other node";
        await run.SendAsSharedAsync("sign-off", id => run.Get<SignOffReview>().RunAsync(id, reviewer, campaign, text, Never));
    }

    private async Task<int> LeftAsync()
    {
        await using var db = run.Get<Databases>().CreateDbContext();
        return await db.ReviewTurns.CountAsync(t => t.State == TurnState.Undecided, Never);
    }

    private async Task<List<ReviewTurn>> TurnsAsync()
    {
        await using var db = run.Get<Databases>().CreateDbContext();
        return await db.ReviewTurns.AsNoTracking().OrderBy(t => t.Number).ToListAsync(Never);
    }
}
