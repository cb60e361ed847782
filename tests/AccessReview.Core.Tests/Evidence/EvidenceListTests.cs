using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The list of editions costs what it names, and while one is being made little is asked again.</summary>
public sealed class EvidenceListTests : IAsyncLifetime
{
    private readonly AskedQueries asked = new();
    private ReviewWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await ReviewWorld.CreateAsync(interceptor: asked);
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Revoke)).Require();
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Of_the_staff_lists_only_those_are_read_for_whom_an_edition_was_made()
    {
        await AskAsync();
        Assert.Equal(1, await world.Database.Get<RunExports>().RunAsync(default));
        asked.Forget();
        Assert.Equal("Owen", (await ListAsync()).Editions.Single().MadeBy);
        Assert.All(asked.Of("PersonRecords", "WorkEmail"), q => Assert.Matches("[\"\\[]PersonId[\"\\]] (IN \\(|= @)", q.Text));
    }

    [Fact]
    public async Task While_an_edition_is_made_only_how_far_it_is_is_asked_again_and_then_what_became_of_it()
    {
        await AskAsync();
        var seen = await ListAsync();
        Assert.Equal(WorkState.Waiting, seen.InTheMaking?.State);
        await world.Database.Get<OperationalWrites>().RunAsync(async (db, token) => await db.Works.ExecuteUpdateAsync(
            w => w.SetProperty(x => x.State, WorkState.Running).SetProperty(x => x.Progress, 5).SetProperty(x => x.Total, 10).SetProperty(x => x.LeaseUntil, world.Database.Time.Now().AddSeconds(30)), token), default);
        asked.Forget();
        seen = await WatchAsync(seen);
        Assert.Equal((WorkState.Running, 5, 10), (seen.InTheMaking!.State, seen.InTheMaking.Rows, seen.InTheMaking.Total));
        Assert.Empty(asked.Of("AuditEvents"));
        Assert.Empty(asked.Of("Campaigns"));

        world.Database.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, await world.Database.Get<RunExports>().RunAsync(default));
        seen = await WatchAsync(seen);
        Assert.Null(seen.InTheMaking);
        Assert.Equal(seen.Editions.Single().Id, seen.CurrentEditionId);
    }

    [Fact]
    public async Task An_edition_that_comes_of_another_job_than_the_one_watched_for_is_seen_too()
    {
        await MoveAsync(async scope =>
        {
            var campaign = await scope.Db.Campaigns.AsTracking().SingleAsync();
            campaign.MoveTo(CampaignState.Closed).Require();
            (campaign.EndedAt, campaign.EndedBy) = (scope.At, "person:" + world.World["Owen"]);
        });
        var seen = await ListAsync();
        Assert.Equal(WorkState.Waiting, seen.InTheMaking?.State);
        Assert.Equal(WorkState.Waiting, (await WatchAsync(seen)).InTheMaking?.State);

        await MoveAsync(_ => Task.CompletedTask);
        await world.Database.Get<FollowUps>().RunAsync(default);
        Assert.Equal(1, await world.Database.Get<RunExports>().RunAsync(default));
        seen = await WatchAsync(seen);
        Assert.Equal(("Close", null), (seen.Editions.Single().Name, seen.InTheMaking));
    }

    [Fact]
    public async Task Somebody_elses_wish_for_an_edition_is_seen_while_one_is_watched()
    {
        var seen = await ListAsync();
        Assert.Null(seen.InTheMaking);
        await AskAsync();
        Assert.Equal(WorkState.Waiting, (await WatchAsync(seen)).InTheMaking?.State);
    }

    private async Task<CampaignEvidence> ListAsync() => (await world.Database.Get<EvidenceList>().RunAsync(world.World.As("Owen"), default)).Require().Single();

    private async Task<CampaignEvidence> WatchAsync(CampaignEvidence seen) => (await world.Database.Get<EvidenceList>().WatchAsync(world.World.As("Owen"), [seen], default)).Require().Single();

    private async Task AskAsync() => (await world.Database.Get<AskForEvidence>().RunAsync(world.World.As("Owen"), 1, default)).Require();

    private async Task MoveAsync(Func<ChangeScope, Task> work) => (await world.Database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", async (scope, _) =>
    {
        await work(scope);
        scope.Record(new Moved(), world.CampaignId);
        return Done.Yes;
    }, default)).Require();

    private sealed record Moved : Core.Audit.EventBody;
}
