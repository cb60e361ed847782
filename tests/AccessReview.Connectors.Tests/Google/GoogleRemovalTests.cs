using AccessReview.Connectors.Google;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Connectors.Tests.Google;

/// <summary>Taking people out of groups of a Google Workspace, and never anybody else.</summary>
public sealed class GoogleRemovalTests
{
    private static readonly RemovalAct OutOfHeap = new RemovalAct.DirectoryMember("heap@example.com", "101");

    [Fact]
    public async Task A_person_is_taken_out_of_the_group_and_nobody_else()
    {
        await using var server = GoogleFakes.Five();
        var proof = await RemoveAsync(server, OutOfHeap);
        Assert.Equal(RemovalEffect.Done, proof.Effect);
        Assert.Equal(["partners@example.com"], server.Groups["g1"].Members);
        Assert.Equal(["""{"isMember":true}""", "", """{"isMember":false}"""], proof.Exchanges.Select(e => e.Answer));
        Assert.Equal("admin@example.com: group.member", server.Granted);
        Assert.All(proof.Exchanges, e => Assert.DoesNotContain(FakeDirectory.TokenStem, e.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_out_already_is_a_success_that_wrote_nothing()
    {
        await using var server = GoogleFakes.Five();
        Assert.Equal(RemovalEffect.AlreadyGone, (await RemoveAsync(server, new RemovalAct.DirectoryMember("heap@example.com", "103"))).Effect);
        Assert.DoesNotContain(server.Requests, r => r.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_group_that_is_no_more_has_no_members()
    {
        await using var server = GoogleFakes.Five();
        Assert.Equal(RemovalEffect.AlreadyGone, (await RemoveAsync(server, new RemovalAct.DirectoryMember("gone@example.com", "101"))).Effect);
    }

    [Fact]
    public async Task Who_is_in_the_group_through_a_group_in_it_is_still_there_and_the_proof_says_why()
    {
        await using var server = GoogleFakes.Five();
        var proof = await RemoveAsync(server, new RemovalAct.DirectoryMember("heap@example.com", "102"));
        Assert.Equal(RemovalEffect.StillThere, proof.Effect);
        Assert.Contains("whoever is in a group within it", proof.Why, StringComparison.Ordinal);
        Assert.Equal(["u2@example.com"], server.Groups["g2"].Members);
    }

    [Fact]
    public async Task After_an_error_of_Googles_own_the_state_says_that_it_was_done()
    {
        await using var server = GoogleFakes.Five();
        server.Instead = AnswersDelete(500, "");
        Assert.Equal(RemovalEffect.Done, (await RemoveAsync(server, OutOfHeap)).Effect);
    }

    [Fact]
    public async Task After_an_error_of_Googles_own_that_did_nothing_it_may_be_tried_again()
    {
        await using var server = GoogleFakes.Five();
        server.Before = AnswersDelete(503, "");
        Assert.True((await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, OutOfHeap))).IsPassing);
    }

    [Fact]
    public async Task A_removal_that_comes_too_fast_may_be_tried_again()
    {
        await using var server = GoogleFakes.Five();
        server.Before = AnswersDelete(403, """{"error":{"errors":[{"reason":"quotaExceeded"}]}}""");
        Assert.Equal(ConnectorFault.Throttled, (await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, OutOfHeap))).Fault);
    }

    [Fact]
    public async Task An_answer_that_does_not_say_whether_somebody_is_a_member_is_no_proof()
    {
        await using var server = GoogleFakes.Five();
        server.Before = async (context, _) =>
        {
            if (!server.IsToken(context.Request))
            {
                await context.Response.WriteAsync("{}");
            }

            return !server.IsToken(context.Request);
        };
        Assert.Equal(ConnectorFault.Malformed, (await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, OutOfHeap))).Fault);
    }

    [Fact]
    public void What_would_be_done_can_be_read_before()
    {
        var remover = new GoogleRemover(Reading.Http, new GoogleSettings("s", "k", "a", []), TimeProvider.System);
        Assert.Equal("DELETE /admin/directory/v1/groups/heap%40example.com/members/101", remover.Describe(OutOfHeap)[1]);
        Assert.False(remover.Can(new RemovalAct.AppAssignment("heap", "101")));
    }

    private static Func<HttpContext, int, Task<bool>> AnswersDelete(int status, string body) => async (context, _) =>
    {
        if (context.Request.Method != "DELETE")
        {
            return false;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
        return true;
    };

    private static async Task<RemovalProof> RemoveAsync(FakeGoogle server, RemovalAct act)
    {
        await server.StartAsync();
        return await new GoogleRemover(Reading.Http, GoogleFakes.Settings(server), TimeProvider.System).RemoveAsync(act, TestContext.Current.CancellationToken);
    }
}
