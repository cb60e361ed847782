using AccessReview.Core;
using AccessReview.Web.Background;
using Microsoft.Extensions.Logging;

namespace AccessReview.Web.Tests.Http;

/// <summary>What follows from an act that was saved may fail: the act stands.</summary>
public sealed class AfterActTests
{
    [Fact]
    public async Task What_follows_from_an_act_and_fails_is_logged_and_no_fault_of_the_act()
    {
        using var log = new KeptLog();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(log));
        await using var app = new TestApp();
        using var followUps = new FollowUps([new Fails()], app.Get<FollowUpFailures>());
        await new AfterAct(followUps, logs.CreateLogger<AfterAct>()).RunAsync();
        Assert.Contains("Failed on purpose.", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    private sealed class Fails : IFollowUp
    {
        public int Order => 1;

        public Task RunAsync(CancellationToken cancel) => throw new InvalidOperationException("Failed on purpose.");
    }
}
