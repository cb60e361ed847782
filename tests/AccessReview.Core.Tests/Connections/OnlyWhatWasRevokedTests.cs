using AccessReview.Core.Applications;
using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
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

    [Fact]
    public async Task A_group_that_lets_into_other_applications_as_well_is_left_to_a_person_who_is_told_which()
    {
        await WithAmplitudeAsync("00g1");
        await CarriedOutAsync("Sami");
        await AreLeftAsync("Okta group prod-analytics lets them into Amplitude as well, and taking them out would end that too: a person carries it out.");
        Assert.Equal(["00uSami", "00uMia"], world.Okta.Groups["00g1"].Members);
    }

    [Fact]
    public async Task What_another_group_gives_in_another_application_keeps_nothing_from_being_taken_away()
    {
        world.Okta.Groups["00g2"] = ("amplitude-users", ["00uSami"]);
        await WithAmplitudeAsync("00g2");
        await CarriedOutAsync("Sami");
        Assert.Equal(["00uMia"], world.Okta.Groups["00g1"].Members);
        Assert.Equal(["00uSami"], world.Okta.Groups["00g2"].Members);
    }

    /// <summary>Okta lets into Heap and into Amplitude, which one group gives.</summary>
    private async Task WithAmplitudeAsync(string group)
    {
        var amplitude = (await database.Get<RegisterApplication>().RunAsync(
            Guid.NewGuid(), world.Ada, new ApplicationFacts { Name = "Amplitude", Kind = ApplicationKind.Amplitude }, CancellationToken.None)).Require();
        world.Okta.Apps["amplitude"] = ([], [group]);
        await world.ReadAsync(await world.ConnectHeapAsync());
        var directory = (await database.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), world.Ada, "Okta", DirectoryKind.Okta, CancellationToken.None)).Require();
        await world.ReadAsync(await world.ConnectOktaAsync(directory, ConnectionUse.ReadAndRemove, new LinkedApp("amplitude", amplitude)));
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
