using System.Text.Json.Nodes;
using AccessReview.Connectors.Entra;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Connectors.Tests.Entra;

/// <summary>What is read out of a Microsoft Entra tenant.</summary>
public sealed class EntraReadingTests
{
    [Fact]
    public async Task Who_is_disabled_is_read_as_left_and_not_left_out()
    {
        await using var server = EntraFakes.Five();
        var reading = await EntraFakes.ReadAsync(server);
        Assert.Equal(EmploymentStatus.Left, reading.People.Single(p => p.EmployeeId == "u5").Status);
        Assert.All(reading.People.Where(p => p.EmployeeId != "u5"), p => Assert.Equal(EmploymentStatus.Active, p.Status));
    }

    [Fact]
    public async Task Of_whom_it_is_not_said_whether_they_are_enabled_nothing_is_assumed()
    {
        await using var server = new FakeEntra().User("u1", "u1@example.com", enabled: null);
        server.Apps["heap"] = [];
        Assert.Null(Assert.Single((await EntraFakes.ReadAsync(server)).People).Status);
    }

    [Fact]
    public async Task A_person_comes_with_manager_department_title_and_every_address()
    {
        await using var server = EntraFakes.Five();
        var ada = server.Users[1];
        (ada["department"], ada["jobTitle"], ada["userType"], ada["employeeHireDate"]) = ("Product", "Analyst", "Member", "2021-03-01T00:00:00Z");
        ada["userPrincipalName"] = "ada@tenant.example";
        ada["proxyAddresses"] = new JsonArray("SMTP:u2@example.com", "smtp:ada.old@example.com", "X500:/o=Exchange/cn=ada", "SIP:u2@example.com");
        ada["otherMails"] = new JsonArray("ada@home.example");
        var person = (await EntraFakes.ReadAsync(server)).People.Single(p => p.EmployeeId == "u2");
        Assert.Equal(("u2@example.com", "Name of u2", "u1", "Product", "Analyst", "Member"), (person.WorkEmail, person.Name, person.Manager, person.Department, person.Title, person.EmploymentType));
        Assert.Equal(["ada@tenant.example", "ada.old@example.com", "ada@home.example"], person.OtherAddresses);
        Assert.Equal(new DateOnly(2021, 3, 1), person.Start);
    }

    [Fact]
    public async Task The_name_that_Entra_made_up_for_a_guest_is_no_address()
    {
        await using var server = EntraFakes.Five();
        (server.Users[0]["userPrincipalName"], server.Users[0]["userType"]) = ("u1_partner.example#EXT#@tenant.example", "Guest");
        var guest = (await EntraFakes.ReadAsync(server)).People.Single(p => p.EmployeeId == "u1");
        Assert.Equal(("u1@example.com", "Guest"), (guest.WorkEmail, guest.EmploymentType));
        Assert.Empty(guest.OtherAddresses);
    }

    [Fact]
    public async Task Access_is_read_with_where_it_comes_from()
    {
        await using var server = EntraFakes.Five();
        var reading = await EntraFakes.ReadAsync(server);
        Assert.Equal([new AppAccess("heap", "u1", null, null, true), new AppAccess("heap", "u4", null, null, true)], reading.Pages.SelectMany(p => p.Access));
        Assert.Equal(new AppGroup("heap", "g1"), Assert.Single(reading.Pages.SelectMany(p => p.AppGroups)));
        Assert.Equal([("g1", "u2")], reading.Assignments.Select(a => (a.GroupId!, a.Account)));
        Assert.Contains(new Group("prod-analytics", null, "g1"), reading.Pages.SelectMany(p => p.Groups));
        Assert.Empty(reading.Walk.Reasons);
    }

    [Theory]
    [InlineData("""{"onPremisesSyncEnabled":true,"groupTypes":[]}""", GroupFiller.OtherSystem)]
    [InlineData("""{"onPremisesSyncEnabled":null,"groupTypes":["Unified","DynamicMembership"]}""", GroupFiller.Itself)]
    [InlineData("""{"onPremisesSyncEnabled":false,"groupTypes":["Unified"]}""", null)]
    [InlineData("{}", null)]
    public async Task What_fills_a_group_is_asked_for_and_is_not_known_where_Entra_does_not_say(string facts, GroupFiller? filler)
    {
        await using var server = EntraFakes.Five();
        server.GroupFacts["g1"] = JsonNode.Parse(facts)!.AsObject();
        Assert.Contains(new Group("prod-analytics", null, "g1", filler), (await EntraFakes.ReadAsync(server)).Pages.SelectMany(p => p.Groups));
    }

    [Fact]
    public async Task A_group_lets_in_its_own_members_and_not_those_of_the_groups_in_it()
    {
        await using var server = EntraFakes.Five();
        Assert.DoesNotContain((await EntraFakes.ReadAsync(server)).Assignments, a => a.Account == "u3");
    }

