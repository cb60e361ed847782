using AccessReview.Core.Extracts;

namespace AccessReview.Core.Tests.Connections;

/// <summary>The fear: what a connected system calls its groups stops the reading without a word, and every later one.</summary>
public sealed class HostileReadingsTests : ConnectedTests
{
    [Fact]
    public async Task A_directory_whose_group_has_a_longer_id_than_is_kept_is_an_incomplete_reading_that_says_so()
    {
        var id = new string('g', 321);
        world.Okta.Groups[id] = ("everybody", ["00uSami"]);
        world.Okta.Apps["heap"] = ([], [id]);
        var extract = await world.ReadAsync(await world.ConnectOktaAsync());
        Assert.Equal((Completeness.Incomplete, "A record's group id has 321 characters; 320 are kept."), (extract.Completeness, extract.Why));
    }
}
