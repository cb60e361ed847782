using AccessReview.Connectors.Scim;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;

namespace AccessReview.Connectors.Tests.Scim;

public sealed class ScimKeepsTheContract : SourceContract
{
    private readonly FakeScim server = ScimFakes.Five(new ScimManners());

    protected override FakeServer Server => server;

    protected override IReadOnlyList<string> Secrets => [FakeScim.Token];

    protected override ISource Source(string? token = null) => new ScimSource(Reading.Http, ScimFakes.Settings(server, token: token));
}

public sealed class ScimByCursorKeepsTheContract : SourceContract
{
    private readonly FakeScim server = ScimFakes.Five(new ScimManners { Cursor = true });

    protected override FakeServer Server => server;

    protected override IReadOnlyList<string> Secrets => [FakeScim.Token];

    protected override ISource Source(string? token = null) => new ScimSource(Reading.Http, ScimFakes.Settings(server, token: token) with { Cursor = true });
}

internal static class ScimFakes
{
    public static ScimProfile TwoAPage { get; } = ScimProfiles.Generic with { PageSize = 2 };

    public static FakeScim Five(ScimManners manners)
    {
        var server = new FakeScim(manners);
        for (var i = 1; i <= 5; i++)
        {
            server.User($"u{i}", $"u{i}@example.com", $"User {i}");
        }

        return server.Group("7", "Analysts", "u1", "u2").Group("8", "Empty");
    }

    public static ScimSettings Settings(FakeScim server, ScimProfile? profile = null, string? token = null) =>
        new(new Uri(server.Base), token ?? FakeScim.Token, profile ?? TwoAPage);

    public static async Task<Reading> ReadAsync(FakeScim server, ScimProfile? profile = null, bool cursor = false)
    {
        await server.StartAsync();
        return await Reading.OfAsync(new ScimSource(Reading.Http, Settings(server, profile) with { Cursor = cursor }));
    }
}

/// <summary>Readings of servers that count, page and name as real ones were seen to do.</summary>
public sealed class ScimReadingTests
{
    [Fact]
    public async Task A_server_that_begins_again_past_the_end_is_read_once()
    {
        await using var server = ScimFakes.Five(new ScimManners { BeginsAgain = true });
        var reading = await ScimFakes.ReadAsync(server, ScimFakes.TwoAPage with { PageSize = 5 });
        Assert.Empty(reading.Walk.Reasons);
        Assert.Equal(5, reading.Accounts.Count);
    }

    [Fact]
    public async Task A_total_that_is_only_the_length_of_the_page_loses_nobody()
    {
        await using var server = ScimFakes.Five(new ScimManners { TotalIsPage = true });
        Assert.Equal(5, (await ScimFakes.ReadAsync(server)).Accounts.Count);
    }

    [Fact]
    public async Task Fewer_than_the_source_claims_is_incomplete_and_says_so()
    {
        await using var server = ScimFakes.Five(new ScimManners { TotalOff = 2 });
        var reading = await ScimFakes.ReadAsync(server);
        Assert.Equal(["Users: the source says there are 7, and 5 came.", "Groups: the source says there are 4, and 2 came."], reading.Walk.Reasons);
    }

    [Fact]
    public async Task More_than_the_source_claims_is_complete_and_named()
    {
        await using var server = ScimFakes.Five(new ScimManners { TotalOff = -1 });
        var reading = await ScimFakes.ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Equal((5, 4), (reading.Walk.More[0].Distinct, reading.Walk.More[0].Claimed));
    }

    [Fact]
    public async Task A_cursor_that_comes_again_is_incomplete()
    {
        await using var server = ScimFakes.Five(new ScimManners { Cursor = true });
        server.Before = async (context, n) =>
        {
            if (n > 1)
            {
                await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, "{\"Resources\":[{\"id\":\"x\"}],\"nextCursor\":\"c2\"}");
            }

            return n > 1;
        };
        var reasons = (await ScimFakes.ReadAsync(server, ScimFakes.TwoAPage with { HasGroups = false }, cursor: true)).Walk.Reasons;
        Assert.Contains("a page that was read already", reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_or_empty_page_before_the_last_cursor_is_normal()
    {
        await using var server = ScimFakes.Five(new ScimManners { Cursor = true });
        server.Before = async (context, n) =>
        {
            var body = n switch { 1 => "{\"Resources\":[],\"nextCursor\":\"a\"}", 2 => "{\"Resources\":[{\"id\":\"x\"}],\"nextCursor\":\"b\"}", _ => "{\"Resources\":[{\"id\":\"y\"}]}" };
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, body);
            return true;
        };
        var reading = await ScimFakes.ReadAsync(server, ScimFakes.TwoAPage with { HasGroups = false }, cursor: true);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Equal(["x", "y"], reading.Accounts.Select(a => a.Id!));
    }

