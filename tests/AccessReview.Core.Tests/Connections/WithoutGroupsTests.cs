using System.Text.Json.Nodes;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>A SCIM server that has no groups is read without them, and one that had some does not lose them silently.</summary>
public sealed class WithoutGroupsTests : ConnectedTests
{
    [Theory]
    [InlineData(404)]
    [InlineData(501)]
    public async Task A_server_that_never_had_groups_is_read_and_the_reading_says_that_it_has_none(int status)
    {
        HideGroups(status);
        var connection = await world.ConnectHeapAsync();
        Assert.Contains("It has no groups to list, so only accounts are reviewed from it.", (await TestAsync(connection)).Cannot);

        var extract = await world.ReadAsync(connection);
        Assert.Equal((Completeness.Complete, 3, false), (extract.Completeness, extract.Records, extract.CoversAssignments));
        var users = Assert.Single(extract.Files);
        Assert.Equal(ExtractFileKind.Users, users.Kind);
        Assert.EndsWith("; the source has no groups", users.Report, StringComparison.Ordinal);
        await using var db = database.Look();
        Assert.Equal(extract.Id, (await db.Applications.SingleAsync()).CurrentExtractId);
    }

    [Fact]
    public async Task Groups_that_were_read_before_and_are_said_not_to_be_there_make_the_reading_incomplete()
    {
        var connection = await world.ConnectHeapAsync();
        var before = await world.ReadAsync(connection);
        HideGroups(404);
        var extract = await world.ReadAsync(connection);
        Assert.Equal(Completeness.Incomplete, extract.Completeness);
        Assert.StartsWith("Groups: the source says now that it has none", extract.Why, StringComparison.Ordinal);
        await using var db = database.Look();
        Assert.Equal(before.Id, (await db.Applications.SingleAsync()).CurrentExtractId);
    }

    [Theory]
    [InlineData(true, "Groups: the source says now that it has none")]
    [InlineData(false, "Groups: the source says now that nobody holds any")]
    public async Task Groups_or_holders_of_which_not_one_is_listed_any_more_make_the_reading_incomplete_and_verify_no_removal(bool groups, string why)
    {
        var connection = await world.ConnectHeapAsync(ConnectionUse.ReadOnly);
        var before = await world.ReadAsync(connection);
        await world.Revoked.RevokeAsync("Sami", "Growth");
        await world.Revoked.SignOffAsync("Sami");
        if (groups)
        {
            world.Heap.Groups.Clear();
        }
        else
        {
            NobodyHoldsAny();
        }

        var extract = await world.ReadAsync(connection);

        Assert.Equal(Completeness.Incomplete, extract.Completeness);
        Assert.StartsWith(why, extract.Why, StringComparison.Ordinal);
        Assert.Equal(RemovalState.WaitingForPerson, (await world.OnlyAsync()).State);
        await using var db = database.Look();
        Assert.Equal(before.Id, (await db.Applications.SingleAsync()).CurrentExtractId);
    }

    [Fact]
    public async Task The_last_holders_may_go_by_their_removals()
    {
        var connection = await world.ConnectHeapAsync(ConnectionUse.ReadOnly);
        await world.ReadAsync(connection);
        await world.Revoked.RevokeAsync("Vera");
        await world.Revoked.RevokeAsync("Sami", "Growth");
        await world.Revoked.SignOffAsync("Vera", "Sami");
        world.Heap.Find("h1")!["active"] = false;
        NobodyHoldsAny();

        Assert.Equal(Completeness.Complete, (await world.ReadAsync(connection)).Completeness);
        Assert.Equal([RemovalState.Verified, RemovalState.Verified], (await world.Revoked.RemovalsAsync()).Select(r => r.State));
    }

    [Fact]
    public async Task The_last_holders_may_go_with_their_accounts()
    {
        var connection = await world.ConnectHeapAsync();
        await world.ReadAsync(connection);
        world.Heap.Users.RemoveAll(u => (string)u["id"]! is "h1" or "h2");
        NobodyHoldsAny();
        Assert.Equal(Completeness.Complete, (await world.ReadAsync(connection)).Completeness);
    }

    [Fact]
    public async Task A_connection_that_was_ended_and_made_anew_is_read_without_the_groups_that_the_one_before_had()
    {
        var before = await world.ConnectHeapAsync();
        await world.ReadAsync(before);
        HideGroups(404);
        (await database.Get<EndConnection>().RunAsync(Guid.NewGuid(), world.Ada, before, CancellationToken.None)).Require();
        var extract = await world.ReadAsync(await world.ConnectHeapAsync());
        Assert.Equal((Completeness.Complete, false), (extract.Completeness, extract.CoversAssignments));
    }

    [Fact]
    public async Task A_test_says_of_groups_that_may_not_be_listed_what_keeps_them_and_not_that_there_are_none()
    {
        HideGroups(403);
        var findings = await TestAsync(await world.ConnectHeapAsync());
        Assert.Contains("could not be asked to list groups (403)", findings.Problem, StringComparison.Ordinal);
    }

    private async Task<ConnectionFindings> TestAsync(long connection) =>
        (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, connection, CancellationToken.None)).Require();

    private void NobodyHoldsAny() => world.Heap.Groups.ForEach(g => g["members"] = new JsonArray());

    private void HideGroups(int status) => world.Heap.Before = async (context, _) =>
    {
        var asked = context.Request.Path.Value!.EndsWith("/Groups", StringComparison.Ordinal);
        if (asked)
        {
            context.Response.StatusCode = status;
            await context.Response.CompleteAsync();
        }

        return asked;
    };
}
