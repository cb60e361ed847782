using AccessReview.Connectors.Scim;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;

namespace AccessReview.Connectors.Tests.Scim;

/// <summary>Servers that have no groups, and servers that do not show theirs.</summary>
public sealed class ScimGroupsTests
{
    [Theory]
    [InlineData(404)]
    [InlineData(501)]
    public async Task A_server_without_groups_is_read_whole(int status)
    {
        await using var server = ScimFakes.Five(new ScimManners { NoGroups = status });
        var reading = await ScimFakes.ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Equal(5, reading.Accounts.Count);
        Assert.Equal([ScimSource.Groups], reading.Walk.Absent);
        Assert.Equal([ScimSource.Users], reading.Walk.Counts.Select(c => c.List));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(501)]
    public async Task A_test_of_a_server_without_groups_says_that_it_lists_none(int status)
    {
        await using var server = ScimFakes.Five(new ScimManners { NoGroups = status });
        await server.StartAsync();
        var findings = await new ScimProbe(Reading.Http, ScimFakes.Settings(server)).RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal((5, null, false), (findings.Users, findings.Groups, findings.ListsGroups));
    }

    [Fact]
    public async Task Groups_that_the_credentials_may_not_list_are_not_taken_for_none_by_the_test_either()
    {
        await using var server = ScimFakes.Five(new ScimManners { NoGroups = 403 });
        await server.StartAsync();
        var probe = new ScimProbe(Reading.Http, ScimFakes.Settings(server));
        Assert.Equal(ConnectorFault.Forbidden, (await Assert.ThrowsAsync<ConnectorException>(() => probe.RunAsync(TestContext.Current.CancellationToken))).Fault);
        Assert.Equal(ConnectorFault.Forbidden, (await Assert.ThrowsAsync<ConnectorException>(() => Reading.OfAsync(new ScimSource(Reading.Http, ScimFakes.Settings(server))))).Fault);
    }

    [Fact]
    public async Task What_a_server_does_not_know_how_to_do_is_not_asked_again()
    {
        await using var server = ScimFakes.Five(new ScimManners());
        server.Before = async (context, _) =>
        {
            context.Response.StatusCode = 501;
            await context.Response.CompleteAsync();
            return true;
        };
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => ScimFakes.ReadAsync(server));
        Assert.Equal((ConnectorFault.Refused, false), (fault.Fault, fault.IsPassing));
    }

    [Fact]
    public async Task A_group_that_is_gone_when_its_members_are_asked_for_does_not_pass_for_a_server_without_groups()
    {
        await using var server = ScimFakes.Five(new ScimManners { HidesMembers = true });
        server.Before = (context, _) =>
        {
            if (context.Request.Path.Value!.EndsWith("/Groups/7", StringComparison.Ordinal))
            {
                server.Groups.Clear();
            }

            return Task.FromResult(false);
        };
        await Assert.ThrowsAsync<ConnectorException>(() => ScimFakes.ReadAsync(server));
    }

    [Fact]
    public async Task Of_a_server_whose_users_are_people_no_groups_are_asked_for()
    {
        await using var server = ScimFakes.Five(new ScimManners { NoGroups = 403 });
        await server.StartAsync();
        var reading = await Reading.OfAsync(new ScimSource(Reading.Http, ScimFakes.Settings(server) with { Users = UsersAre.People }));
        Assert.Equal((5, 0), (reading.People.Count, reading.Walk.Reasons.Count));
        Assert.DoesNotContain(server.Requests, r => r.Contains("/Groups", StringComparison.Ordinal));
    }
}
