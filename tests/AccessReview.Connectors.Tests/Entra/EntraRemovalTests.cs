using AccessReview.Connectors.Entra;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Connectors.Tests.Entra;

/// <summary>Taking access away in a Microsoft Entra tenant, and never anybody else's.</summary>
public sealed class EntraRemovalTests
{
    [Fact]
    public async Task Every_assignment_of_the_persons_own_is_taken_away_and_nobody_elses()
    {
        await using var server = EntraFakes.Five();
        server.Apps["heap"].Add(("a5", "User", "u1"));
        var proof = await RemoveAsync(server, new RemovalAct.AppAssignment("heap", "u1"));
        Assert.Equal(RemovalEffect.Done, proof.Effect);
        Assert.Equal(["a2", "a3", "a4"], server.Apps["heap"].Select(a => a.Id));
        Assert.Contains("\"a1\"", proof.Exchanges[0].Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"a1\"", proof.Exchanges[^1].Answer, StringComparison.Ordinal);
        Assert.All(proof.Exchanges, e => Assert.DoesNotContain(FakeDirectory.TokenStem, e.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_assignment_that_a_group_gives_is_not_deleted()
    {
        await using var server = EntraFakes.Five();
        Assert.Equal(RemovalEffect.AlreadyGone, (await RemoveAsync(server, new RemovalAct.AppAssignment("heap", "u2"))).Effect);
        Assert.DoesNotContain(server.Requests, r => r.StartsWith("DELETE", StringComparison.Ordinal));
        Assert.Equal(4, server.Apps["heap"].Count);
    }

    [Fact]
    public async Task A_person_is_taken_out_of_the_group_and_stays_in_the_directory()
    {
        await using var server = EntraFakes.Five();
        server.Groups["g1"].People.Add("u4");
        Assert.Equal(RemovalEffect.Done, (await RemoveAsync(server, new RemovalAct.DirectoryMember("g1", "u2"))).Effect);
        Assert.Equal(["u4"], server.Groups["g1"].People);
        Assert.Equal(5, server.Users.Count);
        Assert.Equal(RemovalEffect.AlreadyGone, (await Remover(server).RemoveAsync(new RemovalAct.DirectoryMember("g1", "u2"), TestContext.Current.CancellationToken)).Effect);
        Assert.Single(server.Requests, r => r.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_only_in_a_group_of_the_group_was_never_let_in_by_it()
    {
        await using var server = EntraFakes.Five();
        Assert.Equal(RemovalEffect.AlreadyGone, (await RemoveAsync(server, new RemovalAct.DirectoryMember("g1", "u3"))).Effect);
        Assert.DoesNotContain(server.Requests, r => r.StartsWith("DELETE", StringComparison.Ordinal));
        Assert.Equal(["u3"], server.Groups["g2"].People);
    }

    [Fact]
    public async Task Whom_the_directory_no_longer_knows_is_gone_already()
    {
        await using var server = EntraFakes.Five();
        var proof = await RemoveAsync(server, new RemovalAct.DirectoryMember("g1", "nobody"));
        Assert.Equal(RemovalEffect.AlreadyGone, proof.Effect);
        Assert.Equal(404, Assert.Single(proof.Exchanges).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_an_error_of_Graphs_own_the_state_says_whether_it_was_done(bool done)
    {
        await using var server = EntraFakes.Five();
        Func<HttpContext, int, Task<bool>> trouble = async (context, _) =>
        {
            if (context.Request.Method != "DELETE")
            {
                return false;
            }

            context.Response.StatusCode = 504;
            await context.Response.CompleteAsync();
            return true;
        };
        if (done)
        {
            server.Instead = trouble;
            Assert.Equal(RemovalEffect.Done, (await RemoveAsync(server, new RemovalAct.AppAssignment("heap", "u1"))).Effect);
        }
        else
        {
            server.Before = trouble;
            Assert.True((await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, new RemovalAct.AppAssignment("heap", "u1")))).IsPassing);
        }
    }

    [Fact]
    public async Task What_Graph_let_through_and_still_shows_may_be_gone_and_is_asked_about_again()
    {
        await using var server = EntraFakes.Five();
        // What was asked has not reached the copy that answers.
        server.Before = async (context, _) =>
        {
            var late = context.Request.Method == "DELETE";
            if (late)
            {
                context.Response.StatusCode = 204;
                await context.Response.CompleteAsync();
            }

            return late;
        };
        var act = new RemovalAct.DirectoryMember("g1", "u2");
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, act));
        Assert.Equal((true, true), (fault.IsPassing, fault.MayHaveTaken));
        server.Groups["g1"].People.Remove("u2");
        Assert.Equal(RemovalEffect.AlreadyGone, (await Remover(server).RemoveAsync(act, TestContext.Current.CancellationToken)).Effect);
    }

    [Fact]
    public async Task One_assignment_that_went_before_another_is_refused_is_with_the_fault()
    {
        await using var server = EntraFakes.Five();
        server.Apps["heap"].Add(("a5", "User", "u1"));
        server.Before = async (context, _) =>
        {
            var refused = context.Request.Method == "DELETE" && context.Request.Path.Value!.EndsWith("/a5", StringComparison.Ordinal);
            if (refused)
            {
                context.Response.StatusCode = 403;
                await context.Response.CompleteAsync();
            }

            return refused;
        };
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, new RemovalAct.AppAssignment("heap", "u1")));
        Assert.True(fault.MayHaveTaken);
        Assert.Equal(ConnectorFault.Forbidden, fault.Fault);
        Assert.Equal(["a2", "a3", "a4", "a5"], server.Apps["heap"].Select(a => a.Id));
        Assert.Contains(fault.Exchanges, e => e.Request.EndsWith("/a1", StringComparison.Ordinal) && e.Status == 204);
    }

    [Fact]
    public async Task A_group_that_rules_fill_refuses_and_that_is_said()
    {
        await using var server = EntraFakes.Five();
        server.Before = async (context, _) =>
        {
            context.Response.StatusCode = 400;
            if (context.Request.Method == "DELETE")
            {
                await context.Response.WriteAsync("""{"error":{"message":"Dynamic group u2@example.com"}}""");
            }

            return context.Request.Method == "DELETE";
        };
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, new RemovalAct.DirectoryMember("g1", "u2")));
        Assert.Equal(ConnectorFault.Refused, fault.Fault);
        Assert.DoesNotContain("u2@", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_lost_on_the_way_does_not_make_access_gone()
    {
        await using var server = EntraFakes.Five();
        server.Before = async (context, _) =>
        {
            var lost = context.Request.QueryString.Value!.Contains("skiptoken", StringComparison.Ordinal);
            if (lost)
            {
                context.Response.StatusCode = 404;
                await context.Response.CompleteAsync();
            }

            return lost;
        };
        await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, new RemovalAct.AppAssignment("heap", "u4")));
    }

    [Fact]
    public void What_would_be_done_can_be_read_before()
    {
        var remover = new EntraRemover(Reading.Http, new EntraSettings("t", "c", "s", []), TimeProvider.System);
        Assert.Equal("DELETE /v1.0/groups/g1/members/u2/$ref", remover.Describe(new RemovalAct.DirectoryMember("g1", "u2"))[1]);
        Assert.False(remover.Can(new RemovalAct.Account("u2")));
    }

    [Fact]
    public void The_secret_is_not_in_what_the_settings_say_of_themselves() =>
        Assert.DoesNotContain(FakeEntra.Secret, $"{new EntraSettings("t", "c", FakeEntra.Secret, [])}", StringComparison.Ordinal);

    private static EntraRemover Remover(FakeEntra server) => new(Reading.Http, EntraFakes.Settings(server), TimeProvider.System);

    private static async Task<RemovalProof> RemoveAsync(FakeEntra server, RemovalAct act)
    {
        await server.StartAsync();
        return await Remover(server).RemoveAsync(act, TestContext.Current.CancellationToken);
    }
}
