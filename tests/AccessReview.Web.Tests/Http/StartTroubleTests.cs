using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AccessReview.Web.Setup;
using AccessReview.Web.Verbs;
using Microsoft.Data.Sqlite;

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

    [Theory]
    [InlineData("--environment=Development --urls=http://127.0.0.1:0")]
    [InlineData("verify")]
    [InlineData("resume")]
    [InlineData("migrate")]
    [InlineData("backup copy.db")]
    public async Task A_database_of_another_account_is_called_that_by_the_start_and_by_verbs(string words)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere an administrator's rights cannot be taken from one process.");
        var file = Path.Combine(folder, "accessreview.db");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.None);
        }

        // Root opens every file, unless that right is taken from it.
        string[] without = Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] : [];
        var (code, output, error) = await RunAsync([.. without, "dotnet"], words.Split(' '));
        var said = error.Length > 0 ? error : output;
        Assert.True(code == ExitCodes.CouldNotRun && said.Contains($"{file} cannot be opened by the account that runs this", StringComparison.Ordinal), said);
        Assert.Contains("chown", said, StringComparison.Ordinal);
        Assert.False(said.Contains("older version", StringComparison.Ordinal) || said.Contains("restore", StringComparison.Ordinal), said);
    }

    [Theory]
    [InlineData(8, false)]  // it may only be read
    [InlineData(13, false)] // the disk is full
    [InlineData(14, false)] // it cannot be opened
    [InlineData(11, true)]
    [InlineData(26, true)]
    public void Only_a_damaged_database_leads_to_a_restore(int error, bool leads) =>
        Assert.Equal(leads, StartTrouble.Of(new SqliteException("a trouble", error))!.Contains("restore", StringComparison.Ordinal));

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void A_database_that_another_program_holds_is_called_that_and_nothing_of_rights(int error)
    {
        var said = StartTrouble.Of(new SqliteException("a trouble", error))!;
        Assert.Contains("Another program holds it: close that one, and try again.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("account", said, StringComparison.Ordinal);
    }

    private async Task EndsAsync(string urls, string why, string key)
    {
        var (code, logged, said) = await RunAsync(["dotnet"], ["--environment=Development", $"--urls={urls}"]);
        Assert.True(code == ExitCodes.CouldNotRun, said);
        Assert.StartsWith("AccessReview does not start: " + why, said, StringComparison.Ordinal);
        Assert.Contains(key, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Hosting failed to start", logged, StringComparison.Ordinal);
    }

    /// <summary>Runs the product on the folder to its end.</summary>
    private async Task<(int Code, string Output, string Error)> RunAsync(string[] dotnet, string[] words)
    {
        var start = new ProcessStartInfo(dotnet[0], [.. dotnet[1..], "exec", typeof(Program).Assembly.Location, .. words, $"--Data:Folder={folder}"])
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
            return (product.ExitCode, await output, await error);
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
