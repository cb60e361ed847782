using AccessReview.Connectors.Scim;
using AccessReview.Fakes;

namespace AccessReview.Connectors.Tests.Scim;

/// <summary>Pages shorter than was asked for: the last of a list, or all that a server gives at a time.</summary>
public sealed class ScimPagesTests
{
    private const int Everybody = 180;

    [Theory]
    [InlineData(50, false)]
    [InlineData(50, true)]
    [InlineData(2, false)]
    public async Task A_server_that_cuts_its_pages_and_calls_the_page_the_total_loses_nobody(int mostAPage, bool saysMost)
    {
        await using var server = Of(Everybody, new ScimManners { TotalIsPage = true, MaxPage = mostAPage, SaysMostAPage = saysMost });
        var reading = await ScimFakes.ReadAsync(server, ScimProfiles.Generic with { HasGroups = false });
        Assert.Equal(Enumerable.Range(1, Everybody).Select(i => $"u{i}"), reading.Accounts.Select(a => a.Id!));
        Assert.Empty(reading.Walk.Reasons);
    }

    [Theory]
    [InlineData(30, true, 1)] // It says that its pages are as long as was asked for, so that a shorter one is the last.
    [InlineData(30, false, 2)]
    [InlineData(130, false, 2)] // The page before was as long as was asked for.
    public async Task The_end_of_a_list_costs_one_more_question_only_where_nothing_shows_how_long_its_pages_are(int users, bool saysMost, int questions)
    {
        await using var server = Of(users, new ScimManners { SaysMostAPage = saysMost });
        var reading = await ScimFakes.ReadAsync(server, ScimProfiles.Generic with { HasGroups = false });
        Assert.Equal((users, questions), (reading.Accounts.Count, server.Requests.Count));
        Assert.Equal((users, users), (reading.Walk.Counts[0].Received, reading.Walk.Counts[0].Claimed));
        Assert.Empty(reading.Walk.Reasons);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(30, false)]
    [InlineData(30, true)]
    public async Task A_server_that_begins_again_or_knows_only_whole_pages_is_at_its_end_where_nothing_new_comes(int users, bool wholePages)
    {
        await using var server = Of(users, new ScimManners { BeginsAgain = !wholePages, WholePages = wholePages });
        var reading = await ScimFakes.ReadAsync(server, ScimProfiles.Generic with { HasGroups = false });
        Assert.Equal((users, users), (reading.Accounts.Count, reading.Walk.Counts[0].Distinct));
        Assert.Empty(reading.Walk.Reasons);
    }

    private static FakeScim Of(int users, ScimManners manners)
    {
        var server = new FakeScim(manners);
        for (var i = 1; i <= users; i++)
        {
            server.User($"u{i}");
        }

        return server;
    }
}
