using System.Diagnostics;
using AccessReview.Web.Verbs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AccessReview.Web.Tests.Http;

/// <summary>Whoever stops the product while it starts, such as systemd, gets what they asked for: an end, and no failure.</summary>
public sealed class StoppedWhileStartingTests : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("accessreview-stopped-").FullName;
    private readonly AsyncLocal<bool> isOurs = new();

    public void Dispose() => TestApp.Forget(folder);

    [Fact]
    public async Task A_stop_before_it_listens_ends_it_well()
    {
        using var listening = DiagnosticListener.AllListeners.Subscribe(this);
        isOurs.Value = true;
        string[] args = ["--environment=Development", "--applicationName=AccessReview.Web", "--urls=http://127.0.0.1:0", $"--Data:Folder={folder}"];
        var code = await Task.Run(() => (int)typeof(Program).Assembly.EntryPoint!.Invoke(null, [args])!, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Ok, code);
    }

    // The host says when it is made and not started yet. Those of other tests, which start beside it, are not heard.
    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (isOurs.Value && value.Name == "Microsoft.Extensions.Hosting")
        {
            value.Subscribe(this);
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "HostBuilt", Value: IHost host })
        {
            host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
        // Listeners come and go while others are made.
    }

    void IObserver<DiagnosticListener>.OnError(Exception error) => throw error;

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
        // The host has gone.
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error) => throw error;
}
