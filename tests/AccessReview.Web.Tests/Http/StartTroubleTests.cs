using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AccessReview.Web.Verbs;

namespace AccessReview.Web.Tests.Http;

/// <summary>What ordinarily keeps a server from starting ends the process with a code and a sentence, and not with a stack.</summary>
public sealed class StartTroubleTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly string folder = Directory.CreateTempSubdirectory("accessreview-start-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_damaged_database()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "accessreview.db"), new string('x', 5000), TestContext.Current.CancellationToken);
        await EndsAsync("http://127.0.0.1:0", "The database cannot be used: SQLite Error 26", "Data:Folder");
    }

    [Fact]
    public async Task An_address_in_use()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await EndsAsync($"http://{other.LocalEndpoint}", "The product cannot listen: ", "Urls");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written()
    {
        Directory.CreateDirectory(Path.Combine(folder, "accessreview.lock"));
        await EndsAsync("http://127.0.0.1:0", $"The folder {folder} cannot be written: ", "Data:Folder");
    }

    private async Task EndsAsync(string urls, string why, string key)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Program).Assembly.Location, "--environment=Development", $"--urls={urls}", $"--Data:Folder={folder}"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var product = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (output, error) = (product.StandardOutput.ReadToEndAsync(patience.Token), product.StandardError.ReadToEndAsync(patience.Token));
            await product.WaitForExitAsync(patience.Token);
            var (logged, said) = (await output, await error);
            Assert.True(product.ExitCode == ExitCodes.CouldNotRun, said);
            Assert.StartsWith("AccessReview does not start: " + why, said, StringComparison.Ordinal);
            Assert.Contains(key, said, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
            Assert.DoesNotContain("Hosting failed to start", logged, StringComparison.Ordinal);
        }
        finally
        {
            if (!product.HasExited)
            {
                product.Kill();
            }
        }
    }
}
