using AccessReview.Connectors.Entra;
using AccessReview.Connectors.Tests.Entra;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace AccessReview.Connectors.Tests.Contract;

/// <summary>How tokens are asked for, kept and let go of.</summary>
public sealed class TokenTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task One_token_serves_a_whole_reading()
    {
        await using var server = EntraFakes.Five();
        Assert.Empty((await Reading.OfAsync(await SourceAsync(server))).Walk.Reasons);
        Assert.Equal(1, server.Tokens);
    }

    [Fact]
    public async Task A_token_is_let_go_of_before_it_expires()
    {
        await using var server = EntraFakes.Five();
        var source = await SourceAsync(server);
        await UsersAsync(source);
        time.Advance(TimeSpan.FromMinutes(50));
        await UsersAsync(source);
        Assert.Equal(1, server.Tokens);
        time.Advance(TimeSpan.FromMinutes(6));
        await UsersAsync(source);
        Assert.Equal(2, server.Tokens);
    }

    [Fact]
    public async Task A_token_of_which_it_is_not_said_how_long_it_is_good_for_serves_one_request()
    {
        await using var server = EntraFakes.Five();
        server.ExpiresIn = null;
        var source = await SourceAsync(server);
        await UsersAsync(source);
        await UsersAsync(source);
        Assert.Equal(2, server.Tokens);
    }

    [Fact]
    public async Task A_kept_token_that_is_no_longer_good_is_replaced_once_and_the_reading_goes_on()
    {
        await using var server = EntraFakes.Five();
        server.Before = (_, n) =>
        {
            if (n == 3)
            {
                server.Revoke();
            }

            return Task.FromResult(false);
        };
        var reading = await Reading.OfAsync(await SourceAsync(server));
        Assert.Equal((5, 0), (reading.People.Count, reading.Walk.Reasons.Count));
        Assert.Equal(2, server.Tokens);
    }

    [Fact]
    public async Task A_new_token_that_is_refused_too_is_the_end_of_it()
    {
        await using var server = EntraFakes.Five();
        server.Before = async (context, n) =>
        {
            var refused = n > 2 && !server.IsToken(context.Request);
            if (refused)
            {
                context.Response.StatusCode = 401;
                await context.Response.CompleteAsync();
            }

            return refused;
        };
        var source = await SourceAsync(server);
        Assert.Equal(ConnectorFault.Unauthorized, (await Assert.ThrowsAsync<ConnectorException>(() => Reading.OfAsync(source))).Fault);
        Assert.Equal((2, 5), (server.Tokens, server.Requests.Count));
    }

    [Fact]
    public async Task A_token_that_was_asked_for_just_now_and_is_refused_is_not_asked_for_again()
    {
        await using var server = EntraFakes.Five();
        server.Before = (context, _) =>
        {
            if (!server.IsToken(context.Request))
            {
                server.Revoke();
            }

            return Task.FromResult(false);
        };
        var source = await SourceAsync(server);
        Assert.Equal(ConnectorFault.Unauthorized, (await Assert.ThrowsAsync<ConnectorException>(() => Reading.OfAsync(source))).Fault);
        Assert.Equal((1, 2), (server.Tokens, server.Requests.Count));
    }

    [Theory]
    [InlineData(400, "invalid_client", ConnectorFault.Unauthorized)]
    [InlineData(400, "invalid_grant", ConnectorFault.Unauthorized)]
    [InlineData(400, "unauthorized_client", ConnectorFault.Unauthorized)]
    [InlineData(400, "invalid_scope", ConnectorFault.Refused)]
    [InlineData(500, "server_error", ConnectorFault.Unavailable)]
    public async Task What_a_login_answers_is_told_apart(int status, string error, ConnectorFault fault)
    {
        await using var server = EntraFakes.Five();
        server.Before = async (context, _) =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync($$"""{"error":"{{error}}","error_description":"{{FakeEntra.Secret}} is wrong"}""");
            return true;
        };
        var source = await SourceAsync(server);
        var thrown = await Assert.ThrowsAsync<ConnectorException>(() => Reading.OfAsync(source));
        Assert.Equal((fault, status), (thrown.Fault, thrown.Status));
        Assert.DoesNotContain(FakeEntra.Secret, thrown.ToString(), StringComparison.Ordinal);
    }

    private async Task<EntraSource> SourceAsync(FakeEntra server)
    {
        await server.StartAsync();
        return new EntraSource(Reading.Http, EntraFakes.Settings(server), time);
    }

    private static Task<RawPage> UsersAsync(EntraSource source) => source.FetchAsync("users", null, TestContext.Current.CancellationToken);
}
