using System.Text.Json.Nodes;
using AccessReview.Connectors.Scim;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;

namespace AccessReview.Connectors.Tests.Scim;

/// <summary>Lists read by position whose records move from one page to another while they are read.</summary>
public sealed class ScimMovedTests
{
    [Fact]
    public async Task Somebody_who_goes_while_pages_shift_takes_nobody_else_out_of_the_reading_unseen()
    {
        await using var server = ScimFakes.Five(new ScimManners());
        BeforeTheSecondPage(server, () => server.Users.RemoveAt(0));
        var walk = (await ScimFakes.ReadAsync(server)).Walk;
        Assert.True(walk.Torn);
        Assert.StartsWith("Users: records came or went while the list was read", Assert.Single(walk.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_who_goes_and_one_who_joins_leave_the_total_as_it_was_and_are_seen_all_the_same()
    {
        await using var server = ScimFakes.Five(new ScimManners());
        BeforeTheSecondPage(server, () =>
        {
            server.Users.RemoveAt(0);
            server.User("u6");
        });
        Assert.True((await ScimFakes.ReadAsync(server)).Walk.Torn);
    }

    [Fact]
    public async Task A_list_that_has_shrunk_to_less_than_was_read_is_not_at_its_end()
    {
        await using var server = new FakeScim().User("u1").User("u2").User("u3");
        BeforeTheSecondPage(server, () => server.Users.RemoveRange(0, 2));
        Assert.True((await ScimFakes.ReadAsync(server)).Walk.Torn);
    }

    [Fact]
    public async Task Who_goes_after_their_page_is_still_to_come_moves_nobody()
    {
        await using var server = ScimFakes.Five(new ScimManners());
        BeforeTheSecondPage(server, () => server.Users.RemoveAt(4));
        var reading = await ScimFakes.ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Equal(["u1", "u2", "u3", "u4"], reading.Accounts.Select(a => a.Id));
    }

    [Fact]
    public async Task The_record_by_which_two_pages_hang_together_is_received_once()
    {
        await using var server = ScimFakes.Five(new ScimManners());
        var reading = await ScimFakes.ReadAsync(server);
        Assert.Equal(["u1", "u2", "u3", "u4", "u5"], reading.Accounts.Select(a => a.Id));
        Assert.Equal((5, 5, 5), (reading.Walk.Counts[0].Received, reading.Walk.Counts[0].Distinct, reading.Walk.Counts[0].Claimed));
    }

    [Fact]
    public async Task A_server_that_knows_only_where_whole_pages_begin_is_read_whole()
    {
        await using var server = ScimFakes.Five(new ScimManners { WholePages = true });
        var reading = await ScimFakes.ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Equal(["u1", "u2", "u3", "u4", "u5"], reading.Accounts.Select(a => a.Id));
        Assert.Equal(2, reading.Walk.Counts[1].Distinct);
    }

    [Theory]
    [InlineData(true, 1000)]
    [InlineData(false, 1)]
    public async Task Where_pages_cannot_hang_together_a_total_that_falls_is_the_sign(bool wholePages, int mostAPage)
    {
        await using var server = ScimFakes.Five(new ScimManners { WholePages = wholePages, MaxPage = mostAPage });
        // What the second page was to show comes with the third question of a server that shows whole pages only.
        server.Before = (_, n) =>
        {
            if (n == 3)
            {
                server.Users.RemoveAt(0);
            }

            return Task.FromResult(false);
        };
        Assert.True((await ScimFakes.ReadAsync(server)).Walk.Torn);
    }

    private static void BeforeTheSecondPage(FakeScim server, Action act) => server.Before = (_, n) =>
    {
        if (n == 2)
        {
            act();
        }

        return Task.FromResult(false);
    };
}
