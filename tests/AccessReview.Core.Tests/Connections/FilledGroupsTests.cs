using AccessReview.Core.Removals;

namespace AccessReview.Core.Tests.Connections;

/// <summary>Groups that nobody can be taken out of so that it lasts, because something else than people fills them.</summary>
public sealed class FilledGroupsTests : ConnectedTests
{
    [Theory]
    [InlineData("APP_GROUP", "Okta fills group prod-analytics from another system, as from Active Directory, and it is changed there: a person carries it out. Removing in the application alone would be undone.")]
    [InlineData("BUILT_IN", "Okta fills group prod-analytics itself, by a rule or with everybody, and would put them back: a person carries it out. Removing in the application alone would be undone.")]
    public async Task A_group_that_something_else_fills_is_left_to_a_person_who_is_told_what(string type, string why)
    {
        world.Okta.GroupTypes["00g1"] = type;
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.ReadAsync(await world.ConnectOktaAsync());
        await world.Revoked.RevokeAsync("Sami");
        await world.Revoked.SignOffAsync("Sami");
        database.Time.Advance(TimeSpan.FromHours(1));
        await database.Get<CarryOutRemovals>().RunAsync(CancellationToken.None);

        var removal = await world.OnlyAsync();
        var proof = (await database.Get<RemovalProofs>().RunAsync(world.World.As("Owen"), removal.Id, CancellationToken.None)).Require();
        Assert.Equal((RemovalState.WaitingForPerson, why), (removal.State, proof.Route));
        Assert.Equal(["00uSami", "00uMia"], world.Okta.Groups["00g1"].Members);
    }
}
