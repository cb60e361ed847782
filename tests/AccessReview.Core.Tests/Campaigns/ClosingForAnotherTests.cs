using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>Whoever closes a campaign whose owner has left says who decided in it, and is no second person to what they decided themselves.</summary>
public sealed class ClosingForAnotherTests
{
    [Theory]
    [InlineData("Owen", 1, "Owen decided items of Heap")]
    [InlineData("Noa", 1, "I decided items of Heap")]
    [InlineData("Owen", 2, "Owen and I decided items of Heap")]
    public async Task Who_closes_for_an_owner_who_has_left_says_who_decided_items(string first, int both, string said)
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.DecideAsync(DecisionKind.Certify, first, 1);
        await world.DecideAsync(DecisionKind.Certify, both == 2 ? "Noa" : "Mia", 2);
        await world.World.LeaveAsync("Owen");
        var view = await world.ViewAsync("Noa");
        Assert.Contains($". {said} or approved what it leaves out, and no other owner of it has signed. ", view.Statement, StringComparison.Ordinal);
        Assert.Equal(1, view.Facts.Exceptions[ExceptionKind.NoSecondSignature]);
        (await world.CloseAsync(by: "Noa")).Require();

        // The conclusion is in the words of whoever closed it.
        Assert.Equal("Noa", (await world.Database.Get<CampaignPage>().RunAsync(world.World.As("Noa"), world.Number, default)).Require().EndedBy);
    }

    [Fact]
    public async Task Who_may_close_for_an_owner_who_has_left_is_no_second_person()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.DecideAsync(DecisionKind.Certify, "Noa", 1);
        await world.SeedAsync(async scope => (await scope.Db.Applications.SingleAsync()).OwnerId = world.World["Noa"]);
        Assert.False((await world.ViewAsync()).Facts.Exceptions.ContainsKey(ExceptionKind.NoSecondSignature));
        await world.World.LeaveAsync("Owen");
        Assert.True((await world.ViewAsync("Noa")).Facts.Exceptions.ContainsKey(ExceptionKind.NoSecondSignature));
        var noa = world.World.As("Noa");
        var text = (await world.Database.Get<SecondSignaturePreview>().RunAsync(noa, world.Number, world.World.ApplicationId, default)).Require().Statement;
        Assert.Equal(Problem.DeniedCode, (await world.Database.Get<SignAsApplicationOwner>().RunAsync(Guid.NewGuid(), noa, world.Number, world.World.ApplicationId, text, default)).Problem?.Code);

        // Another owner of the application may, and sees whose decisions they are.
        await world.SeedAsync(async scope => (await scope.Db.Applications.SingleAsync()).OwnerId = world.World["Mia"]);
        text = (await world.Database.Get<SecondSignaturePreview>().RunAsync(world.World.As("Mia"), world.Number, world.World.ApplicationId, default)).Require().Statement;
        Assert.Contains("have looked at what Noa, who owned or may close Heap, Q4 2026 (C1), decided there: 1 certified", text, StringComparison.Ordinal);
        (await world.Database.Get<SignAsApplicationOwner>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), world.Number, world.World.ApplicationId, text, default)).Require();
        Assert.False((await world.ViewAsync("Noa")).Facts.Exceptions.ContainsKey(ExceptionKind.NoSecondSignature));
    }
}
