using System.IO.Compression;

namespace AccessReview.Core.Evidence;

/// <summary>Zip entries that are the same bytes for the same content, on every system and at every time.</summary>
internal static class PackageZip
{
    /// <summary>The first day a zip can tell: a time stamp that says nothing.</summary>
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Readable by everybody, writable by the owner, a plain file; in the upper half as Unix wants it.</summary>
    private const int PlainFile = 0x81A4 << 16;

    internal static ZipArchiveEntry AddEntry(this ZipArchive zip, string name, CompressionLevel level = CompressionLevel.Fastest)
    {
        var entry = zip.CreateEntry(name, level);
        entry.LastWriteTime = NoTime;
        entry.ExternalAttributes = PlainFile;
        return entry;
    }
}
