using System.Diagnostics;
using System.Globalization;
using AccessReview.Web.Verbs;
using Microsoft.Data.Sqlite;

namespace AccessReview.Web.Tests.Http;

/// <summary>Whoever stops the product while it starts, such as systemd or a container's, gets what they asked for: an end, and no failure.</summary>
public sealed class StoppedWhileStartingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly string folder = Directory.CreateTempSubdirectory("accessreview-stopped-").FullName;

    public void Dispose() => TestApp.Forget(folder);

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // a database may have an exception of its own for a statement that is stopped, as SQL Server's client does
    public async Task A_signal_before_it_listens_ends_it_well(bool asTroubleOfTheDatabase)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There no other process sends a signal.");
        using var patience = new CancellationTokenSource(Patience);

        // Held by another program, the database keeps the start from its end for as long as this test wants.
        var file = Path.Combine(folder, "accessreview.db");
        await using var other = new SqliteConnection($"Data Source={file};Pooling=False");
        await other.OpenAsync(patience.Token);
        await using (var hold = other.CreateCommand())
        {
            hold.CommandText = "BEGIN EXCLUSIVE";
            await hold.ExecuteNonQueryAsync(patience.Token);
        }

        using var product = Start($"--Database:ConnectionString=Data Source={file};Default Timeout=0");
        try
        {
            var error = product.StandardError.ReadToEndAsync(patience.Token);
            await HearAsync(product, "AccessReview starts", patience.Token);
            using (var signal = Process.Start("kill", ["-TERM", product.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await signal.WaitForExitAsync(patience.Token);
            }

            await HearAsync(product, "AccessReview was told to stop before it was ready", patience.Token);
            if (asTroubleOfTheDatabase)
            {
                await File.WriteAllTextAsync(file, new string('x', 5000), patience.Token);
            }

            await other.CloseAsync();
            var output = await product.StandardOutput.ReadToEndAsync(patience.Token);
            await product.WaitForExitAsync(patience.Token);
            Assert.True(product.ExitCode == ExitCodes.Ok, $"{product.ExitCode} {output} {await error}");
            Assert.DoesNotContain("AccessReview is ready", output, StringComparison.Ordinal);
            Assert.Empty(await error);
        }
        finally
        {
            if (!product.HasExited)
            {
                product.Kill();
            }
        }
    }

    private Process Start(string database) => Process.Start(new ProcessStartInfo(
        "dotnet", ["exec", typeof(Program).Assembly.Location, "--environment=Development", "--urls=http://127.0.0.1:0", $"--Data:Folder={folder}", database])
    {
        WorkingDirectory = folder,
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>Reads what it says until it says this.</summary>
    private static async Task HearAsync(Process product, string words, CancellationToken cancel)
    {
        while (await product.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            if (line.Contains(words, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"It ended without a word of “{words}”.");
    }
}
