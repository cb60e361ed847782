using AccessReview.Connectors.OneLogin;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Connectors.Tests.OneLogin;

/// <summary>Taking people out of roles of OneLogin, and never anybody else.</summary>
public sealed class OneLoginRemovalTests
{
    private static readonly RemovalAct OutOfRole = new RemovalAct.DirectoryMember("7", "103");

    [Fact]
    public async Task A_person_is_taken_out_of_the_role_and_nobody_else()
    {
        await using var server = OneLoginFakes.Five();
        var proof = await RemoveAsync(server, OutOfRole);
        Assert.Equal(RemovalEffect.Done, proof.Effect);
        Assert.Equal([102, 104], server.Roles[7].People);
        Assert.Equal(("DELETE /roles/7/users", "[103]"), (proof.Exchanges[2].Request, proof.Exchanges[2].Sent));
        Assert.All(proof.Exchanges, e => Assert.DoesNotContain(FakeDirectory.TokenStem, e.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_out_already_is_a_success_that_wrote_nothing()
    {
        await using var server = OneLoginFakes.Five();
        server.ListsUnassigned = true;
        Assert.Equal(RemovalEffect.AlreadyGone, (await RemoveAsync(server, new RemovalAct.DirectoryMember("7", "101"))).Effect);
        Assert.DoesNotContain(server.Requests, r => r.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_role_that_is_no_more_is_held_by_nobody()
    {
        await using var server = OneLoginFakes.Five();
        Assert.Equal(RemovalEffect.AlreadyGone, (await RemoveAsync(server, new RemovalAct.DirectoryMember("8", "103"))).Effect);
    }

    [Fact]
    public async Task A_role_that_a_mapping_gives_is_still_there()
    {
        await using var server = OneLoginFakes.Five();
        server.Roles[7].Mapped.Add(103);
        Assert.Equal(RemovalEffect.StillThere, (await RemoveAsync(server, OutOfRole)).Effect);
    }

    [Fact]
    public async Task When_others_are_gone_from_the_role_too_nothing_more_may_be_done()
    {
        await using var server = OneLoginFakes.Five();
        server.LosesBodies = true;
        Assert.Equal(RemovalEffect.TooMuch, (await RemoveAsync(server, OutOfRole)).Effect);
    }

    [Fact]
    public async Task After_an_error_of_OneLogins_own_the_state_says_that_it_was_done()
    {
        await using var server = OneLoginFakes.Five();
        server.Instead = AnswersDelete(500);
        Assert.Equal(RemovalEffect.Done, (await RemoveAsync(server, OutOfRole)).Effect);
    }

    [Theory]
    [InlineData(502, ConnectorFault.Unavailable)]
    [InlineData(429, ConnectorFault.Throttled)]
    [InlineData(403, ConnectorFault.Forbidden)]
    public async Task What_was_not_done_is_not_said_to_be(int status, ConnectorFault fault)
    {
        await using var server = OneLoginFakes.Five();
        server.Before = AnswersDelete(status);
        Assert.Equal(fault, (await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, OutOfRole))).Fault);
        Assert.Equal(3, server.Roles[7].People.Count);
    }

    [Fact]
    public async Task A_list_that_leads_in_a_circle_is_left()
    {
        await using var server = OneLoginFakes.Five();
        server.Before = async (context, _) =>
        {
            if (server.IsToken(context.Request))
            {
                return false;
            }

            context.Response.Headers["After-Cursor"] = "again";
            await context.Response.WriteAsync("[]");
            return true;
        };
        Assert.Equal(ConnectorFault.Malformed, (await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, OutOfRole))).Fault);
    }

    [Fact]
    public void An_application_without_a_role_cannot_be_taken_away_here()
    {
        var remover = new OneLoginRemover(Reading.Http, new OneLoginSettings(new Uri("https://a.example"), "c", "s", []), TimeProvider.System);
        Assert.False(remover.Can(new RemovalAct.AppAssignment("70", "101")));
        Assert.Equal("DELETE /api/2/roles/7/users [103]", remover.Describe(OutOfRole)[1]);
    }

    private static Func<HttpContext, int, Task<bool>> AnswersDelete(int status) => async (context, _) =>
    {
        if (context.Request.Method != "DELETE")
        {
            return false;
        }

        context.Response.StatusCode = status;
        await context.Response.CompleteAsync();
        return true;
    };

    private static async Task<RemovalProof> RemoveAsync(FakeOneLogin server, RemovalAct act)
    {
        await server.StartAsync();
        return await new OneLoginRemover(Reading.Http, OneLoginFakes.Settings(server), TimeProvider.System).RemoveAsync(act, TestContext.Current.CancellationToken);
    }
}