    [Fact]
    public async Task Somebody_who_joins_while_pages_shift_is_not_counted_twice()
    {
        await using var server = ScimFakes.Five(new ScimManners());
        server.Before = (_, n) =>
        {
            if (n == 2)
            {
                server.Users.Insert(0, new System.Text.Json.Nodes.JsonObject { ["id"] = "u0", ["userName"] = "u0@example.com", ["active"] = true });
            }

            return Task.FromResult(false);
        };
        var reading = await ScimFakes.ReadAsync(server);
        // u0 slipped in before the pages already read: the total says so, and nothing is claimed to be whole.
        Assert.Equal(5, reading.Accounts.Select(a => a.Id).Distinct().Count());
        Assert.Equal("Users: the source says there are 6, and 5 came.", Assert.Single(reading.Walk.Reasons));
    }

    [Fact]
    public async Task Members_that_a_list_does_not_show_are_read_group_by_group()
    {
        await using var server = ScimFakes.Five(new ScimManners { HidesMembers = true });
        var reading = await ScimFakes.ReadAsync(server);
        Assert.Equal([("Analysts", "u1"), ("Analysts", "u2")], reading.Assignments.Select(a => (a.Group, a.Account)));
        Assert.Contains("GET /scim/v2/Groups/7", server.Requests);
    }

