using AccessReview.Connectors.OneLogin;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Connectors.Tests.OneLogin;

/// <summary>What is read out of a OneLogin account.</summary>
public sealed class OneLoginReadingTests
{
    [Fact]
    public async Task Who_is_suspended_is_read_as_left_and_not_left_out()
    {
        await using var server = OneLoginFakes.Five();
        var reading = await OneLoginFakes.ReadAsync(server);
        Assert.Equal(EmploymentStatus.Left, reading.People.Single(p => p.EmployeeId == "105").Status);
    }

    [Theory]
    [InlineData(0, EmploymentStatus.Active)]
    [InlineData(1, EmploymentStatus.Active)]
    [InlineData(2, EmploymentStatus.Left)]
    [InlineData(3, EmploymentStatus.Active)]
    [InlineData(4, EmploymentStatus.Active)]
    [InlineData(5, EmploymentStatus.Active)]
    [InlineData(6, null)]
    [InlineData(7, EmploymentStatus.Active)]
    [InlineData(8, EmploymentStatus.Active)]
    [InlineData(null, null)]
    public async Task Who_cannot_sign_in_for_the_moment_works_here_all_the_same(int? status, EmploymentStatus? employed)
    {
        await using var server = OneLoginFakes.Five();
        (server.Users[0]["status"], server.Users[0]["state"]) = (status, 3);
        Assert.Equal(employed, (await OneLoginFakes.ReadAsync(server)).People[0].Status);
    }

    [Fact]
    public async Task A_person_comes_with_manager_department_title_and_the_name_signed_in_with()
    {
        await using var server = OneLoginFakes.Five();
        var ada = server.Users[1];
        (ada["username"], ada["department"], ada["title"]) = ("ada@example.com", "Product", "Analyst");
        var person = (await OneLoginFakes.ReadAsync(server)).People[1];
        Assert.Equal(
            ("102", "u2@example.com", "User 102", "101", "Product", "Analyst"),
            (person.EmployeeId, person.WorkEmail, person.Name, person.Manager, person.Department, person.Title));
        Assert.Equal(["ada@example.com"], person.OtherAddresses);
    }

    [Fact]
    public async Task The_last_sign_in_to_OneLogin_itself_comes_with_a_person_and_is_not_known_of_whom_it_says_nothing()
    {
        await using var server = OneLoginFakes.Five();
        server.Users[0]["last_login"] = "2026-11-18T08:00:00.000Z";
        server.Users[1]["last_login"] = null;
        Assert.Equal(
            [LastUse.On(new DateTime(2026, 11, 18, 8, 0, 0, DateTimeKind.Utc)), LastUse.NotKnown], (await OneLoginFakes.ReadAsync(server)).People.Take(2).Select(p => p.LastSignIn));
    }

    [Fact]
    public async Task A_person_without_an_address_is_known_by_the_name_signed_in_with_if_that_is_one()
    {
        await using var server = OneLoginFakes.Five();
        server.Users[0]["email"] = null;
        (server.Users[1]["email"], server.Users[1]["username"]) = (null, "bob");
        var people = (await OneLoginFakes.ReadAsync(server)).People;
        Assert.Equal(("u1@example.com", null), (people[0].WorkEmail, people[1].WorkEmail));
        Assert.All(people.Take(2), p => Assert.Empty(p.OtherAddresses));
    }

    [Fact]
    public async Task Access_is_read_with_the_roles_that_give_it()
    {
        await using var server = OneLoginFakes.Five();
        server.Users[0]["username"] = null;
        var reading = await OneLoginFakes.ReadAsync(server);
        Assert.Equal(
            [("101", "u1@example.com"), ("102", "u2@example.com"), ("103", "u3@example.com"), ("104", "u4@example.com")],
            reading.Pages.SelectMany(p => p.Access).Select(a => (a.PersonId, a.UserName!)));
        Assert.All(reading.Pages.SelectMany(p => p.Access), a => Assert.Equal(("70", null, null), (a.AppId, a.AccountId, a.Direct)));
        Assert.Equal(new AppGroup("70", "7"), Assert.Single(reading.Pages.SelectMany(p => p.AppGroups)));
        Assert.Equal([("7", "102"), ("7", "103"), ("7", "104")], reading.Assignments.Select(a => (a.GroupId!, a.Account)));
        Assert.Equal(new Group("prod-analytics", null, "7"), Assert.Single(reading.Pages.SelectMany(p => p.Groups)));
        Assert.Empty(reading.Walk.Reasons);
    }

