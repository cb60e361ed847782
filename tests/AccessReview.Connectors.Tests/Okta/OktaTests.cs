using AccessReview.Connectors.Okta;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;

namespace AccessReview.Connectors.Tests.Okta;

public sealed class OktaKeepsTheContract : SourceContract
{
    private readonly FakeOkta server = OktaFakes.Five();

    protected override FakeServer Server => server;

    protected override IReadOnlyList<string> Secrets => [FakeOkta.Token];

    protected override ISource Source(string? token = null) => new OktaSource(Reading.Http, new OktaSettings(new Uri(server.Address), token ?? FakeOkta.Token, ["heap"]), TimeProvider.System);
}

internal static class OktaFakes
{
    public static FakeOkta Five()
    {
        var server = new FakeOkta { PageSize = 2 };
        for (var i = 1; i <= 5; i++)
        {
            server.Users.Add(($"00u{i}", i == 5 ? "DEPROVISIONED" : "ACTIVE", $"u{i}@example.com", "User", $"{i}"));
        }

        server.Groups["00g1"] = ("prod-analytics", ["00u2", "00u3"]);
        server.Apps["heap"] = (["00u1"], ["00g1"]);
        server.AccountIds[("heap", "00u1")] = "h1";
        return server;
    }
}

public sealed class OktaTests
{
    [Fact]
    public async Task Whom_Okta_deprovisioned_is_read_as_left_and_not_left_out()
    {
        await using var server = OktaFakes.Five();
        var reading = await ReadAsync(server);
        Assert.Equal(EmploymentStatus.Left, reading.People.Single(p => p.EmployeeId == "00u5").Status);
    }

    [Fact]
    public async Task Access_is_read_with_where_it_comes_from()
    {
        await using var server = OktaFakes.Five();
        var reading = await ReadAsync(server);
        Assert.Equal(
            [new AppAccess("heap", "00u1", "h1", "u1@example.com", true), new AppAccess("heap", "00u2", null, "u2@example.com", false), new AppAccess("heap", "00u3", null, "u3@example.com", false)],
            reading.Pages.SelectMany(p => p.Access));
        Assert.Equal(new AppGroup("heap", "00g1"), Assert.Single(reading.Pages.SelectMany(p => p.AppGroups)));
        Assert.Equal([("00g1", "00u2"), ("00g1", "00u3")], reading.Assignments.Select(a => (a.GroupId!, a.Account)));
    }

    [Theory]
    [InlineData("APP_GROUP", GroupFiller.OtherSystem)]
    [InlineData("BUILT_IN", GroupFiller.Itself)]
    [InlineData("OKTA_GROUP", null)]
    [InlineData(null, null)]
    public async Task What_fills_a_group_is_read_by_its_type_and_is_not_known_without_one(string? type, GroupFiller? filler)
    {
        await using var server = OktaFakes.Five();
        server.GroupTypes["00g1"] = type;
        Assert.Equal(new Group("prod-analytics", null, "00g1", filler), Assert.Single((await ReadAsync(server)).Pages.SelectMany(p => p.Groups)));
    }

