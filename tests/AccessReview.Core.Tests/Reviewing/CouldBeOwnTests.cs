using AccessReview.Core.Campaigns;
using AccessReview.Core.Matching;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>Nobody reviews what could be their own access by a reading since the launch.</summary>
public sealed class CouldBeOwnTests
{
    [Fact]
    public async Task A_reading_by_which_it_could_be_the_reviewers_own_stops_them_at_once_and_moves_the_item()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Require();
        await world.ReadAsOneOfAsync("Sami", "Tim", "Mia");
        Assert.Equal(Problem.DeniedCode, (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Problem?.Code);
        var reassigned = await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), world.CampaignId, [(await world.TurnAsync("Sami")).Id], world.World["Tim"], "On leave", default);
        Assert.Equal("reviewer.own-access", reassigned.Problem?.Code);
        Assert.Equal(1, (await world.Database.Get<MyReviews>().RunAsync(world.World.As("Mia"), default)).Single().NotTheirs); // Beside the account that she decided, its team.

        await RerouteAsync(world);
        Assert.All(await world.AllAsync("Sami"), t => Assert.Equal((world.World["Owen"], FallbackReason.OwnAccess, TurnState.Undecided), (t.ReviewerId, t.Fallback, t.State)));
        (await world.DecideAsync("Owen", "Sami", DecisionKind.Certify)).Require();
        Assert.True(await world.CountsTieAsync());
    }

    [Fact]
    public async Task A_declared_account_that_could_be_the_reviewers_own_by_a_reading_stops_them_and_moves_the_item()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.ReadAsDeclaredAsync("Sami", "Tim", "Mia");
        Assert.Equal(Problem.DeniedCode, (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Problem?.Code);
        await RerouteAsync(world);
        Assert.NotEqual(world.World["Mia"], (await world.TurnAsync("Sami")).ReviewerId);
    }

    [Fact]
    public async Task A_signed_decision_about_a_declared_account_that_could_be_the_signers_own_is_not_independent()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideRestAsync("Mia");
        (await world.SignAsync("Mia")).Require();
        await world.ReadAsDeclaredAsync("Sami", "Tim", "Mia");
        using var book = await CampaignWorkbook.OfAsync(world.Database, 1);
        Assert.All(book["Decisions"].Rows().Where(r => r["Person"] == "Sami"), r => Assert.Equal("no: could be the holder, as read since", r["Independent"]));
    }

    [Fact]
    public async Task A_match_by_hand_overrules_whose_it_could_be_by_a_reading()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.ReadAsOneOfAsync("Sami", "Tim", "Mia");
        await using var db = world.Database.Look();
        var sami = await db.AccountRecords.Where(r => r.Name == "Sami").Select(r => r.AccountId).FirstAsync();
        (await world.Database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), sami, world.World["Tim"], "His second login", default)).Require();
        await RerouteAsync(world);
        Assert.Equal(world.World["Mia"], (await world.TurnAsync("Sami")).ReviewerId);
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Require();
    }

    [Fact]
    public async Task A_signed_decision_about_what_could_be_the_signers_own_by_a_later_reading_is_not_independent()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideRestAsync("Mia");
        (await world.SignAsync("Mia")).Require();
        await world.ReadAsOneOfAsync("Sami", "Tim", "Mia");
        using var book = await CampaignWorkbook.OfAsync(world.Database, 1);
        Assert.Equal(["no: could be the holder, as read since", "no: could be the holder, as read since"], book["Decisions"].Rows().Where(r => r["Person"] == "Sami").Select(r => r["Independent"]));
    }

    private static Task RerouteAsync(ReviewWorld world) => world.Database.Services.GetServices<IFollowUp>().OfType<RerouteOwnAccess>().Single().RunAsync(default);
}
