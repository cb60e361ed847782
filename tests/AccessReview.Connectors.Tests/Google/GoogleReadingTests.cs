using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AccessReview.Connectors.Google;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Connectors.Tests.Google;

/// <summary>What is read out of a Google Workspace.</summary>
public sealed class GoogleReadingTests
{
    [Fact]
    public async Task Who_is_suspended_or_archived_is_read_as_left_and_not_left_out()
    {
        await using var server = GoogleFakes.Five();
        server.User("106", "u6@example.com", suspended: null, archived: null);
        Assert.Equal(
            [EmploymentStatus.Active, EmploymentStatus.Active, EmploymentStatus.Active, EmploymentStatus.Left, EmploymentStatus.Left, null],
            (await GoogleFakes.ReadAsync(server)).People.Select(p => p.Status));
    }

    [Fact]
    public async Task A_person_comes_with_manager_department_title_and_every_address()
    {
        await using var server = GoogleFakes.Five();
        var ada = server.Users[0];
        ada["aliases"] = new JsonArray("ada@example.com");
        ada["nonEditableAliases"] = new JsonArray("u1@example.com.test-google-a.com");
        ada["emails"] = new JsonArray(new JsonObject { ["address"] = "u1@example.com", ["primary"] = true }, new JsonObject { ["address"] = "ada@old.example", ["type"] = "work" });
        ada["relations"] = new JsonArray(new JsonObject { ["value"] = "bo@example.com", ["type"] = "assistant" }, new JsonObject { ["value"] = "cy@example.com", ["type"] = "manager" });
        ada["organizations"] = new JsonArray(
            new JsonObject { ["department"] = "Old", ["title"] = "Trainee" }, new JsonObject { ["department"] = "Product", ["title"] = "Analyst", ["primary"] = true });
        var person = (await GoogleFakes.ReadAsync(server)).People[0];
        Assert.Equal(
            ("101", "u1@example.com", "User 101", "cy@example.com", "Product", "Analyst"),
            (person.EmployeeId, person.WorkEmail, person.Name, person.Manager, person.Department, person.Title));
        Assert.Equal(["ada@example.com", "u1@example.com.test-google-a.com", "ada@old.example"], person.OtherAddresses);
    }

    [Theory]
    [InlineData("2026-11-18T08:00:00.000Z", LastUseState.Known)]
    [InlineData("1970-01-01T00:00:00.000Z", LastUseState.Never)]
    [InlineData(null, LastUseState.NotKnown)]
    public async Task The_last_sign_in_to_Google_itself_comes_with_a_person_and_is_never_where_Google_writes_its_first_day(string? written, LastUseState state)
    {
        await using var server = GoogleFakes.Five();
        server.Users[0]["lastLoginTime"] = written;
        var known = state == LastUseState.Known ? new DateTime(2026, 11, 18, 8, 0, 0, DateTimeKind.Utc) : (DateTime?)null;
        Assert.Equal(new LastUse(state, known), (await GoogleFakes.ReadAsync(server)).People[0].LastSignIn);
    }

