using System.Text;
using System.Text.Json.Nodes;
using AccessReview.Connectors.OneLogin;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Connectors.Tests.OneLogin;

/// <summary>When somebody last signed in to an application through OneLogin. 101 to 104 have the application 70.</summary>
public sealed class OneLoginSignInTests
{
    private readonly DateTime now = DateTime.UtcNow;

    [Fact]
    public async Task The_last_sign_in_of_each_person_is_read_and_one_to_another_application_is_none()
    {
        await using var server = OneLoginFakes.Five();
        server.Log!.AddRange([new(101, 70, now.AddDays(-3)), new(101, 70, now.AddDays(-40)), new(102, 71, now.AddDays(-1)), new(103, null, now.AddDays(-1)), new(104, 70, now.AddDays(-100))]);
        var signIns = Last(await OneLoginFakes.ReadAsync(server));
        Assert.Equal([("70", "101"), ("70", "104")], signIns.Keys.Order());
        Assert.Equal(now.AddDays(-3), signIns[("70", "101")], TimeSpan.FromSeconds(1));
        Assert.Equal(now.AddDays(-100), signIns[("70", "104")], TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_sign_in_that_somebody_else_made_in_a_persons_place_is_not_that_persons()
    {
        await using var server = OneLoginFakes.Five();
        server.Log!.AddRange([new(101, 70, now.AddDays(-1), InPlaceBy: 105), new(101, 70, now.AddDays(-70))]);
        Assert.Equal(now.AddDays(-70), Assert.Single(Last(await OneLoginFakes.ReadAsync(server))).Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_server_that_gives_more_than_was_asked_for_makes_nobody_a_user()
    {
        await using var server = OneLoginFakes.Five();
        server.GivesEveryEvent = true;
        server.Log!.AddRange([new(101, 70, now.AddDays(-9)), new(102, 70, now.AddDays(-8), Kind: 29), new(105, 70, now.AddDays(-7)), new(103, 71, now.AddDays(-6))]);
        var (who, at) = Assert.Single(Last(await OneLoginFakes.ReadAsync(server)));
        Assert.Equal(("70", "101"), who);
        Assert.Equal(now.AddDays(-9), at, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Only_who_has_the_application_is_asked_about_and_nothing_before_the_look_back()
    {
        await using var server = OneLoginFakes.Five();
        server.Log!.AddRange([new(105, 70, now.AddDays(-1)), new(101, 70, now.AddDays(-200))]);
        Assert.Empty(Last(await OneLoginFakes.ReadAsync(server)));
        Assert.Equal(["101", "102", "103", "104"], Asked(server).Select(r => r.Split("user_id=")[1].Split('&')[0]));
    }

    [Fact]
    public async Task Once_the_application_came_the_rest_of_a_persons_events_is_left()
    {
        await using var server = OneLoginFakes.Five();
        server.Log!.AddRange(Enumerable.Range(1, 20).Select(i => new FakeOneLoginEvent(101, i == 3 ? 70 : 71, now.AddDays(-i))));
        Assert.Equal(now.AddDays(-3), Assert.Single(Last(await OneLoginFakes.ReadAsync(server))).Value, TimeSpan.FromSeconds(1));
        Assert.Equal(2, Asked(server).Count(r => r.Contains("user_id=101&", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Where_the_order_is_not_kept_everything_is_read_and_the_newest_counts()
    {
        await using var server = OneLoginFakes.Five();
        server.OldestFirst = true;
        server.Log!.AddRange(Enumerable.Range(1, 7).Select(i => new FakeOneLoginEvent(101, 70, now.AddDays(-i))));
        Assert.Equal(now.AddDays(-1), Assert.Single(Last(await OneLoginFakes.ReadAsync(server))).Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_log_that_may_not_be_read_is_asked_for_once_and_the_reading_is_whole()
    {
        await using var server = OneLoginFakes.Five();
        server.Log = null;
        var reading = await OneLoginFakes.ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Equal("OneLogin could not be asked to list last sign-ins (403): it does not allow it with these credentials.", Assert.Single(reading.Walk.NotKnown));
        Assert.Equal((5, 3), (reading.People.Count, reading.Assignments.Count));
        Assert.Single(Asked(server));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"data\":{}}")]
    [InlineData("<html>")]
    public async Task Something_that_is_no_list_of_events_leaves_it_not_known(string body)
    {
        await using var server = OneLoginFakes.Five();
        server.Before = OnEvents(context => context.Response.WriteAsync(body));
        var reading = await OneLoginFakes.ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Single(reading.Walk.NotKnown);
        Assert.Empty(Last(reading));
    }

    [Fact]
    public async Task Where_people_signed_in_from_and_what_they_are_called_is_not_kept()
    {
        await using var server = OneLoginFakes.Five();
        server.Log!.Add(new(101, 70, now.AddDays(-3)));
        await server.StartAsync();
        var page = await new OneLoginSource(Reading.Http, OneLoginFakes.Settings(server), TimeProvider.System).FetchAsync("events/70/101", null, TestContext.Current.CancellationToken);
        var kept = Encoding.UTF8.GetString(page.Body);
        Assert.Contains("\"app_id\":\"70\"", kept, StringComparison.Ordinal);
        Assert.All((string[])["203.0.113", "Somebody", "Somewhere"], no => Assert.DoesNotContain(no, kept, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_next_page_is_asked_for_where_the_first_came_from_wherever_the_link_leads()
    {
        await using var elsewhere = OneLoginFakes.Five();
        await elsewhere.StartAsync();
        await using var server = OneLoginFakes.Five();
        server.LinksTo = elsewhere.Address;
        server.Log!.AddRange(Enumerable.Range(1, 5).Select(i => new FakeOneLoginEvent(101, i == 5 ? 70 : 71, now.AddDays(-i))));
        Assert.Equal(now.AddDays(-5), Assert.Single(Last(await OneLoginFakes.ReadAsync(server))).Value, TimeSpan.FromSeconds(1));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_cursor_that_leads_in_a_circle_is_left_and_the_reading_is_whole()
    {
        await using var server = OneLoginFakes.Five();
        server.Before = OnEvents(context => context.Response.WriteAsync(new JsonObject
        {
            ["pagination"] = new JsonObject { ["after_cursor"] = "again", ["next_link"] = $"{server.Address}/api/1/events?after_cursor=again" }, ["data"] = new JsonArray(),
        }.ToJsonString()));
        var reading = await OneLoginFakes.ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Equal(4, reading.Walk.NotKnown.Count);
        Assert.All(reading.Walk.NotKnown, n => Assert.Contains("read already", n, StringComparison.Ordinal));
        Assert.Equal(8, Asked(server).Count);
    }

    [Fact]
    public async Task A_log_without_end_is_left_after_its_newest_pages()
    {
        await using var server = OneLoginFakes.Five();
        server.PageSize = 1;
        server.Log!.AddRange(Enumerable.Range(0, SourceWalk.MaxOptionalPages + 5).Select(i => new FakeOneLoginEvent(101, 71, now.AddHours(-1 - i))));
        var reading = await OneLoginFakes.ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Contains("only the newest", Assert.Single(reading.Walk.NotKnown), StringComparison.Ordinal);
    }

    private static Dictionary<(string App, string Person), DateTime> Last(Reading reading)
    {
        var records = new SourceRecords();
        foreach (var page in reading.Pages)
        {
            records.Take(page, [.. page.Ids.Select(_ => true)]);
        }

        return new(records.LastSignIns);
    }

    private static List<string> Asked(FakeOneLogin server) => [.. server.Requests.Where(r => r.StartsWith("GET /api/1/events?", StringComparison.Ordinal))];

    private static Func<HttpContext, int, Task<bool>> OnEvents(Func<HttpContext, Task> answer) => async (context, _) =>
    {
        var events = context.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal);
        if (events)
        {
            await answer(context);
        }

        return events;
    };
}
