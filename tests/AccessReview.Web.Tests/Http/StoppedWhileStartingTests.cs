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

        await using var other = await HoldAsync(patience.Token);
        using var product = Start($"--Database:ConnectionString=Data Source={Database};Default Timeout=0");
        try
        {
            var error = product.StandardError.ReadToEndAsync(patience.Token);
            await StopAsync(product, patience.Token);
            if (asTroubleOfTheDatabase)
            {
                await File.WriteAllTextAsync(Database, new string('x', 5000), patience.Token);
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

    [Fact]
    public async Task A_signal_ends_it_well_also_where_another_program_holds_the_database_on_and_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There no other process sends a signal.");
        using var patience = new CancellationTokenSource(Patience);
        await using var other = await HoldAsync(patience.Token);
        using var product = Start($"--Database:ConnectionString=Data Source={Database};Default Timeout=0");
        try
        {
            var error = product.StandardError.ReadToEndAsync(patience.Token);
            await StopAsync(product, patience.Token);
            await product.WaitForExitAsync(patience.Token);
            Assert.True(product.ExitCode == ExitCodes.Ok, $"{product.ExitCode} {await error}");
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

    private string Database => Path.Combine(folder, "accessreview.db");

    /// <summary>Held by another program, the database keeps the start from its end for as long as a test wants.</summary>
    private async Task<SqliteConnection> HoldAsync(CancellationToken cancel)
    {
        var other = new SqliteConnection($"Data Source={Database};Pooling=False");
        await other.OpenAsync(cancel);
        await using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN EXCLUSIVE";
        await hold.ExecuteNonQueryAsync(cancel);
        return other;
    }

    /// <summary>Sends the signal while it starts, and waits until it has heard it.</summary>
    private static async Task StopAsync(Process product, CancellationToken cancel)
    {
        await HearAsync(product, "AccessReview starts", cancel);
        using (var signal = Process.Start("kill", ["-TERM", product.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await signal.WaitForExitAsync(cancel);
        }

        await HearAsync(product, "AccessReview was told to stop before it was ready", cancel);
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