    [Fact]
    public async Task The_last_sign_in_is_read_under_the_name_by_which_the_log_knows_the_application()
    {
        await using var server = EntraFakes.Five();
        var now = DateTime.UtcNow;
        server.Log!.AddRange([("u1", "heap", now.AddDays(-3), true), ("u2", "heap", now.AddDays(-2), false), ("u4", "heap", now.AddDays(-31), true)]);
        var reading = await EntraFakes.ReadAsync(server);
        var signIn = Assert.Single(reading.Pages.SelectMany(p => p.SignIns));
        Assert.Equal(("heap", "u1"), (signIn.AppId, signIn.PersonId));
        Assert.Equal(now.AddDays(-3), signIn.At, TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(reading.Walk.Reasons, _ => true);
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("1e99")]
    [InlineData("50126")]
    public async Task A_sign_in_of_which_the_log_does_not_say_that_it_succeeded_is_none_and_the_others_are_read(string code)
    {
        await using var server = EntraFakes.Five();
        server.Before = async (context, _) =>
        {
            var asked = context.Request.Path.Value!.EndsWith("/signIns", StringComparison.Ordinal);
            if (asked)
            {
                await context.Response.WriteAsync($$$"""
                    {"value":[{"id":"1","userId":"u1","createdDateTime":"2026-11-01T08:00:00Z","status":{"errorCode":{{{code}}}}},
                    {"id":"2","userId":"u2","createdDateTime":"2026-11-02T08:00:00Z","status":{"errorCode":0}}]}
                    """);
            }

            return asked;
        };
        var reading = await EntraFakes.ReadAsync(server);
        Assert.Equal("u2", Assert.Single(reading.Pages.SelectMany(p => p.SignIns)).PersonId);
    }

    [Fact]
    public async Task Without_the_right_to_the_log_the_reading_is_whole_and_says_what_is_not_known()
    {
        await using var server = EntraFakes.Five();
        server.Log = null;
        var reading = await EntraFakes.ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Contains("last sign-ins", Assert.Single(reading.Walk.NotKnown), StringComparison.Ordinal);
        Assert.Equal(5, reading.People.Count);
    }

    [Fact]
    public async Task On_which_day_somebody_leaves_is_read_beside_the_people()
    {
        await using var server = EntraFakes.Five();
        (server.Users[1]["employeeLeaveDateTime"], server.Users[2]["employeeLeaveDateTime"]) = ("2026-12-31T00:00:00Z", "0001-01-01T00:00:00Z");
        var reading = await EntraFakes.ReadAsync(server);
        Assert.Equal([("u2", new DateOnly(2026, 12, 31))], reading.Records.People().People.Where(l => l.Person.End is not null).Select(l => (l.Person.EmployeeId!, l.Person.End!.Value)));
        Assert.Equal(["u1", "u2", "u3", "u4", "u5"], reading.Records.People().People.Select(l => l.Person.EmployeeId));
        Assert.Empty(reading.Walk.NotKnown);
    }

    [Fact]
    public async Task Without_the_right_to_the_day_on_which_somebody_leaves_everybody_is_read_and_that_day_is_not_known()
    {
        await using var server = EntraFakes.Five();
        server.Users[1]["employeeLeaveDateTime"] = "2026-12-31T00:00:00Z";
        server.ShowsLastDays = false;
        var reading = await EntraFakes.ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Equal("Microsoft Entra ID could not be asked to list last days (403): it does not allow it with these credentials.", Assert.Single(reading.Walk.NotKnown));
        Assert.All(reading.Records.People().People, l => Assert.Null(l.Person.End));
        Assert.Equal(5, reading.Records.PersonCount);
    }

    [Fact]
    public async Task A_person_with_two_roles_in_an_application_has_one_access()
    {
        await using var server = EntraFakes.Five();
        server.Apps["heap"] = [("a1", "User", "u1"), ("a9", "User", "u1")];
        Assert.Single((await EntraFakes.ReadAsync(server)).Pages.SelectMany(p => p.Access));
    }

    [Fact]
    public async Task An_assignment_of_which_it_is_not_said_whose_it_is_makes_the_reading_incomplete()
    {
        await using var server = EntraFakes.Five();
        server.Apps["heap"] = [("a1", "Agent", "u1")];
        Assert.Contains("whose it is", Assert.Single((await EntraFakes.ReadAsync(server)).Walk.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_page_that_leads_on_is_not_the_end()
    {
        await using var server = EntraFakes.Five();
        server.BeginsEmpty = true;
        var reading = await EntraFakes.ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Equal(5, reading.Walk.Counts[0].Distinct);
        Assert.Single(reading.Assignments);
    }

    [Fact]
    public async Task A_next_page_at_another_address_is_not_followed()
    {
        await using var elsewhere = new FakeEntra();
        await elsewhere.StartAsync();
        await using var server = EntraFakes.Five();
        server.Before = async (context, _) =>
        {
            if (server.IsToken(context.Request))
            {
                return false;
            }

            await context.Response.WriteAsync(new JsonObject { ["value"] = new JsonArray(), ["@odata.nextLink"] = elsewhere.Address + "/v1.0/users?$skiptoken=1" }.ToJsonString());
            return true;
        };
        Assert.Equal(ConnectorFault.Unsafe, (await Assert.ThrowsAsync<ConnectorException>(() => EntraFakes.ReadAsync(server))).Fault);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_server_that_leads_in_a_circle_is_left_and_the_reading_is_incomplete()
    {
        await using var server = EntraFakes.Five();
        server.Before = async (context, _) =>
        {
            if (server.IsToken(context.Request))
            {
                return false;
            }

            await context.Response.WriteAsync(new JsonObject { ["value"] = new JsonArray(), ["@odata.nextLink"] = server.Address + "/v1.0/users?$skiptoken=1" }.ToJsonString());
            return true;
        };
        Assert.NotEmpty((await EntraFakes.ReadAsync(server)).Walk.Reasons);
    }

    [Fact]
    public async Task Only_the_applications_that_were_linked_are_asked_about()
    {
        await using var server = EntraFakes.Five();
        await server.StartAsync();
        await Reading.OfAsync(new EntraSource(Reading.Http, EntraFakes.Settings(server) with { Apps = [] }, TimeProvider.System));
        Assert.All(server.Requests, r => Assert.True(r.StartsWith("POST", StringComparison.Ordinal) || r.StartsWith("GET /v1.0/users?", StringComparison.Ordinal)));
    }
}
