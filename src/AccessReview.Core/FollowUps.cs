using System.Runtime.ExceptionServices;

namespace AccessReview.Core;

/// <summary>Work that follows from what lies in the database: assessments after a reading, checks of removals, overdue campaigns.
/// Doing it twice changes nothing; it is run after the acts that cause it, at start, and by the clock, so that a killed process
/// leaves nothing behind.</summary>
public interface IFollowUp
{
    /// <summary>Its place among the others; a lower number comes first.</summary>
    int Order { get; }

    /// <summary>Does what is left to do.</summary>
    Task RunAsync(CancellationToken cancel);
}

/// <summary>Runs every follow-up in order, one at a time in this process. One that fails stops none after it: a row that one cannot take must
/// not keep mail from going out or the record from being anchored.</summary>
public sealed class FollowUps(IEnumerable<IFollowUp> all, FollowUpFailures failures) : IDisposable
{
    private readonly IReadOnlyList<IFollowUp> ordered = [.. all.OrderBy(f => f.Order)];
    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>Does what is left to do.</summary>
    /// <exception cref="AggregateException">Several failed, after all had their turn; a single failure comes as it is.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            using var job = Telemetry.Job("follow-ups");
            var failed = new Dictionary<string, Exception>(StringComparer.Ordinal);
            foreach (var followUp in ordered)
            {
                await TryAsync(followUp.GetType().Name, followUp.RunAsync);
            }

            string[] names = [.. failed.Keys];
            await TryAsync(nameof(FollowUpFailures), stop => failures.KeepAsync(names, stop));
            if (failed.Count > 0)
            {
                ExceptionDispatchInfo.Throw(failed.Count == 1 ? failed.Values.Single() : new AggregateException(failed.Values));
            }

            async Task TryAsync(string name, Func<CancellationToken, Task> act)
            {
                try
                {
                    await act(cancel);
                }
                catch (Exception failure) when (!cancel.IsCancellationRequested)
                {
                    failed[name] = failure;
                }
            }
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();
}