    [Fact]
    public async Task The_last_sign_in_of_each_person_is_read_from_the_log_and_a_failed_one_is_none()
    {
        await using var server = OktaFakes.Five();
        var now = DateTime.UtcNow;
        server.Log!.AddRange([("00u1", "heap", now.AddDays(-3), true), ("00u1", "heap", now.AddDays(-40), true), ("00u2", "heap", now.AddDays(-5), false), ("00u3", "other", now.AddDays(-1), true), ("00u2", "heap", now.AddDays(-91), true)]);
        var records = await RecordsAsync(server);
        var (who, at) = Assert.Single(records.LastSignIns);
        Assert.Equal(("heap", "00u1"), who);
        Assert.Equal(now.AddDays(-3), at, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_log_that_may_not_be_read_leaves_the_reading_whole_and_says_what_is_not_known()
    {
        await using var server = OktaFakes.Five();
        server.Log = null;
        var reading = await ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Contains("does not allow it", Assert.Single(reading.Walk.NotKnown), StringComparison.Ordinal);
        Assert.Equal(5, reading.People.Count);
    }

    [Fact]
    public async Task Where_people_signed_in_from_is_not_kept()
    {
        await using var server = OktaFakes.Five();
        server.Log!.Add(("00u1", "heap", DateTime.UtcNow.AddDays(-3), true));
        await server.StartAsync();
        var source = new OktaSource(Reading.Http, new OktaSettings(new Uri(server.Address), FakeOkta.Token, ["heap"]), TimeProvider.System);
        var page = await source.FetchAsync(source.Lists[^1], null, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("203.0.113", System.Text.Encoding.UTF8.GetString(page.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_without_end_is_left_after_its_newest_pages()
    {
        await using var server = OktaFakes.Five();
        server.PageSize = 1;
        server.Log!.AddRange(Enumerable.Range(0, SourceWalk.MaxOptionalPages + 5).Select(i => ("00u1", "heap", DateTime.UtcNow.AddHours(-1 - i), true)));
        var reading = await ReadAsync(server);
        Assert.Empty(reading.Walk.Reasons);
        Assert.Contains("only the newest", Assert.Single(reading.Walk.NotKnown), StringComparison.Ordinal);
        Assert.Equal(SourceWalk.MaxOptionalPages, reading.Pages.Sum(p => p.SignIns.Count));
    }

    [Fact]
    public async Task A_next_page_at_another_address_is_not_followed()
    {
        await using var elsewhere = new FakeOkta();
        await elsewhere.StartAsync();
        await using var server = OktaFakes.Five();
        server.Before = async (context, _) =>
        {
            context.Response.Headers.Link = ($"<{elsewhere.Address}/api/v1/users?after=1>; rel=\"next\"");
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, "[]");
            return true;
        };
        Assert.Equal(ConnectorFault.Unsafe, (await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(server))).Fault);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("{0}/api/v1/users?after=1; rel=\"next\"")]
    [InlineData("<{0}/api/v1/users?after=1; rel=\"next\"")]
    public async Task A_next_page_whose_address_cannot_be_told_ends_the_reading_with_a_sentence(string link)
    {
        await using var server = OktaFakes.Five();
        server.Before = async (context, _) =>
        {
            context.Response.Headers.Link = link.Replace("{0}", server.Address, StringComparison.Ordinal);
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, "[]");
            return true;
        };
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(server));
        Assert.Equal((ConnectorFault.Malformed, "Okta says that there is a next page, and not where: the address in its Link header does not stand in angle brackets."), (fault.Fault, fault.Message));
    }

    [Theory]
    [InlineData(12, 12)]
    [InlineData(0, null)]
    [InlineData(-1, null)]
    public async Task The_reset_of_the_rate_limit_is_counted_by_Oktas_own_clock_and_one_that_is_over_is_no_wait(int seconds, int? wait)
    {
        await using var server = OktaFakes.Five();
        server.Before = async (context, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.Date = "Mon, 23 Nov 2026 09:00:00 GMT";
            context.Response.Headers["X-Rate-Limit-Reset"] = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero).AddSeconds(seconds).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
            await context.Response.CompleteAsync();
            return true;
        };
        Assert.Equal(wait is { } whole ? TimeSpan.FromSeconds(whole) : null, (await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(server))).Wait);
    }

