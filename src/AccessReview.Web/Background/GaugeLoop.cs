using System.Diagnostics.Metrics;
using AccessReview.Core;
using AccessReview.Core.Operation;
using AccessReview.Web.Setup;

namespace AccessReview.Web.Background;

/// <summary>Keeps the numbers that are read and not counted: the chain's length, jobs by state, open circuits. Runs only where
/// telemetry is sent.</summary>
internal sealed partial class GaugeLoop : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);
    private readonly Meter meter = new(Telemetry.Name);
    private readonly MeasureWork measure;
    private readonly TimeProvider time;
    private readonly ILogger<GaugeLoop> log;
    private WorkMeasures last = new(0, []);

    public GaugeLoop(MeasureWork measure, OpenCircuits circuits, TimeProvider time, ILogger<GaugeLoop> log)
    {
        (this.measure, this.time, this.log) = (measure, time, log);
        meter.CreateObservableGauge("accessreview.chain.length", () => last.Events, "{event}", "Events in the record.");
        meter.CreateObservableGauge(
            "accessreview.jobs", () => last.Jobs.Select(j => new Measurement<int>(j.Count, new KeyValuePair<string, object?>("kind", j.Kind), new("state", j.State.ToString()))), "{job}", "Jobs by kind and state.");
        meter.CreateObservableGauge("accessreview.circuits", () => circuits.Total, "{circuit}", "Pages connected now.");
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                last = await measure.RunAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The numbers for telemetry could not be read.")]
    private partial void LogFailed(Exception failure);
}
