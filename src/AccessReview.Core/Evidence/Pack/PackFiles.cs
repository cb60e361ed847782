using System.IO.Compression;
using System.Security.Cryptography;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>The files of a pack, from the zip itself or from a folder into which it was unpacked.</summary>
internal sealed class PackFiles : IDisposable
{
    private readonly ZipArchive? zip;
    private readonly string folder;

    /// <summary>Opens it.</summary>
    /// <exception cref="InvalidDataException">It is neither a zip nor a folder.</exception>
    public PackFiles(string path)
    {
        folder = Path.GetFullPath(path);
        try
        {
            zip = System.IO.Directory.Exists(folder) ? null : ZipFile.OpenRead(folder);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path} is no evidence pack: it is neither a whole zip nor a folder into which one was unpacked.", e);
        }
    }

    /// <summary>Every file, with <c>/</c> between its parts.</summary>
    public IReadOnlyList<string> Names => zip is null
        ? [.. System.IO.Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))]
        : [.. zip.Entries.Select(e => e.FullName)];

    /// <summary>Names that stand in the zip more than once: which of the files is read depends on who reads.</summary>
    public IEnumerable<string> Twins => zip is null ? [] : zip.Entries.CountBy(e => e.FullName).Where(n => n.Value > 1).Select(n => n.Key);

    /// <summary>SHA-256 of the zip itself; null for a folder.</summary>
    public async Task<byte[]?> Sha256Async(CancellationToken cancel)
    {
        if (zip is null)
        {
            return null;
        }

        await using var bytes = File.OpenRead(folder);
        return await SHA256.HashDataAsync(bytes, cancel);
    }

    /// <summary>A file's bytes; null when it is not there.</summary>
    public Stream? Open(string name) => zip is not null ? zip.GetEntry(name)?.Open()
        : Names.Contains(name, StringComparer.Ordinal) ? File.OpenRead(Path.Combine(folder, name)) : null;

    /// <inheritdoc/>
    public void Dispose() => zip?.Dispose();
}
