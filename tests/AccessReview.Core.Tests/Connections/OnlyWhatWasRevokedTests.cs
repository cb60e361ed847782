using AccessReview.Core.Removals;

namespace AccessReview.Core.Tests.Connections;

/// <summary>Taking somebody out of a group of a directory ends everything that the group gives: where that is more than was revoked, a person looks.</summary>
public sealed class OnlyWhatWasRevokedTests : ConnectedTests
{
    [Fact]
    public async Task A_team_whose_group_alone_lets_the_account_in_is_left_to_a_person_and_the_account_stays()
    {
        world.Okta.Groups["00g1"] = ("Growth", ["00uSami", "00uMia"]);
        await RevokedAsync("Sami", "Growth");
        await AreLeftAsync("Okta group Growth is all that lets them into Heap: taking them out would end the whole account, so a person carries it out.");
        Assert.Equal(["00uSami", "00uMia"], world.Okta.Groups["00g1"].Members);
    }

    [Fact]
    public async Task A_team_is_taken_away_where_something_else_still_lets_the_account_in()
    {
        Gives("00g2", "Growth", "00uSami");
        await RevokedAsync("Sami", "Growth");
        Assert.Empty(world.Okta.Groups["00g2"].Members);
        Assert.Equal(["00uSami", "00uMia"], world.Okta.Groups["00g1"].Members);
    }

    [Fact]
    public async Task Two_teams_that_together_are_all_that_lets_the_account_in_are_both_left_to_a_person()
    {
        Gives("00g2", "Growth", "00uVera");
        Gives("00g3", "Finance", "00uVera");
        await RevokedAsync("Vera", "Growth", "Finance");
        await AreLeftAsync(
            "Okta group Growth is all that lets them into Heap: taking them out would end the whole account, so a person carries it out.",
            "Okta group Finance is all that lets them into Heap: taking them out would end the whole account, so a person carries it out.");
        Assert.Equal(["00uVera"], world.Okta.Groups["00g2"].Members.Concat(world.Okta.Groups["00g3"].Members).Distinct());
    }

    private void Gives(string id, string name, string person)
    {
        world.Okta.Groups[id] = (name, [person]);
        world.Okta.Apps["heap"].Groups.Add(id);
    }

    private async Task RevokedAsync(string account, params string[] groups)
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.ReadAsync(await world.ConnectOktaAsync());
        await CarriedOutAsync(account, groups);
    }

    private async Task CarriedOutAsync(string account, params string?[] groups)
    {
        foreach (var group in groups.DefaultIfEmpty(null))
        {
            await world.Revoked.RevokeAsync(account, group);
        }

        await world.Revoked.SignOffAsync(account);
        database.Time.Advance(TimeSpan.FromHours(1));
        await database.Get<CarryOutRemovals>().RunAsync(CancellationToken.None);
    }

    private async Task AreLeftAsync(params string[] why)
    {
        var left = new List<string>();
        foreach (var removal in await world.Revoked.RemovalsAsync())
        {
            Assert.Equal(RemovalState.WaitingForPerson, removal.State);
            left.Add((await database.Get<RemovalProofs>().RunAsync(world.World.As("Owen"), removal.Id, CancellationToken.None)).Require().Route);
        }

        Assert.Equal(why.Order(StringComparer.Ordinal), left.Order(StringComparer.Ordinal));
    }
}