    [Fact]
    public async Task A_role_that_gives_two_applications_is_read_once()
    {
        await using var server = OneLoginFakes.Five();
        server.Apps[71] = ([], [7]);
        await server.StartAsync();
        var reading = await Reading.OfAsync(new OneLoginSource(Reading.Http, OneLoginFakes.Settings(server) with { Apps = ["70", "71"] }, TimeProvider.System));
        Assert.Equal([new AppGroup("70", "7"), new AppGroup("71", "7")], reading.Pages.SelectMany(p => p.AppGroups));
        Assert.Equal(3, reading.Assignments.Count);
    }

    [Fact]
    public async Task Who_is_listed_beside_a_role_without_holding_it_does_not_hold_it()
    {
        await using var server = OneLoginFakes.Five();
        server.ListsUnassigned = true;
        Assert.Equal(["102", "103", "104"], (await OneLoginFakes.ReadAsync(server)).Assignments.Select(a => a.Account));
    }

    [Fact]
    public async Task An_application_that_does_not_name_its_roles_makes_the_reading_incomplete()
    {
        await using var server = OneLoginFakes.Five();
        server.HidesRoles = true;
        Assert.Contains("which roles", Assert.Single((await OneLoginFakes.ReadAsync(server)).Walk.Reasons), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task Something_that_is_no_application_is_not_one_without_roles(string body)
    {
        await using var server = OneLoginFakes.Five();
        server.Before = async (context, _) =>
        {
            var app = context.Request.Path.Value!.EndsWith("/apps/70", StringComparison.Ordinal);
            if (app)
            {
                await context.Response.WriteAsync(body);
            }

            return app;
        };
        Assert.Equal(ConnectorFault.Malformed, (await Assert.ThrowsAsync<ConnectorException>(() => OneLoginFakes.ReadAsync(server))).Fault);
    }

    [Fact]
    public async Task A_cursor_that_is_there_and_empty_is_the_end()
    {
        await using var server = OneLoginFakes.Five();
        server.EmptyCursor = true;
        var reading = await OneLoginFakes.ReadAsync(server);
        Assert.Equal((5, 0), (reading.People.Count, reading.Walk.Reasons.Count));
    }

    [Fact]
    public async Task An_empty_page_that_leads_on_is_not_the_end()
    {
        await using var server = OneLoginFakes.Five();
        server.Before = async (context, _) =>
        {
            var first = context.Request.Path.Value!.EndsWith("/users", StringComparison.Ordinal) && !context.Request.Query.ContainsKey("cursor");
            if (first)
            {
                context.Response.Headers["After-Cursor"] = "=&0";
                await context.Response.WriteAsync("[]");
            }

            return first;
        };
        var reading = await OneLoginFakes.ReadAsync(server);
        Assert.Equal((5, 0), (reading.People.Count, reading.Walk.Reasons.Count));
    }

    [Fact]
    public async Task Every_page_is_asked_for_with_the_same_fields_and_size()
    {
        await using var server = OneLoginFakes.Five();
        await OneLoginFakes.ReadAsync(server);
        Assert.All(
            server.Requests.Where(r => r.StartsWith("GET /api/2/users?", StringComparison.Ordinal)),
            r => Assert.StartsWith($"GET /api/2/users?limit=100&fields={OneLoginUser.Fields}", r, StringComparison.Ordinal));
    }

    [Fact]
    public void The_secret_is_not_in_what_the_settings_say_of_themselves() =>
        Assert.DoesNotContain(FakeOneLogin.Secret, $"{new OneLoginSettings(new Uri("https://a.example"), "c", FakeOneLogin.Secret, [])}", StringComparison.Ordinal);
}
