using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace AccessReview.Fakes;

/// <summary>Somebody else's server on loopback, over real HTTP. A test interferes with single answers through <see cref="Before"/>.</summary>
public abstract class FakeServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SemaphoreSlim one = new(1, 1);
    private int number;

    protected FakeServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, 0, on =>
            {
                if (Certificate is not null)
                {
                    on.UseHttps(Certificate);
                }
            });
            k.Limits.MinResponseDataRate = null;
        });
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    /// <summary>What it shows of itself over TLS; null: it speaks plain http.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address => app.Urls.Single();

    /// <summary>Each request in order: method, path and query as they came over the line.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Answers instead of the server, when it gives true; the number counts requests from 1.</summary>
    public Func<HttpContext, int, Task<bool>>? Before { get; set; }

    /// <summary>Comes after the server has done its work and before the answer goes out; true: it answered itself.</summary>
    public Func<HttpContext, int, Task<bool>>? Instead { get; set; }

    public Task StartAsync() => app.StartAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        one.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The server's own answer.</summary>
    protected abstract Task<Answer> AnswerAsync(HttpRequest request, JsonNode? body);

    /// <summary>The path as it came, percent signs and all.</summary>
    protected static string RawPath(HttpRequest request) =>
        request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];

    /// <summary>The body as it came.</summary>
    protected static string Text(HttpRequest request) => (string)request.HttpContext.Items[nameof(Text)]!;

    private async Task AnswerAsync(HttpContext context)
    {
        await one.WaitAsync();
        try
        {
            var at = ++number;
            Requests.Enqueue($"{context.Request.Method} {context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}");
            if (Before is not null && await Before(context, at))
            {
                return;
            }

            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var text = await reader.ReadToEndAsync();
            context.Items[nameof(Text)] = text;
            var answer = await AnswerAsync(context.Request, text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : null);
            if (Instead is not null && await Instead(context, at))
            {
                return;
            }

            context.Response.StatusCode = answer.Status;
            foreach (var (name, value) in answer.Headers)
            {
                // Append would leave an empty value out.
                context.Response.Headers[name] = StringValues.Concat(context.Response.Headers[name], value);
            }

            if (answer.Body is { } body)
            {
                context.Response.ContentType = answer.MediaType;
                await context.Response.WriteAsync(body);
            }
        }
        finally
        {
            one.Release();
        }
    }
}

/// <summary>An answer of a fake.</summary>
public sealed record Answer(int Status, string? Body, string MediaType = "application/json")
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}
