using System.Text;
using AccessReview.Connectors.Google;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Connectors.Tests.Google;

/// <summary>When somebody last signed in to an application by SAML through a Google Workspace, where its name was entered.</summary>
public sealed class GoogleSignInTests
{
    private const string Name = "Heap Analytics & Co";

    private readonly DateTime now = DateTime.UtcNow;

    [Fact]
    public async Task The_last_sign_in_of_each_person_is_read_and_a_failed_one_is_none()
    {
        await using var server = GoogleFakes.Five();
        server.Log.AddRange([("101", Name, now.AddDays(-3), true), ("101", Name, now.AddDays(-40), true), ("102", Name, now.AddDays(-2), false), ("103", "Other", now.AddDays(-1), true), ("102", Name, now.AddDays(-170), true)]);
        var signIns = Last(await ReadAsync(server));
        Assert.Equal([(Name, "101"), (Name, "102")], signIns.Keys.Order());
        Assert.Equal(now.AddDays(-3), signIns[(Name, "101")], TimeSpan.FromSeconds(1));
        Assert.Equal(now.AddDays(-170), signIns[(Name, "102")], TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("heap analytics & co")]
    [InlineData("Heap Analytics & Co (test)")]
    [InlineData("Heap")]
    public async Task A_name_that_is_not_the_same_to_the_letter_is_another_application(string name)
    {
        await using var server = GoogleFakes.Five();
        server.IgnoresFilters = true;
        server.Log.Add(("101", name, now.AddDays(-3), true));
        var reading = await ReadAsync(server);
        Assert.Empty(Last(reading));
        Assert.Equal($"Google Workspace shows no sign-in to an application named {Name} in the last 14 days. Is it called that in the Admin console?", Assert.Single(reading.Walk.NotKnown));
    }

    [Fact]
    public async Task An_application_that_was_renamed_does_not_make_its_people_look_unused()
    {
        await using var server = GoogleFakes.Five();
        server.Log.AddRange([("101", Name, now.AddDays(-100), true), ("102", Name, now.AddDays(-20), true), ("101", "Heap 2", now.AddDays(-1), true)]);
        var reading = await ReadAsync(server);
        Assert.Empty(Last(reading));
        Assert.Empty(reading.Walk.Reasons);
        Assert.Single(reading.Walk.NotKnown);
    }

    [Fact]
    public async Task A_server_that_gives_more_than_was_asked_for_makes_nobody_a_user()
    {
        await using var server = GoogleFakes.Five();
        server.IgnoresFilters = true;
        server.Log.AddRange([("101", Name, now.AddDays(-3), true), ("102", "Other", now.AddDays(-2), true), ("103", Name, now.AddDays(-1), false), (null, Name, now.AddHours(-1), true)]);
        Assert.Equal((Name, "101"), Assert.Single(Last(await ReadAsync(server))).Key);
    }

    [Fact]
    public async Task Without_a_name_the_log_is_not_asked_for_and_nothing_more_is_needed_of_the_domain()
    {
        await using var server = GoogleFakes.Five();
        server.Delegated.RemoveWhere(s => s.EndsWith("reports.audit.readonly", StringComparison.Ordinal));
        var reading = await GoogleFakes.ReadAsync(server);
        Assert.Empty(reading.Walk.NotKnown);
        Assert.DoesNotContain(server.Requests, r => r.Contains("/reports/", StringComparison.Ordinal));
        Assert.Equal(1, server.Tokens);
    }

    [Fact]
    public async Task Where_the_domain_did_not_delegate_the_log_the_reading_is_whole_and_the_scope_is_named()
    {
        await using var server = GoogleFakes.Five();
        server.Delegated.RemoveWhere(s => s.EndsWith("reports.audit.readonly", StringComparison.Ordinal));
        var reading = await ReadAsync(server, "Another");
        Assert.Empty(reading.Walk.Reasons);
        Assert.Equal(
            "Google Workspace could not be asked to list last sign-ins (401): it gave no token for them. Is the scope admin.reports.audit.readonly delegated?",
            Assert.Single(reading.Walk.NotKnown));
        Assert.Equal((5, 2), (reading.People.Count, reading.Assignments.Count));
    }

    [Fact]
    public async Task An_administrator_who_may_not_see_the_log_leaves_the_reading_whole()
    {
        await using var server = GoogleFakes.Five();
        server.Before = OnLog(context => { context.Response.StatusCode = 403; return context.Response.CompleteAsync(); });
        var reading = await ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Contains("list last sign-ins (403)", Assert.Single(reading.Walk.NotKnown), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_people_signed_in_from_and_who_they_are_by_address_is_not_kept()
    {
        await using var server = GoogleFakes.Five();
        server.Log.Add(("101", Name, now.AddDays(-3), true));
        await server.StartAsync();
        var source = new GoogleSource(Reading.Http, GoogleFakes.Settings(server) with { SignInNames = [Name] }, TimeProvider.System);
        var page = await source.FetchAsync(source.Lists[^1], null, TestContext.Current.CancellationToken);
        var kept = Encoding.UTF8.GetString(page.Body);
        Assert.Contains("\"profileId\":\"101\"", kept, StringComparison.Ordinal);
        Assert.All((string[])["203.0.113", "somebody@", "/Sales"], no => Assert.DoesNotContain(no, kept, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_leads_in_a_circle_is_left_and_the_reading_is_whole()
    {
        await using var server = GoogleFakes.Five();
        server.Before = OnLog(context => context.Response.WriteAsync("""{"kind":"admin#reports#activities","nextPageToken":"again"}"""));
        var reading = await ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Contains("read already", Assert.Single(reading.Walk.NotKnown), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_without_end_is_left_after_its_newest_pages()
    {
        await using var server = GoogleFakes.Five();
        server.PageSize = 1;
        server.Log.AddRange(Enumerable.Range(0, SourceWalk.MaxOptionalPages + 5).Select(i => ((string?)"101", Name, now.AddHours(-1 - i), true)));
        var reading = await ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Contains("only the newest", Assert.Single(reading.Walk.NotKnown), StringComparison.Ordinal);
        Assert.Equal(now.AddHours(-1), Assert.Single(Last(reading)).Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_log_that_begins_with_the_oldest_is_not_believed_about_the_last()
    {
        await using var server = GoogleFakes.Five();
        server.OldestFirst = true;
        server.Log.AddRange([("101", Name, now.AddDays(-100), true), ("101", Name, now.AddDays(-1), true)]);
        var reading = await ReadAsync(server);
        Assert.Empty(Last(reading));
        Assert.Contains("newest sign-ins first", Assert.Single(reading.Walk.NotKnown), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Heap, Inc.")]
    [InlineData("Heap<>Acme")]
    [InlineData("a==b")]
    public async Task An_application_whose_name_no_filter_can_hold_is_not_asked_for(string name)
    {
        Assert.False(GoogleSettings.CanAskFor(name));
        await using var server = GoogleFakes.Five();
        Assert.Empty((await GoogleFakes.ReadAsync(server, s => s with { SignInNames = [name] })).Walk.NotKnown);
        Assert.DoesNotContain(server.Requests, r => r.Contains("/reports/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://admin.googleapis.com/admin/directory/v1")]
    [InlineData("https://admin.googleapis.com/admin/directory/v1/")]
    public void The_log_is_asked_for_beside_the_directory(string directory) => Assert.Equal(
        new Uri("https://admin.googleapis.com/admin/reports/v1"), new GoogleSettings("s", "k", "a", []) { Directory = new Uri(directory) }.Reports);

    private static Task<Reading> ReadAsync(FakeGoogle server, params string[] more) => GoogleFakes.ReadAsync(server, s => s with { SignInNames = [Name, .. more] });

    private static Dictionary<(string App, string Person), DateTime> Last(Reading reading)
    {
        var records = new SourceRecords();
        foreach (var page in reading.Pages)
        {
            records.Take(page, [.. page.Ids.Select(_ => true)]);
        }

        return new(records.LastSignIns);
    }

    private static Func<HttpContext, int, Task<bool>> OnLog(Func<HttpContext, Task> answer) => async (context, _) =>
    {
        var log = context.Request.Path.Value!.EndsWith("/applications/saml", StringComparison.Ordinal);
        if (log)
        {
            await answer(context);
        }

        return log;
    };
}
