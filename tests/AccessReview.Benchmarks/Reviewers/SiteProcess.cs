using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AccessReview.Benchmarks.Reviewers;

/// <summary>The asker's end of a <see cref="ServedSite"/>.</summary>
internal sealed class SiteProcess : IAsyncDisposable
{
    private readonly Process process;

    private SiteProcess(Process process) => this.process = process;

    /// <summary>Where the site is.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Processor time it has spent.</summary>
    public TimeSpan Spent
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts one over a folder, with the collector that the product runs with.</summary>
    public static async Task<SiteProcess> StartAsync(string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve", folder]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_gcServer"] = "1";
        var site = new SiteProcess(Process.Start(start)!);
        site.Address = new Uri(await site.AnswerAsync());
        return site;
    }

    /// <summary>Its state when as many circuits are open as said. A fault on the site fails the measure.</summary>
    public async Task<SiteState> StateAsync(int circuits)
    {
        if (process.HasExited)
        {
            throw new MeasureFailedException("The site's process ended by itself.");
        }

        await process.StandardInput.WriteLineAsync(ServedSite.AskState + circuits.ToString(CultureInfo.InvariantCulture));
        await process.StandardInput.FlushAsync();
        var state = JsonSerializer.Deserialize<SiteState>(await AnswerAsync())!;
        return state.Faults.Count == 0
            ? state
            : throw new MeasureFailedException($"The site logged {state.Faults.Count} faults; the first: {state.Faults[0]}");
    }

    public async ValueTask DisposeAsync()
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
        catch (IOException)
        {
            // It has ended already, and what asked it knows.
        }

        process.Dispose();
    }

    private async Task<string> AnswerAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(ServedSite.Answer, StringComparison.Ordinal))
            {
                return line[ServedSite.Answer.Length..];
            }

            await Console.Error.WriteLineAsync(line);
        }

        throw new MeasureFailedException("The site's process ended by itself.");
    }
}