    [Fact]
    public async Task A_group_id_may_be_a_number_in_the_list_and_text_by_itself()
    {
        await using var server = ScimFakes.Five(new ScimManners { NumberIdsInLists = true, HidesMembers = true });
        Assert.Equal("7", (await ScimFakes.ReadAsync(server)).Assignments[0].GroupId);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a?b=c")]
    [InlineData("100%")]
    [InlineData("Heap Admins#1")]
    [InlineData("ada+x@harbourlight.example")]
    public async Task An_id_may_hold_anything(string id)
    {
        await using var server = new FakeScim(new ScimManners { HidesMembers = true }).User("u1").Group(id, "Odd", "u1");
        Assert.Equal([(id, "u1")], (await ScimFakes.ReadAsync(server)).Assignments.Select(a => (a.GroupId!, a.Account)));
    }

    [Fact]
    public async Task Amplitude_is_asked_by_its_own_page_size_and_an_invitation_is_not_a_user()
    {
        await using var server = new FakeScim(new ScimManners { PageSizeName = "itemsPerPage", MaxPage = 2, Describes = false })
            .User("ada@x.example", name: "Ada Lovelace").User("new@x.example", name: "NO_GIVEN_NAME NO_FAMILY_NAME").User("bob@x.example", name: "Bob");
        var reading = await ScimFakes.ReadAsync(server, ScimProfiles.Amplitude with { PageSize = 2 });
        Assert.Equal([("Ada Lovelace", AccountStatus.Active), (null, AccountStatus.Invited), ("Bob", AccountStatus.Active)], reading.Accounts.Select(a => (a.Name, a.Status!.Value)));
        Assert.Contains("itemsPerPage=2", server.Requests.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_that_8x8_puts_where_there_is_none_identifies_nobody()
    {
        await using var server = new FakeScim().User("1", "noreply@8x8.com").User("2", "ada@x.example");
        server.Users[0]["userName"] = "jdoe";
        Assert.Equal([null, "ada@x.example"], (await ScimFakes.ReadAsync(server, ScimProfiles.EightByEight)).Accounts.Select(a => a.Email));
    }

    [Fact]
    public async Task Flags_are_understood_as_text_too_and_names_in_any_case()
    {
        await using var server = new FakeScim();
        server.Users.Add(new System.Text.Json.Nodes.JsonObject { ["ID"] = 12, ["UserName"] = "a@x.example", ["Active"] = "False" });
        var account = Assert.Single((await ScimFakes.ReadAsync(server)).Accounts);
        Assert.Equal(("12", AccountStatus.Disabled, "a@x.example"), (account.Id, account.Status!.Value, account.Email));
    }

    [Fact]
    public async Task A_role_and_a_last_use_come_from_the_attributes_that_were_named()
    {
        await using var server = new FakeScim().User("u1", "a@x.example");
        server.Users[0]["urn:heap:2.0:User"] = new System.Text.Json.Nodes.JsonObject { ["role"] = "Architect", ["lastSeen"] = "2026-11-01T10:00:00Z" };
        await server.StartAsync();
        var settings = ScimFakes.Settings(server) with { RoleAttribute = "urn:heap:2.0:User:role", LastUseAttribute = "urn:heap:2.0:User:lastSeen" };
        var account = Assert.Single((await Reading.OfAsync(new ScimSource(Reading.Http, settings))).Accounts);
        Assert.Equal(("Architect", new DateTime(2026, 11, 1, 10, 0, 0)), (account.Role, account.LastUsed.At));
        var findings = await new ScimProbe(Reading.Http, settings).RunAsync(TestContext.Current.CancellationToken);
        Assert.Contains("urn:heap:2.0:User:role", findings.Attributes);
    }

    [Fact]
    public async Task Of_people_nothing_is_kept_but_what_is_read_and_the_page_says_what()
    {
        const string enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        await using var server = new FakeScim().User("u1", "ada@x.example", "Ada");
        var ada = server.Users[0];
        ada["phoneNumbers"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["value"] = "+41 79 555 01 23" });
        ada["urn:custom:2.0:User"] = new System.Text.Json.Nodes.JsonObject { ["religion"] = "none" };
        ada[enterprise] = new System.Text.Json.Nodes.JsonObject { ["department"] = "Product", ["costCenter"] = "4711", ["manager"] = new System.Text.Json.Nodes.JsonObject { ["value"] = "u2", ["displayName"] = "Bo" } };
        await server.StartAsync();
        var source = new ScimSource(Reading.Http, ScimFakes.Settings(server) with { Users = UsersAre.People });
        var page = await source.FetchAsync(ScimSource.Users, null, TestContext.Current.CancellationToken);
        var body = System.Text.Encoding.UTF8.GetString(page.Body);
        Assert.All(["555 01 23", "religion", "4711", "Bo"], unused => Assert.DoesNotContain(unused, body, StringComparison.Ordinal));
        var parsed = source.Parse(ScimSource.Users, null, page);
        var person = Assert.Single(parsed.People);
        Assert.Equal((1, "u1", "ada@x.example", "Ada", EmploymentStatus.Active, "u2", "Product"), (parsed.Claimed, person.EmployeeId, person.WorkEmail, person.Name, person.Status, person.Manager, person.Department));
        Assert.EndsWith(
            " (kept: totalResults, itemsPerPage, nextCursor, Resources(id, userName, displayName, name(formatted, givenName, familyName), emails(value, type, primary), active, userType, title, "
            + enterprise + "(manager(value), department)))",
            page.Request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"a\\udc00b\"")]
    public async Task Half_a_character_in_a_name_is_read(string name)
    {
        await using var server = new FakeScim();
        server.Before = async (context, _) =>
        {
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, "{\"totalResults\":1,\"Resources\":[{\"id\":\"u1\",\"displayName\":" + name + "}]}");
            return true;
        };
        Assert.Contains('\ufffd', Assert.Single((await ScimFakes.ReadAsync(server, ScimFakes.TwoAPage with { HasGroups = false })).Accounts).Name!);
    }

    [Fact]
    public async Task A_record_without_an_id_makes_the_reading_incomplete()
    {
        await using var server = ScimFakes.Five(new ScimManners());
        server.Users[3].Remove("id");
        Assert.Equal("Users: record 2 of a page has no id and cannot be told from others.", Assert.Single((await ScimFakes.ReadAsync(server)).Walk.Reasons));
    }
}
