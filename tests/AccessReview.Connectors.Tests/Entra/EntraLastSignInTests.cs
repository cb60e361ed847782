using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AccessReview.Connectors.Entra;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;

namespace AccessReview.Connectors.Tests.Entra;

/// <summary>When people last signed in to a Microsoft Entra tenant itself.</summary>
public sealed class EntraLastSignInTests
{
    [Theory]
    [InlineData("""{"lastSuccessfulSignInDateTime":"2026-11-18T08:00:00Z","lastSignInDateTime":"2026-11-20T08:00:00Z"}""", LastUseState.Known, "2026-11-18T08:00:00Z")]
    [InlineData("""{"lastSignInDateTime":"2021-06-17T16:41:33Z","lastNonInteractiveSignInDateTime":"0001-01-01T00:00:00Z"}""", LastUseState.Known, "2021-06-17T16:41:33Z")]
    [InlineData("""{"lastSignInDateTime":"2021-06-17T16:41:33Z","lastNonInteractiveSignInDateTime":"2022-01-02T03:04:05Z"}""", LastUseState.Known, "2022-01-02T03:04:05Z")]
    [InlineData("""{"lastSuccessfulSignInDateTime":null,"lastSignInDateTime":"2026-11-20T08:00:00Z"}""", LastUseState.NotKnown, null)]
    [InlineData("""{"lastSignInDateTime":"0001-01-01T00:00:00Z","lastNonInteractiveSignInDateTime":"0001-01-01T00:00:00Z"}""", LastUseState.Never, null)]
    [InlineData("""{"lastSignInDateTime":null}""", LastUseState.NotKnown, null)]
    [InlineData("""{"lastSignInDateTime":"yesterday"}""", LastUseState.NotKnown, null)]
    [InlineData("[]", LastUseState.NotKnown, null)]
    [InlineData("null", LastUseState.NotKnown, null)]
    public async Task The_last_sign_in_is_one_that_succeeded_never_where_Entra_says_so_and_else_not_known(string activity, LastUseState state, string? at)
    {
        await using var server = EntraFakes.Five();
        server.Users[1]["signInActivity"] = JsonNode.Parse(activity);
        var reading = await EntraFakes.ReadAsync(server);
        DateTime? when = at is null ? null : DateTime.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        Assert.Equal(new LastUse(state, when), Of(reading)["u2"]);
        Assert.All(Of(reading).Where(p => p.Key != "u2"), p => Assert.Equal(LastUse.NotKnown, p.Value));
        Assert.Empty(reading.Walk.NotKnown);
        Assert.Empty(reading.Walk.Reasons);
    }

    [Fact]
    public async Task Without_a_premium_tenant_or_the_right_everybody_is_read_and_their_last_sign_in_is_not_known()
    {
        await using var server = EntraFakes.Five();
        server.Users[1]["signInActivity"] = SignedIn("2026-11-18T08:00:00Z");
        server.Users[1]["employeeLeaveDateTime"] = "2026-12-31T00:00:00Z";
        server.ShowsSignIns = false;
        var reading = await EntraFakes.ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Equal("Microsoft Entra ID could not be asked to list last sign-ins to the directory (403): it does not allow it with these credentials.", Assert.Single(reading.Walk.NotKnown));
        Assert.Equal(5, reading.Records.PersonCount);
        Assert.All(Of(reading).Values, u => Assert.Equal(LastUse.NotKnown, u));
        Assert.Equal(new DateOnly(2026, 12, 31), reading.Records.People().People.Single(l => l.Person.EmployeeId == "u2").Person.End);
    }

    [Fact]
    public async Task A_page_shorter_than_was_asked_for_is_not_the_end()
    {
        await using var server = new FakeEntra { PageSize = 999 };
        for (var i = 0; i < 130; i++)
        {
            server.User($"u{i}", $"u{i}@example.com").Users[i]["signInActivity"] = SignedIn("2026-11-18T08:00:00Z");
        }

        server.Apps["heap"] = [];
        var reading = await EntraFakes.ReadAsync(server);
        Assert.Equal([130, 10], [Of(reading).Count(p => p.Value.State == LastUseState.Known), reading.Pages.Last(p => p.LastSignIns.Count > 0).LastSignIns.Count]);
    }

    [Fact]
    public async Task Of_more_people_than_a_log_is_read_of_everybodys_last_sign_in_is_read_too()
    {
        await using var server = new FakeEntra { PageSize = 1 };
        for (var i = 0; i < SourceWalk.MaxOptionalPages + 3; i++)
        {
            server.User($"u{i}", $"u{i}@example.com").Users[i]["signInActivity"] = SignedIn("2026-11-18T08:00:00Z");
        }

        server.Apps["heap"] = [];
        var reading = await EntraFakes.ReadAsync(server);
        Assert.All(Of(reading).Values, u => Assert.Equal(LastUseState.Known, u.State));
        Assert.Empty(reading.Walk.NotKnown);
    }

    [Fact]
    public async Task Of_a_sign_in_nothing_is_kept_but_when_it_was_and_the_page_says_so()
    {
        await using var server = EntraFakes.Five();
        server.Users[0]["signInActivity"] = SignedIn("2026-11-18T08:00:00Z");
        server.Users[0]["signInActivity"]!["lastSignInRequestId"] = "request-3b1f";
        await server.StartAsync();
        var page = await new EntraSource(Reading.Http, EntraFakes.Settings(server), TimeProvider.System).FetchAsync(EntraSource.LastSignIns, null, TestContext.Current.CancellationToken);
        Assert.Contains("2026-11-18T08:00:00Z", Encoding.UTF8.GetString(page.Body), StringComparison.Ordinal);
        Assert.DoesNotContain("request-3b1f", Encoding.UTF8.GetString(page.Body), StringComparison.Ordinal);
        Assert.EndsWith(
            "(kept: @odata.nextLink, value(id, signInActivity(lastSuccessfulSignInDateTime, lastSignInDateTime, lastNonInteractiveSignInDateTime)))", page.Request, StringComparison.Ordinal);
    }

    private static JsonObject SignedIn(string at) => new() { ["lastSuccessfulSignInDateTime"] = at };

    private static Dictionary<string, LastUse> Of(Reading reading) => reading.Records.People().People.ToDictionary(l => l.Person.EmployeeId!, l => l.Person.LastSignIn);
}
