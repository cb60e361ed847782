using System.Globalization;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Connectors.Tests.Scim;

/// <summary>How many there are, as servers write it: a list that is cut off shows in nothing else.</summary>
public sealed class ScimTotalsTests
{
    [Theory]
    [InlineData("9", 9)]
    [InlineData("9.0", 9)]
    [InlineData("9e0", 9)]
    [InlineData("\"9\"", 9)]
    [InlineData("\"9.0\"", 9)]
    [InlineData("99999999999", int.MaxValue)]
    [InlineData("1e40", int.MaxValue)]
    public async Task A_total_is_a_claim_however_it_is_written(string written, int claimed)
    {
        await using var server = Claiming(written);
        var walk = (await ScimFakes.ReadAsync(server, ScimFakes.TwoAPage with { HasGroups = false })).Walk;
        Assert.Equal(claimed, Assert.Single(walk.Counts).Claimed);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"Users: the source says there are {claimed:N0}, and 1 came."), Assert.Single(walk.Reasons));
    }

    [Theory]
    [InlineData("\"1,250\"")]
    [InlineData("\"many\"")]
    [InlineData("\"\"")]
    [InlineData("2.5")]
    [InlineData("true")]
    [InlineData("[9]")]
    public async Task A_total_that_cannot_be_read_is_a_fault_and_never_no_claim(string written)
    {
        await using var server = Claiming(written);
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => ScimFakes.ReadAsync(server, ScimFakes.TwoAPage with { HasGroups = false }));
        Assert.Equal(ConnectorFault.Malformed, fault.Fault);
        Assert.Contains("how many users there are", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_gives_no_total_claims_nothing()
    {
        await using var server = Claiming("null");
        var walk = (await ScimFakes.ReadAsync(server, ScimFakes.TwoAPage with { HasGroups = false })).Walk;
        Assert.Empty(walk.Reasons);
        Assert.Null(Assert.Single(walk.Counts).Claimed);
    }

    /// <summary>One user on the first page and nobody on the next, of as many as are written.</summary>
    private static FakeScim Claiming(string total) => new()
    {
        Before = async (context, n) =>
        {
            await context.Response.WriteAsync("{\"totalResults\":" + total + ",\"Resources\":[" + (n == 1 ? "{\"id\":\"u1\"}" : "") + "]}");
            return true;
        },
    };
}
