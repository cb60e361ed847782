using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Pack;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>The brake counts what one application loses within a day, however it is asked for.</summary>
public sealed class BrakeTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private TestDatabase database = null!;
    private ConnectedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await ConnectedWorld.CreateAsync(database, null, "Robot");
        await world.ReadAsync(await world.ConnectHeapAsync());
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.Ada, new Policy { BrakeAbove = 1, BrakePercent = 1 }, null, CancellationToken.None)).Require();
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await database.DisposeAsync();
    }

    [Theory]
    [InlineData(11, 0, 200, 11)]
    [InlineData(11, 0, 220, 0)]
    [InlineData(1, 10, 200, 1)]
    [InlineData(1, 10, 220, 0)]
    [InlineData(1, 9, 20, 0)]
    [InlineData(10, 0, 20, 0)]
    [InlineData(10, 0, 19, 10)]
    [InlineData(9, 0, 9, 9)]
    [InlineData(1, 2, 5, 1)]
    [InlineData(3, 0, 6, 0)]
    [InlineData(2, 0, 2, 0)]
    public void It_holds_more_than_ten_that_are_more_than_a_twentieth_within_a_day_and_more_than_half_from_three_on(int due, int before, int accounts, int held) =>
        Assert.Equal(held, RemovalBrake.Held([.. Enumerable.Range(1, due).Select(i => new DueRemoval(i, false, false))], before, accounts, new Policy()).Count);

    [Fact]
    public async Task What_is_released_little_by_little_is_held_like_all_at_once()
    {
        await RevokeAsync("Vera");
        await ReleaseAsync();
        Assert.Equal([RemovalState.Verified], await StatesAsync());

        await RevokeAsync("Sami");
        await ReleaseAsync();
        Assert.Equal([RemovalState.Verified, RemovalState.WaitingForSecondPerson], await StatesAsync());
        Assert.True((bool)world.Heap.Find("h2")!["active"]!);
        await using var db = database.Look();
        var held = EventJson.Read<RemovalsHeld>(await db.AuditEvents.SingleAsync(e => e.Type == nameof(RemovalsHeld)));
        Assert.Equal((1, 4, 1), (held.Due, held.Accounts, held.Before));
    }

    [Fact]
    public async Task What_was_begun_and_could_not_be_proven_counts()
    {
        await RevokeAsync("Vera");
        world.Heap.Before = async (context, _) =>
        {
            // Vera is switched off, and may not be looked at after that.
            var refused = context.Request.Method == "GET" && context.Request.Path.Value!.EndsWith("/h1", StringComparison.Ordinal) && !(bool)world.Heap.Find("h1")!["active"]!;
            if (refused)
            {
                context.Response.StatusCode = 403;
                await context.Response.CompleteAsync();
            }

            return refused;
        };
        await ReleaseAsync();
        await RevokeAsync("Sami");
        await ReleaseAsync();
        Assert.Equal(RemovalState.WaitingForSecondPerson, (await StatesAsync()).Last());
        Assert.True((bool)world.Heap.Find("h2")!["active"]!);
    }

    [Fact]
    public async Task What_went_more_than_a_day_ago_no_longer_counts()
    {
        await RevokeAsync("Vera");
        await world.CarryOutAsync(Hour);
        await RevokeAsync("Sami");
        await world.CarryOutAsync(TimeSpan.FromHours(25));
        Assert.Equal([RemovalState.Verified, RemovalState.Verified], await StatesAsync());
    }

    [Fact]
    public async Task What_a_second_person_agreed_to_does_not_count_against_what_comes_after_it()
    {
        await RevokeAsync("Vera");
        await RevokeAsync("Sami");
        await world.CarryOutAsync(Hour);
        Assert.Equal([RemovalState.WaitingForSecondPerson, RemovalState.WaitingForSecondPerson], await StatesAsync());
        (await database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [.. (await world.Revoked.RemovalsAsync()).Select(r => r.Id)], CancellationToken.None)).Require();
        await world.CarryOutAsync(Hour);
        await RevokeAsync("Robot");
        await world.CarryOutAsync(Hour);
        Assert.Equal([RemovalState.Verified, RemovalState.Verified, RemovalState.Verified], await StatesAsync());
    }

    [Fact]
    public async Task Whoever_closed_by_the_deadline_is_not_the_second_person()
    {
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.Revoked.CloseByDeadlineAsync();
        await world.CarryOutAsync(Hour);
        var held = (await world.Revoked.RemovalsAsync()).Where(r => r.State == RemovalState.WaitingForSecondPerson).Select(r => r.Id).ToList();
        Assert.Equal(4, held.Count);

        var (owen, noa) = (world.World.As("Owen"), world.World.As("Noa"));
        Assert.Equal(Problem.DeniedCode, (await AgreeAsync(owen)).Problem?.Code);
        Assert.Equal((false, "Owen, who closed the campaign whose deadline decided it"), await SaysAsync(owen));
        Assert.Equal((true, "Owen, who closed the campaign whose deadline decided it"), await SaysAsync(noa));
        (await AgreeAsync(noa)).Require();

        Task<Outcome<Done>> AgreeAsync(Actor actor) => database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), actor, held, CancellationToken.None);
        async Task<(bool MayAgree, string DecidedBy)> SaysAsync(Actor actor)
        {
            var says = (await database.Get<RemovalProofs>().RunAsync(actor, held[0], CancellationToken.None)).Require();
            return (says.MayAgree, says.DecidedBy);
        }
    }

    [Fact]
    public async Task Whoever_decided_the_same_in_the_other_stage_is_not_the_second_person_and_is_not_asked_to_be()
    {
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await RevokeAsync("Zoe");
        await AlsoRevokedAsync("Noa");
        await world.CarryOutAsync(Hour);
        var removal = await world.OnlyAsync();
        Assert.Equal(RemovalState.WaitingForSecondPerson, removal.State);

        var (owen, noa) = (world.World.As("Owen"), world.World.As("Noa"));
        Assert.Equal(Problem.DeniedCode, (await database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), noa, [removal.Id], CancellationToken.None)).Problem?.Code);
        var says = (await database.Get<RemovalProofs>().RunAsync(noa, removal.Id, CancellationToken.None)).Require();
        Assert.Equal((false, "Mia, who decided it, and Noa, who decided it"), (says.MayAgree, says.DecidedBy));
        Assert.True((await database.Get<RemovalProofs>().RunAsync(owen, removal.Id, CancellationToken.None)).Require().MayAgree);
        await using (var db = database.Look())
        {
            Assert.Equal([world.World["Owen"]], (await DueHandWork.AllAsync(db, database.Time.GetUtcNow().UtcDateTime, CancellationToken.None)).Select(s => s.RecipientId));
        }

        (await database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), owen, [removal.Id], CancellationToken.None)).Require();
    }

    [Fact]
    public async Task What_is_held_of_two_campaigns_stands_in_the_evidence_of_each_and_no_edition_from_before_covers_it()
    {
        await RevokeAsync("Vera");
        await world.Revoked.AgainAsync(2, "Heap, Q1 2027", 1, RemovalState.Requested);
        await world.CarryOutAsync(Hour);
        Assert.Equal([RemovalState.WaitingForSecondPerson, RemovalState.WaitingForSecondPerson], await StatesAsync());
        var removals = await world.Revoked.RemovalsAsync();
        await using var db = database.Look();
        var held = await db.AuditEvents.Where(e => e.Type == nameof(RemovalsHeld)).OrderBy(e => e.Seq).ToListAsync();
        Assert.Equal(removals.Select(r => ((long?)r.CampaignId, r.Id)), held.Select(e => (e.CampaignId, Assert.Single(EventJson.Read<RemovalsHeld>(e).RemovalIds))));
        Assert.All(held.Select(e => EventJson.Read<RemovalsHeld>(e)), h => Assert.Equal((2, 4, 0), (h.Due, h.Accounts, h.Before)));
        var told = await CampaignEvents.ReadAsync(db, removals[0].CampaignId, held[0].Seq, held[1].Seq).ToListAsync();
        Assert.Equal([true, false], told.Select(e => e.Own is not null));

        // An edition covers a campaign up to the campaign's own last event, which is the hold.
        foreach (var hold in held)
        {
            Assert.Equal(hold.Seq, await EvidenceDoor.LastSeqAsync(db, hold.CampaignId!.Value, CancellationToken.None));
        }
    }

    [Fact]
    public async Task What_becomes_due_after_others_were_held_is_counted_by_itself()
    {
        await RevokeAsync("Vera");
        await RevokeAsync("Sami");
        await world.CarryOutAsync(Hour);
        await RevokeAsync("Robot");
        await world.CarryOutAsync(Hour);
        Assert.Equal([RemovalState.WaitingForSecondPerson, RemovalState.WaitingForSecondPerson, RemovalState.Verified], await StatesAsync());
    }

    [Fact]
    public async Task Removals_of_several_campaigns_are_not_agreed_to_or_released_at_once()
    {
        await RevokeAsync("Vera");
        await world.Revoked.AgainAsync(2, "Heap, Q1 2027", 1, RemovalState.Requested);
        var (owen, both) = (world.World.As("Owen"), (await world.Revoked.RemovalsAsync()).ConvertAll(r => r.Id));
        Assert.Equal("removal.campaigns", (await database.Get<ReleaseRemovals>().RunAsync(Guid.NewGuid(), owen, both, CancellationToken.None)).Problem?.Code);
        await world.CarryOutAsync(Hour);
        Assert.Equal("removal.campaigns", (await database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), owen, both, CancellationToken.None)).Problem?.Code);
        Assert.Equal([RemovalState.WaitingForSecondPerson, RemovalState.WaitingForSecondPerson], await StatesAsync());
    }

    private async Task<IEnumerable<RemovalState>> StatesAsync() => (await world.Revoked.RemovalsAsync()).Select(r => r.State);

    private async Task RevokeAsync(string account)
    {
        await world.Revoked.RevokeAsync(account);
        await world.Revoked.SignOffAsync(account);
    }

    /// <summary>A second reviewer, who owns the application, revokes what the only removal is of.</summary>
    private Task AlsoRevokedAsync(string second) => world.Revoked.Run(async (scope, cancel) =>
    {
        (await scope.Db.Applications.AsTracking().SingleAsync(a => a.Id == world.World.ApplicationId, cancel)).OwnerId = world.World[second];
        var first = await scope.Db.ReviewTurns.SingleAsync(t => scope.Db.Removals.Any(r => r.DecisionId == t.DecisionId), cancel);
        var turn = new ReviewTurn
        {
            Id = scope.NewId(), CampaignId = first.CampaignId, ItemId = first.ItemId, Number = first.Number, Stage = 2, ReviewerId = world.World[second], Basis = first.Basis, Fallback = first.Fallback,
            Rank = first.Rank, State = TurnState.Revoked,
        };
        var decision = new Decision
        {
            Id = scope.NewId(), CampaignId = turn.CampaignId, ItemId = turn.ItemId, TurnId = turn.Id, Kind = DecisionKind.Revoke, Mode = DecisionMode.Single, By = $"person:{turn.ReviewerId}", At = scope.At,
            Recommendation = Findings.Recommendation.None, RecommendationRules = 1, Method = AuthenticationMethod.Demo, Session = "test",
        };
        (decision.RowHash, turn.DecisionId) = (decision.ToRowText().Hash(), decision.Id);
        scope.Add(turn);
        scope.Add(decision);
    });

    private async Task ReleaseAsync()
    {
        var waiting = (await world.Revoked.RemovalsAsync()).Where(r => r.State == RemovalState.Requested).Select(r => r.Id);
        (await database.Get<ReleaseRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), [.. waiting], CancellationToken.None)).Require();
        await world.CarryOutAsync(TimeSpan.FromSeconds(1));
    }
}
