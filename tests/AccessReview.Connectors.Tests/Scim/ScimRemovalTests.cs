using AccessReview.Connectors.Scim;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;

namespace AccessReview.Connectors.Tests.Scim;

/// <summary>Taking access away at servers of every dialect, and never anybody else's.</summary>
public sealed class ScimRemovalTests
{
    public static TheoryData<bool, bool, bool, int> Dialects => new() { { true, true, true, 1 }, { false, true, true, 2 }, { false, false, true, 3 }, { true, false, false, 1 } };

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_user_is_switched_off_in_the_dialect_that_works(bool path, bool bare, bool put, int writes)
    {
        await using var server = ScimFakes.Five(new ScimManners { PatchPath = path, PatchBare = bare, Put = put, TextFlags = true });
        var proof = await RemoveAsync(server, new RemovalAct.Account("u2"));
        Assert.Equal(RemovalEffect.Done, proof.Effect);
        Assert.Equal("false", server.Find("u2")!["active"]!.ToString(), ignoreCase: true);
        Assert.Equal(writes, proof.Exchanges.Count(e => !e.Request.StartsWith("GET", StringComparison.Ordinal)));
        Assert.Contains("\"active\":true", proof.Exchanges[0].Answer, StringComparison.Ordinal);
        Assert.All(server.Users.Where(u => (string)u["id"]! != "u2"), u => Assert.True((bool)u["active"]!));
    }

    [Fact]
    public async Task Amplitude_removes_whom_it_switches_off_and_that_counts()
    {
        await using var server = ScimFakes.Five(new ScimManners { OffRemoves = true });
        var proof = await RemoveAsync(server, new RemovalAct.Account("u2"), ScimProfiles.Amplitude);
        Assert.Equal(RemovalEffect.Done, proof.Effect);
        Assert.Null(server.Find("u2"));
        Assert.StartsWith("PUT", proof.Exchanges[1].Request, StringComparison.Ordinal);
        Assert.Equal(404, proof.Exchanges[^1].Status);
    }

    [Fact]
    public async Task A_put_sends_back_everything_that_was_read()
    {
        await using var server = ScimFakes.Five(new ScimManners { PatchPath = false, PatchBare = false });
        server.Find("u2")!["urn:x:User"] = new System.Text.Json.Nodes.JsonObject { ["site"] = "Bath" };
        await RemoveAsync(server, new RemovalAct.Account("u2"));
        Assert.Equal("Bath", (string)server.Find("u2")!["urn:x:User"]!["site"]!);
        Assert.Equal("User 2", (string)server.Find("u2")!["displayName"]!);
    }

    [Fact]
    public async Task Who_is_gone_already_is_a_success_that_wrote_nothing()
    {
        await using var server = ScimFakes.Five(new ScimManners());
        var proof = await RemoveAsync(server, new RemovalAct.Account("nobody"));
        Assert.Equal(RemovalEffect.AlreadyGone, proof.Effect);
        Assert.Single(proof.Exchanges);
    }

