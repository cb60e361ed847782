using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.CrashHost;

/// <summary>A reading shows that people who have left can still get in, the policy has somebody asked at once, and their access is revoked and
/// its removal planned.</summary>
internal sealed class Leavers(StoryRun run)
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly Actor Setup = Actor.FirstAdministrator();

    /// <summary>Leaves the staff list read, the policy set, and Heap's files one click from their import.</summary>
    public async Task PrepareAsync()
    {
        var application = await new Quarter(run).TellToRegisterAsync();
        var owner = await new Quarter(run).PersonAsync("dmitri.raman");
        await run.SendAsync("policy", id => run.Get<SetPolicy>().RunAsync(id, Setup, new Policy { Leavers = LeaversRule.AtOnce, LeaversOwnerId = owner }, null, Never));
        await new QuarterImport(run).PrepareAsync(application, null, Quarter.Access);
    }

    /// <summary>Tells the rest.</summary>
    public async Task TellAsync()
    {
        await using var db = run.Get<Databases>().CreateDbContext();
        await new QuarterImport(run).BringInAsync("import-access", await db.Applications.Select(a => a.Id).SingleAsync(), null, Quarter.Access);
        run.Tell("step at-once");
        await run.Get<FollowUps>().RunAsync(Never);
        await ReviewAsync(await db.Campaigns.Where(c => c.Part == CampaignPart.Leavers && c.State == CampaignState.Active).Select(c => c.Id).SingleAsync());
        run.Tell("step after");
        await run.Get<FollowUps>().RunAsync(Never);
    }

    // The application's owner is asked, and revokes what those who left can still get into.
    private async Task ReviewAsync(long campaign)
    {
        var owner = Actor.Demo(await new Quarter(run).PersonAsync("nadia.petrov"));
        foreach (var step in (string[])["revoke-one", "revoke-rest"])
        {
            var left = await UndecidedAsync(campaign);
            var some = step == "revoke-one" ? left[..Math.Min(1, left.Count)] : left;
            await run.SendAsync(step, id => run.Get<DecideMany>().RunAsync(id, owner, new ManyChoice(DecisionKind.Revoke, Or(some), "They have left", Confirmed: true), Never));
        }

        var statement = (await run.Get<SignOffPreview>().RunAsync(owner, campaign, Never)).Require();
        await run.SendAsync("sign-off", id => run.Get<SignOffReview>().RunAsync(id, owner, campaign, statement.Text, Never));
    }

    /// <summary>A selection sent again is empty on the page by then; its receipt answers before its size is looked at.</summary>
    private static List<SeenTurn> Or(List<SeenTurn> turns) => turns.Count > 0 ? turns : [new SeenTurn(0, 0)];

    private async Task<List<SeenTurn>> UndecidedAsync(long campaign)
    {
        await using var db = run.Get<Databases>().CreateDbContext();
        return await db.ReviewTurns.Where(t => t.CampaignId == campaign && t.State == TurnState.Undecided && db.ReviewItems.Any(i => i.Id == t.ItemId && i.ParentItemId == null))
            .OrderBy(t => (t.Number * 31) % (7 + run.Seed)).ThenBy(t => t.Number).Select(t => new SeenTurn(t.Id, t.EventSeq)).ToListAsync();
    }
}
