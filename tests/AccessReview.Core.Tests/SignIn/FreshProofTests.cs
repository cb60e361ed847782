using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Reviewing;
using AccessReview.Core.SignIn;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.SignIn;

/// <summary>An open screen signs nothing: whoever signs a statement has proved lately who they are.</summary>
public sealed class FreshProofTests
{
    [Fact]
    public async Task A_reviewer_signs_within_fifteen_minutes_of_their_proof_and_later_once_they_proved_it_again()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideRestAsync("Mia");
        var mia = await SessionAsync(world.Database, world.World["Mia"], Now(world.Database));
        var text = (await world.Database.Get<SignOffPreview>().RunAsync(mia, world.CampaignId, default)).Require().Text;
        world.Database.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(FreshProof.Code, (await SignAsync(world, mia, text)).Problem?.Code);
        await using var db = world.Database.Look();
        Assert.False(await db.SignOffs.AnyAsync());

        Assert.True(await world.Database.Get<Sessions>().ProvedAsync(mia.Session, mia.PersonId!.Value, Now(world.Database).AddMinutes(-14), default));
        (await SignAsync(world, mia, text)).Require();
    }

    [Fact]
    public async Task A_sign_in_of_which_nobody_says_when_it_was_is_no_fresh_proof()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideRestAsync("Mia");
        var mia = await SessionAsync(world.Database, world.World["Mia"], provedAt: null);
        Assert.False(await world.Database.Get<FreshProof>().IsFreshAsync(mia, default));

        // Nor is the way there and back, which an old sign-in may answer: the session goes on with what was proved before.
        Assert.True(await world.Database.Get<Sessions>().ProvedAsync(mia.Session, mia.PersonId!.Value, provedAt: null, default));
        Assert.False(await world.Database.Get<FreshProof>().IsFreshAsync(mia, default));
        Assert.True(await world.Database.Get<Sessions>().ProvedAsync(mia.Session, mia.PersonId!.Value, Now(world.Database), default));
        Assert.True(await world.Database.Get<Sessions>().ProvedAsync(mia.Session, mia.PersonId!.Value, provedAt: null, default));
        Assert.True(await world.Database.Get<FreshProof>().IsFreshAsync(mia, default));
    }

    [Fact]
    public async Task A_proof_of_the_future_lasts_no_longer_and_one_for_another_s_or_an_ended_session_counts_for_nothing()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var sessions = world.Database.Get<Sessions>();
        var mia = await SessionAsync(world.Database, world.World["Mia"], Now(world.Database).AddYears(1));
        world.Database.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.False(await world.Database.Get<FreshProof>().IsFreshAsync(mia, default));
        Assert.False(await sessions.ProvedAsync(mia.Session, world.World["Noa"], Now(world.Database), default));
        Assert.False(await world.Database.Get<FreshProof>().IsFreshAsync(mia, default));
        await sessions.EndAsync(mia.Session, default);
        Assert.False(await sessions.ProvedAsync(mia.Session, mia.PersonId!.Value, Now(world.Database), default));
    }

    [Fact]
    public async Task Closing_and_the_second_signature_ask_for_it_too()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2, 3, 4, 5);
        var owen = await SessionAsync(world.Database, world.World["Owen"], provedAt: null);
        var view = await world.ViewAsync();
        var exceptions = view.Exceptions.Select(e => new StatedException(e.Kind, "They were away", world.World["Owen"], view.Today.AddDays(30)));
        var closed = await world.Database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owen, 1, new CloseInput(view.Statement, "In order.", [.. exceptions]), default);
        Assert.Equal(FreshProof.Code, closed.Problem?.Code);
        await using var db = world.Database.Look();
        Assert.Equal(CampaignState.Active, (await db.Campaigns.SingleAsync()).State);

        await world.UpdateAsync((d, seq) => d.Applications.ExecuteUpdateAsync(s => s.SetProperty(a => a.OwnerId, world.World["Noa"]).SetProperty(a => a.EventSeq, seq)));
        await world.UpdateAsync((d, seq) => d.Decisions.ExecuteUpdateAsync(s => s.SetProperty(x => x.By, "person:" + world.World["Owen"]).SetProperty(x => x.EventSeq, seq)));
        var noa = await SessionAsync(world.Database, world.World["Noa"], provedAt: null);
        var signed = await world.Database.Get<SignAsApplicationOwner>().RunAsync(Guid.NewGuid(), noa, 1, world.World.ApplicationId, "whatever", default);
        Assert.Equal(FreshProof.Code, signed.Problem?.Code);
    }

    [Fact]
    public async Task Nobody_is_asked_to_prove_it_again_because_the_record_lies_ahead_of_the_clock()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideRestAsync("Mia");
        await AheadAsync(world.Database, () => world.World.AlsoAsync("Rob", "rob@other.example"));
        var mia = await SessionAsync(world.Database, world.World["Mia"], Now(world.Database));
        var text = (await world.Database.Get<SignOffPreview>().RunAsync(mia, world.CampaignId, default)).Require().Text;
        (await SignAsync(world, mia, text)).Require();
    }

    [Fact]
    public async Task A_proof_from_while_the_clock_ran_ahead_is_none_once_it_is_right()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var mia = Actor.Product;
        await AheadAsync(world.Database, async () => mia = await SessionAsync(world.Database, world.World["Mia"], Now(world.Database)));
        Assert.False(await world.Database.Get<FreshProof>().IsFreshAsync(mia, default));
    }

    private static async Task AheadAsync(TestDatabase database, Func<Task> work)
    {
        var right = database.Time.GetUtcNow();
        database.Time.AdjustTime(right.AddDays(3));
        await work();
        database.Time.AdjustTime(right);
    }

    private static DateTime Now(TestDatabase database) => database.Time.GetUtcNow().UtcDateTime;

    private static Task<Outcome<SignedOff>> SignAsync(ReviewWorld world, Actor actor, string text) =>
        world.Database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), actor, world.CampaignId, text, default);

    private static async Task<Actor> SessionAsync(TestDatabase database, long person, DateTime? provedAt)
    {
        var key = Guid.NewGuid().ToString("N");
        await database.Get<Sessions>().StartAsync(key, person, AuthenticationMethod.OpenIdConnect, signOutHint: null, default, provedAt);
        return new Actor(ActorKind.Person, person, AuthenticationMethod.OpenIdConnect, key);
    }
}