    [Fact]
    public async Task An_id_that_has_another_address_than_was_read_is_left_alone()
    {
        await using var server = ScimFakes.Five(new ScimManners());
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, new RemovalAct.Account("u2", "u1@example.com")));
        Assert.False(fault.IsPassing);
        Assert.True((bool)server.Find("u2")!["active"]!);
        Assert.All(server.Requests, r => Assert.StartsWith("GET", r, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_address_that_was_read_is_known_in_any_case()
    {
        await using var server = ScimFakes.Five(new ScimManners());
        Assert.Equal(RemovalEffect.Done, (await RemoveAsync(server, new RemovalAct.Account("u2", "U2@Example.com"))).Effect);
    }

    [Fact]
    public async Task A_server_that_takes_no_form_leaves_the_user_and_the_proof_says_so()
    {
        await using var server = ScimFakes.Five(new ScimManners { PatchPath = false, PatchBare = false, Put = false });
        Assert.Equal(RemovalEffect.StillThere, (await RemoveAsync(server, new RemovalAct.Account("u2"))).Effect);
    }

    [Fact]
    public async Task An_error_after_it_was_done_is_read_back_and_counts_as_done()
    {
        await using var server = ScimFakes.Five(new ScimManners());
        server.Instead = async (context, _) =>
        {
            if (context.Request.Method == "PATCH")
            {
                context.Response.StatusCode = 500;
                await context.Response.CompleteAsync();
            }

            return context.Request.Method == "PATCH";
        };
        Assert.Equal(RemovalEffect.Done, (await RemoveAsync(server, new RemovalAct.Account("u2"))).Effect);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_switch_off_that_is_not_read_back_may_have_been_done_and_what_was_asked_is_with_the_fault(bool answered)
    {
        await using var server = ScimFakes.Five(new ScimManners());
        server.Instead = (context, _) =>
        {
            if (!answered && context.Request.Method == "PATCH")
            {
                context.Abort();
            }

            return Task.FromResult(!answered && context.Request.Method == "PATCH");
        };
        server.Before = async (context, _) =>
        {
            var refused = answered && server.Find("u2") is { } user && !(bool)user["active"]!;
            if (refused)
            {
                context.Response.StatusCode = 429;
                await context.Response.CompleteAsync();
            }

            return refused;
        };
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, new RemovalAct.Account("u2")));
        Assert.True(fault.MayHaveTaken);
        Assert.Equal(answered ? [200, 200, 429] : [200, 0], fault.Exchanges.Select(e => e.Status));
        Assert.Equal("PATCH /Users/u2", fault.Exchanges[1].Request);
    }

    [Fact]
    public async Task An_error_before_it_was_done_is_a_passing_fault()
    {
        await using var server = ScimFakes.Five(new ScimManners());
        server.Before = async (context, _) =>
        {
            if (context.Request.Method == "PATCH")
            {
                context.Response.StatusCode = 503;
                await context.Response.CompleteAsync();
            }

            return context.Request.Method == "PATCH";
        };
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, new RemovalAct.Account("u2")));
        Assert.Equal((true, false), (fault.IsPassing, fault.MayHaveTaken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Taking_one_member_out_never_takes_another(bool patches)
    {
        await using var server = ScimFakes.Five(new ScimManners { PatchGroups = patches });
        var proof = await RemoveAsync(server, new RemovalAct.Member("7", "u1"));
        Assert.Equal(RemovalEffect.Done, proof.Effect);
        Assert.Equal(["u2"], server.Members("7"));
        Assert.DoesNotContain(proof.Exchanges, e => e.Sent?.Contains("\"path\":\"members\"", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_group_that_may_not_be_written_whole_just_now_is_a_passing_fault(int status)
    {
        await using var server = ScimFakes.Five(new ScimManners { PatchGroups = false });
        server.Before = async (context, _) =>
        {
            if (context.Request.Method == "PUT")
            {
                context.Response.StatusCode = status;
                await context.Response.CompleteAsync();
            }

            return context.Request.Method == "PUT";
        };
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, new RemovalAct.Member("7", "u1")));
        Assert.Equal((true, false), (fault.IsPassing, fault.MayHaveTaken));
        Assert.Equal(["u1", "u2"], server.Members("7"));
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("ünï/%")]
    public async Task A_member_whose_id_needs_quoting_is_the_one_taken_out(string id)
    {
        await using var server = new FakeScim().User(id).User("u2").Group("7", "Team", id, "u2");
        Assert.Equal(RemovalEffect.Done, (await RemoveAsync(server, new RemovalAct.Member("7", id))).Effect);
        Assert.Equal(["u2"], server.Members("7"));
    }

    [Fact]
    public async Task The_last_member_goes_too()
    {
        await using var server = new FakeScim(new ScimManners { PatchGroups = false }).User("u1").Group("7", "Team", "u1");
        Assert.Equal(RemovalEffect.Done, (await RemoveAsync(server, new RemovalAct.Member("7", "u1"))).Effect);
        Assert.Empty(server.Members("7"));
    }

    [Fact]
    public async Task A_group_that_loses_others_meanwhile_stops_everything()
    {
        await using var server = ScimFakes.Five(new ScimManners());
        server.Before = (context, _) =>
        {
            if (context.Request.Method == "PATCH")
            {
                server.Groups[0]["members"] = new System.Text.Json.Nodes.JsonArray();
            }

            return Task.FromResult(false);
        };
        Assert.Equal(RemovalEffect.TooMuch, (await RemoveAsync(server, new RemovalAct.Member("7", "u1"))).Effect);
    }

    [Fact]
    public async Task Only_the_version_that_was_read_is_changed_where_versions_are_kept()
    {
        await using var server = ScimFakes.Five(new ScimManners { ETags = true });
        Assert.Equal(RemovalEffect.Done, (await RemoveAsync(server, new RemovalAct.Member("7", "u1"))).Effect);
    }

    private static async Task<RemovalProof> RemoveAsync(FakeScim server, RemovalAct act, ScimProfile? profile = null)
    {
        await server.StartAsync();
        var settings = ScimFakes.Settings(server, profile);
        var findings = await new ScimProbe(Reading.Http, settings).RunAsync(TestContext.Current.CancellationToken);
        server.Requests.Clear();
        return await new ScimRemover(Reading.Http, settings with { ETags = findings.ETags }).RemoveAsync(act, TestContext.Current.CancellationToken);
    }
}
