using Polly;
using Polly.Retry;

namespace AccessReview.Connectors;

/// <summary>Asks again when another system passes: after the wait it asks for, else after waits that double, with jitter. What it
/// refuses for good is not asked twice.</summary>
public sealed class Patience
{
    /// <summary>The longest a system is waited for at its own word; longer, and the work is put off instead.</summary>
    public static readonly TimeSpan MostWait = TimeSpan.FromMinutes(2);

    private readonly ResiliencePipeline pipeline;

    /// <summary>With so many attempts in all.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="attempts">How often a request is made at most.</param>
    /// <param name="first">The first wait where the system names none.</param>
    public Patience(TimeProvider time, int attempts = 6, TimeSpan? first = null) =>
        pipeline = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<ConnectorException>(e => e.IsPassing && !(e.Wait > MostWait)),
            MaxRetryAttempts = attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = first ?? TimeSpan.FromSeconds(1),
            MaxDelay = TimeSpan.FromSeconds(30),
            DelayGenerator = retry => new(retry.Outcome.Exception is ConnectorException { Wait: { } wait } ? wait : null),
            OnRetry = _ =>
            {
                Retries++;
                return default;
            },
        }).Build();

    /// <summary>How often something was asked again.</summary>
    public int Retries { get; private set; }

    /// <summary>Asks.</summary>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancel) =>
        await pipeline.ExecuteAsync(async token => await ask(token), cancel);
}
