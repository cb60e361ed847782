using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Connectors.Tests.Scim;

/// <summary>Cursors that a server no longer knows (RFC 9865).</summary>
public sealed class ScimCursorTests
{
    [Theory]
    [InlineData("{\"scimType\":\"expiredCursor\"}", true)]
    [InlineData("{\"scimType\":\"invalidCursor\",\"status\":400}", true)]
    [InlineData("{\"scimType\":\"invalidCount\"}", false)]
    [InlineData("{}", false)]
    [InlineData("no such page", false)]
    public async Task A_list_whose_next_page_is_forgotten_can_only_be_read_from_its_beginning(string answer, bool torn)
    {
        await using var server = ScimFakes.Five(new ScimManners { Cursor = true });
        server.Before = (context, n) => RefusedAsync(context, n == 2, answer);
        if (torn)
        {
            var walk = (await ScimFakes.ReadAsync(server, cursor: true)).Walk;
            Assert.True(walk.Torn);
            Assert.Contains("no longer knows the page", Assert.Single(walk.Reasons), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(ConnectorFault.Refused, (await Assert.ThrowsAsync<ConnectorException>(() => ScimFakes.ReadAsync(server, cursor: true))).Fault);
        }
    }

    [Fact]
    public async Task A_first_page_that_is_refused_is_not_asked_for_from_the_beginning_again()
    {
        await using var server = ScimFakes.Five(new ScimManners { Cursor = true });
        server.Before = (context, n) => RefusedAsync(context, n == 1, "{\"scimType\":\"invalidCursor\"}");
        Assert.Equal(ConnectorFault.Refused, (await Assert.ThrowsAsync<ConnectorException>(() => ScimFakes.ReadAsync(server, cursor: true))).Fault);
    }

    private static async Task<bool> RefusedAsync(HttpContext context, bool now, string answer)
    {
        if (now)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync(answer);
        }

        return now;
    }
}
