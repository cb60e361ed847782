using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AccessReview.Benchmarks.Reviewers;

/// <summary>Keeps what a site logs as an error, and what its circuits and pages warn of: during a measure there must be nothing of it.</summary>
internal sealed class FaultLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> kept = new();

    /// <summary>What was kept.</summary>
    public IReadOnlyList<string> Kept => [.. kept];

    public ILogger CreateLogger(string categoryName) => new Ears(kept, categoryName);

    public void Dispose()
    {
    }

    private sealed class Ears(ConcurrentQueue<string> kept, string category) : ILogger
    {
        private readonly LogLevel least = category.StartsWith("Microsoft.AspNetCore.Components", StringComparison.Ordinal) ? LogLevel.Warning : LogLevel.Error;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                kept.Enqueue($"{category}: {formatter(state, exception)} {exception?.GetType().Name} {exception?.Message}".Trim());
            }
        }
    }
}
