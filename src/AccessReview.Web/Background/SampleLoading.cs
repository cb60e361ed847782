using AccessReview.Core;
using AccessReview.Core.Sample;

namespace AccessReview.Web.Background;

/// <summary>Loads the sample organisation beside the pages: it takes a while, can be left, and runs once at a time.</summary>
internal sealed partial class SampleLoading(LoadSample load, IHostApplicationLifetime life, ILogger<SampleLoading> log)
{
    private readonly Lock one = new();
    private Task<Outcome<Done>>? running;

    /// <summary>Whether it is being loaded right now.</summary>
    public bool IsRunning => running is { IsCompleted: false };

    /// <summary>What the last load ran into; null when it went well or none was asked for.</summary>
    public string? Failure => running switch
    {
        { IsCompletedSuccessfully: true, Result.Problem: { } problem } => problem.Sentence,
        { IsFaulted: true } => "The sample organisation could not be loaded. The fault was recorded; your own database is in use, unchanged.",
        _ => null,
    };

    /// <summary>Starts loading, unless it is being loaded already.</summary>
    public void Start()
    {
        lock (one)
        {
            if (!IsRunning)
            {
                running = Task.Run(() => LoadAsync(life.ApplicationStopping));
            }
        }
    }

    private async Task<Outcome<Done>> LoadAsync(CancellationToken stop)
    {
        try
        {
            return await load.RunAsync(stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The sample organisation could not be loaded.")]
    private partial void LogFailed(Exception failure);
}