    [Fact]
    public async Task Of_people_nothing_is_kept_but_what_is_read_and_the_page_says_what()
    {
        await using var server = GoogleFakes.Five();
        var ada = server.Users[0];
        ada["phones"] = new JsonArray(new JsonObject { ["value"] = "+41 79 555 01 23", ["type"] = "mobile" });
        ada["addresses"] = new JsonArray(new JsonObject { ["type"] = "home", ["formatted"] = "1 Home Street" });
        ada["relations"] = new JsonArray(new JsonObject { ["value"] = "Kim Home", ["type"] = "spouse" }, new JsonObject { ["value"] = "cy@example.com", ["type"] = "Manager" });
        await server.StartAsync();
        var source = new GoogleSource(Reading.Http, GoogleFakes.Settings(server), TimeProvider.System);
        var page = await source.FetchAsync("users", null, TestContext.Current.CancellationToken);
        var body = System.Text.Encoding.UTF8.GetString(page.Body);
        Assert.DoesNotContain("555 01 23", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Home", body, StringComparison.Ordinal);
        Assert.Equal("cy@example.com", source.Parse("users", null, page).People[0].Manager);
        Assert.EndsWith(
            " (kept: kind, nextPageToken, users(id, primaryEmail, aliases, nonEditableAliases, emails(address), organizations(primary, department, title), relations(type, value), name(givenName, familyName, fullName), suspended, archived, lastLoginTime))",
            page.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_in_a_linked_group_has_access_by_it_also_through_a_group_in_it()
    {
        await using var server = GoogleFakes.Five();
        var reading = await GoogleFakes.ReadAsync(server);
        Assert.Equal(new AppGroup("heap", "heap@example.com"), Assert.Single(reading.Pages.SelectMany(p => p.AppGroups)));
        Assert.Equal([("heap@example.com", "101"), ("heap@example.com", "102")], reading.Assignments.Select(a => (a.GroupId!, a.Account)));
        Assert.Equal([new Group("Heap users", null, "heap@example.com"), new Group("Partners", null, "g2")], reading.Pages.SelectMany(p => p.Groups));
        Assert.Empty(reading.Walk.Reasons);
    }

    [Fact]
    public async Task Somebody_from_outside_is_a_member_by_address()
    {
        await using var server = GoogleFakes.Five();
        server.Groups["g1"].Members.Add("eve@partner.example");
        Assert.Contains("eve@partner.example", (await GoogleFakes.ReadAsync(server)).Assignments.Select(a => a.Account));
    }

    [Fact]
    public async Task A_group_of_everybody_makes_the_reading_incomplete()
    {
        await using var server = GoogleFakes.Five();
        server.Groups["g1"].Members.Add("*");
        Assert.Contains("everybody", Assert.Single((await GoogleFakes.ReadAsync(server)).Walk.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_left_out_because_it_is_empty_is_an_empty_list()
    {
        await using var server = new FakeGoogle();
        server.Groups["g1"] = new("Heap users", "heap@example.com", []);
        var reading = await GoogleFakes.ReadAsync(server);
        Assert.Empty(reading.People);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Equal("heap@example.com", Assert.Single(reading.Records.AppGroups).GroupId);
    }

    [Theory]
    [InlineData(403, "userRateLimitExceeded", ConnectorFault.Throttled)]
    [InlineData(403, "rateLimitExceeded", ConnectorFault.Throttled)]
    [InlineData(403, "quotaExceeded", ConnectorFault.Throttled)]
    [InlineData(429, "rateLimitExceeded", ConnectorFault.Throttled)]
    [InlineData(403, "forbidden", ConnectorFault.Forbidden)]
    [InlineData(403, null, ConnectorFault.Forbidden)]
    public async Task With_403_Google_may_mean_slow_down_and_only_the_reason_tells(int status, string? reason, ConnectorFault fault)
    {
        await using var server = GoogleFakes.Five();
        server.Before = async (context, _) =>
        {
            if (server.IsToken(context.Request))
            {
                return false;
            }

            context.Response.StatusCode = status;
            await context.Response.WriteAsync(reason is null ? "<html>Forbidden</html>" : $$"""{"error":{"errors":[{"reason":"{{reason}}"},{"reason":"quotaExceeded"}] } }""");
            return true;
        };
        Assert.Equal(fault, (await Assert.ThrowsAsync<ConnectorException>(() => GoogleFakes.ReadAsync(server))).Fault);
    }

    [Fact]
    public async Task To_read_nothing_is_asked_for_that_could_change_anything()
    {
        await using var server = GoogleFakes.Five();
        await GoogleFakes.ReadAsync(server);
        Assert.Equal("admin@example.com: user.readonly group.readonly", server.Granted);
    }

    [Fact]
    public async Task The_key_may_be_pasted_as_the_key_file_writes_it()
    {
        await using var server = GoogleFakes.Five();
        Assert.Equal(5, (await GoogleFakes.ReadAsync(server, s => s with { PrivateKey = s.PrivateKey.Replace("\n", "\\n", StringComparison.Ordinal) })).People.Count);
    }

    [Fact]
    public async Task A_key_that_is_not_the_service_accounts_is_not_accepted_and_stays_out_of_the_sentence()
    {
        await using var server = GoogleFakes.Five();
        using var other = RSA.Create(2048);
        var key = other.ExportPkcs8PrivateKeyPem();
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => GoogleFakes.ReadAsync(server, s => s with { PrivateKey = key }));
        Assert.Equal(ConnectorFault.Unauthorized, fault.Fault);
        Assert.DoesNotContain(key.Split('\n')[3], fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_was_cut_off_is_said_without_asking_and_without_quoting_it()
    {
        await using var server = GoogleFakes.Five();
        var key = "-----BEGIN PRIVATE KEY-----\n" + FakeGoogle.PrivateKey.Split('\n')[3] + "\n-----END PRIVATE KEY-----";
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => GoogleFakes.ReadAsync(server, s => s with { PrivateKey = key }));
        Assert.Equal(ConnectorFault.Unauthorized, fault.Fault);
        Assert.All(GoogleFakes.Secrets, secret => Assert.DoesNotContain(secret, fault.ToString(), StringComparison.Ordinal));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Authority_that_the_domain_did_not_delegate_is_said()
    {
        await using var server = GoogleFakes.Five();
        server.Delegated.RemoveWhere(s => s.EndsWith("group.readonly", StringComparison.Ordinal));
        Assert.Equal(ConnectorFault.Unauthorized, (await Assert.ThrowsAsync<ConnectorException>(() => GoogleFakes.ReadAsync(server))).Fault);
    }

    [Fact]
    public async Task Who_is_no_administrator_may_not_be_asked_in_the_name_of()
    {
        await using var server = GoogleFakes.Five();
        Assert.Equal(ConnectorFault.Forbidden, (await Assert.ThrowsAsync<ConnectorException>(() => GoogleFakes.ReadAsync(server, s => s with { Admin = "u1@example.com" }))).Fault);
    }

    [Fact]
    public void The_key_is_not_in_what_the_settings_say_of_themselves() =>
        Assert.DoesNotContain("PRIVATE", $"{new GoogleSettings("s", FakeGoogle.PrivateKey, "a", [])}", StringComparison.Ordinal);
}
