using System.IO.Compression;
using System.Net;
using System.Text;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Connectors.Tests.Contract;

/// <summary>What every connector that reads keeps to, whatever its protocol.</summary>
public abstract class SourceContract : IAsyncLifetime
{
    /// <summary>The other system, with five records in its first list.</summary>
    protected abstract FakeServer Server { get; }

    /// <summary>The connector, reading two records a page.</summary>
    protected abstract ISource Source(string? token = null);

    protected abstract IReadOnlyList<string> Secrets { get; }

    public async ValueTask InitializeAsync() => await Server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_page_is_read_once_and_the_reading_is_whole()
    {
        var reading = await Reading.OfAsync(Source());
        Assert.Empty(reading.Walk.Reasons);
        Assert.Equal(5, reading.Walk.Counts[0].Distinct);
        Assert.True(reading.Walk.Counts[0].Pages >= 3);
    }

    [Fact]
    public async Task A_kept_page_reads_the_same_again()
    {
        var source = Source();
        var raw = await source.FetchAsync(source.Lists[0], null, TestContext.Current.CancellationToken);
        var first = source.Parse(source.Lists[0], null, raw);
        var again = Source().Parse(source.Lists[0], null, raw);
        Assert.Equal(first.Ids, again.Ids);
        Assert.Equal(first.Next, again.Next);
    }

    [Fact]
    public async Task A_token_that_is_not_accepted_is_said_and_not_tried_again()
    {
        var fault = await FaultAsync(Source("wrong"));
        Assert.Equal(ConnectorFault.Unauthorized, fault.Fault);
        Assert.False(fault.IsPassing);
        Assert.DoesNotContain("wrong", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_dies_in_the_middle_is_said()
    {
        Server.Before = (context, n) => Answered(context, n == 2, 401);
        await Assert.ThrowsAsync<ConnectorException>(() => Reading.OfAsync(Source()));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var elsewhere = new FakeScim();
        await elsewhere.StartAsync();
        Server.Before = (context, _) =>
        {
            context.Response.Headers.Location = elsewhere.Address;
            return Answered(context, true, status);
        };
        Assert.Equal(ConnectorFault.Refused, (await FaultAsync(Source())).Fault);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Sign in</html>")]
    [InlineData("{\"totalResults\":")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    public async Task An_answer_that_is_not_of_the_protocol_is_a_fault_and_never_an_empty_list(string body)
    {
        Server.Before = async (context, _) =>
        {
            await context.Response.WriteAsync(body);
            return true;
        };
        Assert.Equal(ConnectorFault.Malformed, (await FaultAsync(Source())).Fault);
    }

    [Fact]
    public async Task An_answer_with_text_that_is_not_UTF_8_is_a_fault_that_says_so()
    {
        Server.Before = async (context, _) =>
        {
            await context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes("{\"totalResults\":1,\"Resources\":[{\"id\":\"1\",\"displayName\":\"Jörg\"}]}"));
            return true;
        };
        var fault = await FaultAsync(Source());
        Assert.Equal((ConnectorFault.Malformed, false), (fault.Fault, fault.IsPassing));
        Assert.Contains("UTF-8", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_has_trouble_may_be_asked_again()
    {
        Server.Before = (context, _) => Answered(context, true, 503);
        Assert.True((await FaultAsync(Source())).IsPassing);
    }

    [Fact]
    public async Task A_server_that_is_asked_too_often_says_how_long_to_wait()
    {
        Server.Before = (context, _) =>
        {
            context.Response.Headers.RetryAfter = "7";
            return Answered(context, true, 429);
        };
        var fault = await FaultAsync(Source());
        Assert.Equal((ConnectorFault.Throttled, TimeSpan.FromSeconds(7)), (fault.Fault, fault.Wait));
    }

    [Fact]
    public async Task A_wait_given_as_a_date_is_counted_by_the_servers_own_clock()
    {
        Server.Before = (context, _) =>
        {
            context.Response.Headers.Date = "Mon, 23 Nov 2026 09:00:00 GMT";
            context.Response.Headers.RetryAfter = "Mon, 23 Nov 2026 09:00:30 GMT";
            return Answered(context, true, 429);
        };
        Assert.Equal(TimeSpan.FromSeconds(30), (await FaultAsync(Source())).Wait);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("Mon, 23 Nov 2026 09:00:00 GMT")]
    [InlineData("Mon, 23 Nov 2026 08:59:30 GMT")]
    public async Task A_wait_that_is_over_is_none_so_that_the_product_waits_at_its_own_pace(string after)
    {
        Server.Before = (context, _) =>
        {
            context.Response.Headers.Date = "Mon, 23 Nov 2026 09:00:00 GMT";
            context.Response.Headers.RetryAfter = after;
            return Answered(context, true, 503);
        };
        var fault = await FaultAsync(Source());
        Assert.Equal((true, null), (fault.IsPassing, fault.Wait));
    }

    [Fact]
    public async Task A_bomb_of_packed_zeros_is_refused_before_it_fills_the_memory()
    {
        Server.Before = async (context, _) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var zip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 200 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await zip.WriteAsync(zeros);
            }

            return true;
        };
        var fault = await FaultAsync(Source());
        Assert.Equal(ConnectorFault.Malformed, fault.Fault);
        Assert.Contains("MB", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_breaks_in_the_middle_of_an_answer_may_be_asked_again()
    {
        Server.Before = async (context, _) =>
        {
            context.Response.ContentLength = 100_000;
            await context.Response.WriteAsync("[{\"id\":\"1\"");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };
        Assert.True((await FaultAsync(Source())).IsPassing);
    }

    [Fact]
    public async Task What_a_server_says_in_an_error_stays_out_of_the_sentence()
    {
        Server.Before = async (context, _) =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.BadRequest;
            await context.Response.WriteAsync("{\"detail\":\"ada@harbourlight.example\"}");
            return true;
        };
        var fault = await FaultAsync(Source());
        Assert.DoesNotContain("ada@", fault.ToString(), StringComparison.Ordinal);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, fault.ToString(), StringComparison.Ordinal));
    }

    protected static async Task<bool> Answered(HttpContext context, bool now, int status)
    {
        if (now)
        {
            context.Response.StatusCode = status;
            await context.Response.CompleteAsync();
        }

        return now;
    }

    protected static async Task<ConnectorException> FaultAsync(ISource source) => await Assert.ThrowsAsync<ConnectorException>(() => Reading.OfAsync(source));
}
