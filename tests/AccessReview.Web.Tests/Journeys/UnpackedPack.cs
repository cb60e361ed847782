using System.Diagnostics;
using System.IO.Compression;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A downloaded pack in a folder of its own, where nothing of the product is.</summary>
internal sealed class UnpackedPack : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("accessreview-pack-").FullName;

    private UnpackedPack()
    {
    }

    /// <summary>Unpacks a download.</summary>
    public static async Task<UnpackedPack> OfAsync(IDownload download)
    {
        var pack = new UnpackedPack();
        await using var bytes = await download.CreateReadStreamAsync();
        await ZipFile.ExtractToDirectoryAsync(bytes, pack.folder);
        return pack;
    }

    /// <summary>Runs a program in the folder and fails with its words unless it ends well.</summary>
    public async Task PassesAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {output}{await errors}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