    [Theory]
    [InlineData("1795597200000")]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("253402300799")]
    public async Task A_reset_of_the_rate_limit_that_is_no_time_near_is_none_so_that_the_product_waits_at_its_own_pace(string reset)
    {
        await using var server = OktaFakes.Five();
        server.Before = async (context, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers["X-Rate-Limit-Reset"] = reset;
            await context.Response.CompleteAsync();
            return true;
        };
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(server));
        Assert.Equal((ConnectorFault.Throttled, (TimeSpan?)null), (fault.Fault, fault.Wait));
    }

    [Fact]
    public async Task An_assignment_of_the_persons_own_is_taken_away_and_read_back()
    {
        await using var server = OktaFakes.Five();
        Assert.Equal(RemovalEffect.Done, (await RemoveAsync(server, new RemovalAct.AppAssignment("heap", "00u1"))).Effect);
        Assert.DoesNotContain("00u1", server.Holders("heap"));
    }

    [Fact]
    public async Task An_assignment_that_a_group_gives_is_not_deleted_in_vain()
    {
        await using var server = OktaFakes.Five();
        Assert.Equal(RemovalEffect.AlreadyGone, (await RemoveAsync(server, new RemovalAct.AppAssignment("heap", "00u2"))).Effect);
        Assert.DoesNotContain(server.Requests, r => r.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_person_is_taken_out_of_the_group_that_gives_it_and_nobody_else()
    {
        await using var server = OktaFakes.Five();
        Assert.Equal(RemovalEffect.Done, (await RemoveAsync(server, new RemovalAct.DirectoryMember("00g1", "00u2"))).Effect);
        Assert.Equal(["00u3"], server.Groups["00g1"].Members);
        Assert.Equal(RemovalEffect.AlreadyGone, (await Remover(server).RemoveAsync(new RemovalAct.DirectoryMember("00g1", "00u2"), TestContext.Current.CancellationToken)).Effect);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_an_error_of_its_own_the_state_says_whether_it_was_done(bool done)
    {
        await using var server = OktaFakes.Five();
        async Task<bool> TroubleAsync(Microsoft.AspNetCore.Http.HttpContext context, int n)
        {
            if (context.Request.Method == "DELETE")
            {
                context.Response.StatusCode = 500;
                await context.Response.CompleteAsync();
                return true;
            }

            return false;
        }

        server.Before = done ? null : TroubleAsync;
        server.Instead = done ? TroubleAsync : null;
        var act = new RemovalAct.DirectoryMember("00g1", "00u2");
        if (done)
        {
            Assert.Equal(RemovalEffect.Done, (await RemoveAsync(server, act)).Effect);
        }
        else
        {
            Assert.True((await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, act))).IsPassing);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_says_nothing_of_the_access_is_refused_before_anything_is_taken_away(bool group)
    {
        await using var server = OktaFakes.Five();
        server.Before = async (context, _) =>
        {
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, "{}");
            return true;
        };
        RemovalAct act = group ? new RemovalAct.DirectoryMember("00g1", "00u2") : new RemovalAct.AppAssignment("heap", "00u1");
        Assert.Equal(ConnectorFault.Malformed, (await Assert.ThrowsAsync<ConnectorException>(() => RemoveAsync(server, act))).Fault);
        Assert.DoesNotContain(server.Requests, r => r.StartsWith("DELETE", StringComparison.Ordinal));
    }

    private static async Task<Reading> ReadAsync(FakeOkta server)
    {
        await server.StartAsync();
        return await Reading.OfAsync(new OktaSource(Reading.Http, new OktaSettings(new Uri(server.Address), FakeOkta.Token, ["heap"]), TimeProvider.System));
    }

    private static async Task<SourceRecords> RecordsAsync(FakeOkta server)
    {
        var records = new SourceRecords();
        foreach (var page in (await ReadAsync(server)).Pages)
        {
            records.Take(page, [.. page.Ids.Select(_ => true)]);
        }

        return records;
    }

    private static OktaRemover Remover(FakeOkta server) => new(Reading.Http, new OktaSettings(new Uri(server.Address), FakeOkta.Token, ["heap"]));

    private static async Task<RemovalProof> RemoveAsync(FakeOkta server, RemovalAct act)
    {
        await server.StartAsync();
        return await Remover(server).RemoveAsync(act, TestContext.Current.CancellationToken);
    }
}
