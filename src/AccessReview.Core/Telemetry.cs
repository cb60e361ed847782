using System.Diagnostics;
using System.Diagnostics.Metrics;
using AccessReview.Core.Audit;
using AccessReview.Core.Reviewing;

namespace AccessReview.Core;

/// <summary>What the product tells an operator's instruments: traces of commands and jobs, and counts. Commands, closed codes and
/// numbers only. Costs nothing while nobody listens.</summary>
public static class Telemetry
{
    /// <summary>The name of the source and of the meter.</summary>
    public const string Name = "AccessReview";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Commands = Meter.CreateCounter<long>("accessreview.commands", "{command}", "Commands by name and outcome; a refusal's outcome is its code.");
    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>("accessreview.decisions", "{decision}", "Items decided, by decision and mode.");
    private static readonly Histogram<double> WritersWait = Meter.CreateHistogram<double>("accessreview.writers.wait", "s", "How long a command waited for the writers before it.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("accessreview.commands.duration", "s", "How long a command took once it was its turn.");

    /// <summary>Begins a command; dispose it when it has ended.</summary>
    internal static Running Command(string name) => new(name);

    /// <summary>Begins a job.</summary>
    internal static Activity? Job(string kind) => Source.StartActivity("job " + kind);

    /// <summary>Something was committed.</summary>
    internal static void Committed(EventBody happened)
    {
        switch (happened)
        {
            case ItemDecided one:
                Decisions.Add(1 + one.Followed, new("kind", one.Kind.ToString()), new("mode", "single"));
                break;
            case ItemsDecided many:
                Decisions.Add(many.Items + many.Followed, new("kind", many.Kind.ToString()), new("mode", "bulk"));
                break;
        }
    }

    /// <summary>A command on its way.</summary>
    internal sealed class Running(string name) : IDisposable
    {
        private readonly Activity? activity = Source.StartActivity("command " + name);
        private long waits;
        private long entered;
        private string outcome = "fault";

        /// <summary>It waits for its turn.</summary>
        public void Waits() => waits = Stopwatch.GetTimestamp();

        /// <summary>It is its turn.</summary>
        public void Entered()
        {
            entered = Stopwatch.GetTimestamp();
            WritersWait.Record(Stopwatch.GetElapsedTime(waits, entered).TotalSeconds);
        }

        /// <summary>It has an answer.</summary>
        public void Answered(Problem? problem) => outcome = problem?.Code ?? "ok";

        /// <inheritdoc/>
        public void Dispose()
        {
            Commands.Add(1, new("command", name), new("outcome", outcome));
            if (entered != 0)
            {
                Duration.Record(Stopwatch.GetElapsedTime(entered).TotalSeconds, new KeyValuePair<string, object?>("command", name));
            }

            activity?.SetTag("outcome", outcome);
            activity?.SetStatus(outcome == "fault" ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
            activity?.Dispose();
        }
    }
}
