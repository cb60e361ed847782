using AccessReview.Connectors.Okta;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;

namespace AccessReview.Connectors.Tests.Okta;

/// <summary>What is read and kept of the people of an Okta organisation.</summary>
public sealed class OktaPeopleTests
{
    [Theory]
    [InlineData("users", "id, status, lastLogin, profile(firstName, lastName, displayName, email, login, userType, managerId, manager, department, title)")]
    [InlineData("groups/00g1/users", "id")]
    [InlineData("apps/heap/users", "id, externalId, scope, credentials(userName)")]
    public async Task Of_people_nothing_is_kept_but_what_is_read_and_the_page_says_what(string list, string kept)
    {
        await using var server = OktaFakes.Five();
        await server.StartAsync();
        var source = new OktaSource(Reading.Http, new OktaSettings(new Uri(server.Address), FakeOkta.Token, ["heap"]), TimeProvider.System);
        var page = await source.FetchAsync(list, null, TestContext.Current.CancellationToken);
        var body = System.Text.Encoding.UTF8.GetString(page.Body);
        Assert.DoesNotContain("555 01 23", body, StringComparison.Ordinal);
        Assert.DoesNotContain("home.example", body, StringComparison.Ordinal);
        Assert.EndsWith($" (kept: {kept})", page.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_sign_in_to_Okta_itself_comes_with_a_person_and_is_not_known_of_whom_Okta_says_nothing()
    {
        await using var server = OktaFakes.Five();
        await server.StartAsync();
        var at = new DateTime(2026, 11, 18, 8, 0, 0, DateTimeKind.Utc);
        server.LastLogins["00u1"] = at;
        var reading = await Reading.OfAsync(new OktaSource(Reading.Http, new OktaSettings(new Uri(server.Address), FakeOkta.Token, []), TimeProvider.System));
        Assert.Equal(LastUse.On(at), reading.People.Single(p => p.EmployeeId == "00u1").LastSignIn);
        Assert.All(reading.People.Where(p => p.EmployeeId != "00u1"), p => Assert.Equal(LastUse.NotKnown, p.LastSignIn));
    }

    [Fact]
    public async Task A_person_comes_with_manager_department_title_and_every_address()
    {
        await using var server = OktaFakes.Five();
        server.Before = async (context, _) =>
        {
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, """
                [{"id":"00u1","status":"SUSPENDED","profile":{"firstName":"Ada","lastName":"\ud800","displayName":"Ada L.","email":"ada@example.com","login":"al@example.com","userType":"Employee",
                "managerId":"00u2","department":"Product","title":"Analyst","streetAddress":"1 Home Street"}}]
                """);
            return true;
        };
        await server.StartAsync();
        var source = new OktaSource(Reading.Http, new OktaSettings(new Uri(server.Address), FakeOkta.Token, []), TimeProvider.System);
        var person = Assert.Single(source.Parse("users", null, await source.FetchAsync("users", null, TestContext.Current.CancellationToken)).People);
        Assert.Equal(
            ("00u1", "ada@example.com", "Ada L.", EmploymentStatus.Left, "Employee", "00u2", "Product", "Analyst"),
            (person.EmployeeId, person.WorkEmail, person.Name, person.Status, person.EmploymentType, person.Manager, person.Department, person.Title));
        Assert.Equal(["al@example.com"], person.OtherAddresses);
    }
}
