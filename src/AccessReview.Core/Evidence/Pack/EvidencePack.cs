using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Audit;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>
/// Writes the zip that an auditor takes away: workbook, raw files, events, records, accounts, manifest and the means to check
/// them without the product. Equal content makes equal bytes but for the signature, which differs each time; memory does not grow with the campaign.
/// </summary>
public static class EvidencePack
{
    /// <summary>The workbook's name in the pack.</summary>
    public const string WorkbookName = "evidence.xlsx";

    /// <summary>The manifest's name in the pack; <c>sha256sum -c</c> reads it.</summary>
    public const string ManifestName = "manifest.sha256";

    /// <summary>The manifest's signature in the pack, as OpenSSL reads it; the manifest does not list it.</summary>
    public const string SignatureName = ManifestName + ".sig";

    private const string DemoName = "DEMO-identities-were-chosen-not-authenticated.txt";
    private const string DemoText = "Demo: identities were chosen, not authenticated.\n";

    /// <summary>Writes a pack.</summary>
    /// <param name="contents">What it is made of.</param>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="ct">Stops the writing; the output is then of no use.</param>
    public static async Task<PackReceipt> WriteAsync(PackContents contents, Stream output, CancellationToken ct = default)
    {
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        var files = new List<PackFile>();
        foreach (var source in contents.Sources)
        {
            var name = "sources/" + SourceName.Of(source.Name, files.Select(f => f.Name["sources/".Length..]));
            await AddAsync(name, s => source.WriteAsync(s, ct));
        }

        await AddAsync("events.jsonl", s => PackLines.WriteEventsAsync(s, contents.Events, ct));
        await AddAsync("records.jsonl", s => PackLines.WriteRecordsAsync(s, contents.Records, ct));
        await AddAsync("accounts.jsonl", s => PackLines.WriteAccountsAsync(s, contents.Accounts, ct));
        foreach (var name in Scripts)
        {
            await AddAsync(name, async s =>
            {
                await using var script = typeof(EvidencePack).Assembly.GetManifestResourceStream("Evidence.Pack." + name)!;
                await script.CopyToAsync(s, ct);
            });
        }

        var publicKey = contents.AnchorKey?.PublicPem;
        if (publicKey is not null)
        {
            await AddAsync(AnchorKey.PublicName, s => s.WriteAsync(Encoding.ASCII.GetBytes(publicKey), ct).AsTask());
        }

        if (contents.Demo)
        {
            await AddAsync(DemoName, s => s.WriteAsync(Encoding.UTF8.GetBytes(DemoText), ct).AsTask());
        }

        await AddAsync(WorkbookName, s => contents.Workbook(files.ToArray(), s, ct));
        var manifest = Encoding.UTF8.GetBytes(string.Concat(files
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => $"{Convert.ToHexStringLower(f.Sha256)}  {f.Name}\n")));
        var receipt = new PackReceipt([.. files], SHA256.HashData(manifest));
        await AddAsync(ManifestName, s => s.WriteAsync(manifest, ct).AsTask());
        if (contents.AnchorKey is { } key)
        {
            var signature = key.Sign(manifest);
            if (!AnchorKey.IsSigned(publicKey!, manifest, signature))
            {
                throw new CryptographicException("The key of the anchors was replaced while the pack was written. Make it again.");
            }

            await AddAsync(SignatureName, s => s.WriteAsync(signature, ct).AsTask());
        }

        return receipt;

        async Task AddAsync(string name, Func<Stream, Task> write)
        {
            var isZip = name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase);
            await using var entry = zip.AddEntry(name, isZip ? CompressionLevel.NoCompression : CompressionLevel.Fastest).Open();
            await using var buffer = new BufferedStream(entry, 1 << 16);
            await using var hashing = new HashingStream(buffer);
            await write(hashing);
            await buffer.FlushAsync(ct);
            files.Add(new PackFile(name, hashing.Length, hashing.Sha256()));
        }
    }

    private static readonly string[] Scripts = ["verify.py", "recompute.py", "leftout.py", "readpack.py", "verify.ps1", "recompute.ps1", "leftout.ps1", "readpack.ps1", "VERIFY.txt"];
}
