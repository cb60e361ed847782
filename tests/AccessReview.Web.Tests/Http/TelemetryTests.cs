using System.Collections.Concurrent;
using System.Text;
using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AccessReview.Web.Tests.Http;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_named_collector_is_told_commands_decisions_jobs_and_nobodys_name()
    {
        var told = new ConcurrentDictionary<string, string>();
        var keys = new ConcurrentBag<string?>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            told.AddOrUpdate(signal, Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
            keys.Add(request.Headers["x-key"]);
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);

        using (var app = new TestApp(new() { ["Telemetry:Endpoint"] = collector.Urls.First(), ["Telemetry:Protocol"] = "HttpProtobuf", ["Telemetry:Headers"] = "x-key=key of the collector" }))
        {
            await app.World.PeopleAsync(["Zoe"]);
            await app.World.HeapAsync(new TestAccount("Zoe"));
            await app.World.LaunchAsync();
            await using var db = app.Get<Databases>().CreateDbContext();
            var turn = await db.ReviewTurns.SingleAsync();
            var decide = app.Get<DecideItem>();
            (await decide.RunAsync(Guid.NewGuid(), app.World.As("Mia"), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify), default)).Require();
            Assert.False((await decide.RunAsync(Guid.NewGuid(), app.World.As("Noa"), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify), default)).IsOk);

            // As a shutdown does: whatever is waiting is sent.
            app.Services.GetRequiredService<TracerProvider>().ForceFlush();
            app.Services.GetRequiredService<MeterProvider>().ForceFlush();
        }

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Equal("key of the collector", key));
        Assert.Contains("command DecideItem", told["traces"], StringComparison.Ordinal);
        Assert.Contains("job follow-ups", told["traces"], StringComparison.Ordinal);
        foreach (var name in new[] { "commands", "commands.duration", "writers.wait", "decisions", "chain.length", "circuits" })
        {
            Assert.Contains("accessreview." + name, told["metrics"], StringComparison.Ordinal);
        }

        Assert.Contains("denied", told["metrics"], StringComparison.Ordinal);
        Assert.DoesNotContain(told.Values, sent => sent.Contains("example.test", StringComparison.OrdinalIgnoreCase) || sent.Contains("Zoe", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_collector_nothing_is_measured()
    {
        using var app = new TestApp();
        Assert.Null(app.Services.GetService<TracerProvider>());
        Assert.Null(app.Services.GetService<MeterProvider>());
    }
}
