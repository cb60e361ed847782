using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>Whoever looks a second time is not told who looked first.</summary>
public sealed class SecondReviewSightTests
{
    [Fact]
    public async Task What_the_first_revoked_with_an_account_names_nobody_to_the_second_and_the_account_says_that_it_is_settled()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        await world.FollowAsync();
        Assert.DoesNotContain(await world.BeforeAsync("Noa"), r => r.Settled);
        var seen = (await world.TurnAsync("Viktor", 2, "Core")).EventSeq;
        await world.DecideAsync("Mia", "Viktor", DecisionKind.Revoke, "Left the project");

        var rows = (await world.BeforeAsync("Noa")).Where(r => r.Name == "Viktor").ToList();
        Assert.Equal([true, false, false], rows.OrderBy(r => !r.IsAccount).Select(r => r.Settled));
        Assert.Equal([("", TurnState.Revoked), ("", TurnState.Revoked)], rows.Where(r => !r.IsAccount).Select(r => (r.By, r.State)));
        Assert.All((await world.BeforeAsync("Mia")).Where(r => r.Name == "Viktor"), r => Assert.Equal("Mia", r.By));

        var core = await world.TurnAsync("Viktor", 2, "Core");
        var late = (await world.Database.Get<DecideItem>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), new ItemChoice(core.Id, seen, DecisionKind.Certify), default)).Require();
        Assert.Equal("Somebody revoked this meanwhile.", Assert.Single(late.Items).Sentence);
    }

    [Fact]
    public async Task What_the_first_asked_is_asked_by_a_reviewer_to_the_second_and_by_name_to_whoever_asked()
    {
        await using var world = await TwoStages.LaunchedAsync();
        (await world.Database.Get<AskHolder>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), (await world.TurnAsync("Priya")).Id, "Still needed?", default)).Require();
        await world.CertifyAllAsync("Mia");
        await world.FollowAsync();
        Assert.Equal(("Mia", "a reviewer"), (await AskedByAsync("Mia", 1), await AskedByAsync("Noa", 2)));

        async Task<string?> AskedByAsync(string reader, int stage) =>
            (await world.Database.Get<ItemStory>().RunAsync(world.World.As(reader), (await world.TurnAsync("Priya", stage)).Id, default)).Require().Question?.AskedBy;
    }
}
