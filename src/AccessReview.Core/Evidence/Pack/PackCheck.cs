using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AccessReview.Core.Audit;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>The checks of the pack's own script, by the product: the manifest and its signature, the chain, the rows and texts under it. What the script
/// computes again of completeness is not here: the installation holds the pack against the edition that it recorded, and its own record computes it.</summary>
internal sealed partial class PackCheck(PackFiles files)
{
    private readonly Dictionary<long, (long Count, string Sha256)> covered = [];
    private readonly HashSet<string> cited = [];

    /// <summary>What is not as it was written.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>SHA-256 of the manifest.</summary>
    public byte[] ManifestSha256 { get; private set; } = [];

    /// <summary>The public key, as text, whose signature stands under the manifest; null: there is none that holds.</summary>
    public string? SignedBy { get; private set; }

    /// <summary>Whether a signature lies in it, one that holds or not.</summary>
    public bool HasSignature { get; } = files.Names.Contains(EvidencePack.SignatureName, StringComparer.Ordinal);

    /// <summary>The last event and its hash.</summary>
    public (long Seq, byte[] Hash) Head { get; private set; }

    /// <summary>When the last of the campaign's own events happened, in UTC; null: none says it.</summary>
    public DateTime? LastAt { get; private set; }

    /// <summary>The hash of each event.</summary>
    public Dictionary<long, byte[]> Events { get; } = [];

    /// <summary>Runs every check.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await ManifestAsync(cancel);
        try
        {
            await ChainAsync(cancel);
            await RecordsAsync(cancel);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or InvalidDataException)
        {
            Wrong.Add($"it cannot be read: {e.Message}");
        }
    }

    private async Task ManifestAsync(CancellationToken cancel)
    {
        var manifest = await BytesAsync(EvidencePack.ManifestName, cancel);
        ManifestSha256 = SHA256.HashData(manifest);
        await SignatureAsync(manifest, cancel);
        var listed = new HashSet<string>(StringComparer.Ordinal) { EvidencePack.ManifestName, EvidencePack.SignatureName };
        foreach (var line in Encoding.UTF8.GetString(manifest).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (ManifestLine().Match(line) is not { Success: true } match)
            {
                Wrong.Add("the manifest has a line that cannot be read");
                continue;
            }

            var name = match.Groups["name"].Value;
            listed.Add(name);
            await using var file = files.Open(name);
            if (file is null)
            {
                Wrong.Add($"{name} is missing");
            }
            else if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel)) != match.Groups["sha"].Value)
            {
                Wrong.Add($"{name} was changed");
            }
        }

        Wrong.AddRange(files.Names.Where(n => !listed.Contains(n)).Select(n => $"{n} is not listed"));
        Wrong.AddRange(files.Twins.Select(n => $"{n} is in it more than once"));
    }

    // A pack that is older than signatures has none, which is no change to it.
    private async Task SignatureAsync(byte[] manifest, CancellationToken cancel)
    {
        if (!HasSignature)
        {
            return;
        }

        var pem = files.Names.Contains(AnchorKey.PublicName, StringComparer.Ordinal) ? Encoding.UTF8.GetString(await BytesAsync(AnchorKey.PublicName, cancel)) : "";
        if (AnchorKey.IsSigned(pem, manifest, await BytesAsync(EvidencePack.SignatureName, cancel)))
        {
            SignedBy = pem;
        }
        else
        {
            Wrong.Add($"the signature of the manifest is not by the key in {AnchorKey.PublicName}");
        }
    }

    private async Task ChainAsync(CancellationToken cancel)
    {
        await foreach (var line in LinesAsync("events.jsonl", cancel))
        {
            var (seq, previous, body) = (long.Parse(line.GetProperty("seq").GetString()!, CultureInfo.InvariantCulture), Bytes(line, "prev"), Bytes(line, "bodySha256"));
            if (Head.Seq > 0 && (seq != Head.Seq + 1 || !previous.AsSpan().SequenceEqual(Head.Hash)))
            {
                Wrong.Add($"event {seq} does not follow event {Head.Seq}");
            }

            if (line.TryGetProperty("body", out var text))
            {
                ReadBody(seq, text.GetString()!, body);
            }

            LastAt = line.TryGetProperty("at", out var at) ? at.GetDateTime() : LastAt;
            Head = (seq, Bytes(line, "hash"));
            Events[seq] = Head.Hash;
            if (!Hashes.OfEventDigest(previous, body).AsSpan().SequenceEqual(Head.Hash))
            {
                Wrong.Add($"the hash of event {seq} is wrong");
            }
        }
    }

    private void ReadBody(long seq, string text, byte[] digest)
    {
        if (!SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan().SequenceEqual(digest))
        {
            Wrong.Add($"the body of event {seq} was changed");
        }

        Cite(text);
        using var body = JsonDocument.Parse(text);
        if (body.RootElement.TryGetProperty("rows", out var rows))
        {
            covered[seq] = (long.Parse(rows.GetProperty("count").ToString(), CultureInfo.InvariantCulture), rows.GetProperty("sha256").GetString()!);
        }
    }

    private async Task RecordsAsync(CancellationToken cancel)
    {
        var (rows, texts) = (new Dictionary<long, RowsHash>(), new List<string>());
        await foreach (var line in LinesAsync("records.jsonl", cancel))
        {
            var (seq, hash) = (long.Parse(line.GetProperty("event").GetString()!, CultureInfo.InvariantCulture), Bytes(line, "hash"));
            if (line.GetProperty("table").GetString() == nameof(PrivateText))
            {
                texts.Add(Convert.ToHexStringLower(hash));
                if (line.TryGetProperty("text", out var words) && !Hashes.OfText(Bytes(line, "salt"), words.GetString()!).AsSpan().SequenceEqual(hash))
                {
                    Wrong.Add($"a text of event {seq} was changed");
                }

                continue;
            }

            var row = line.GetProperty("row").GetString()!;
            if (!Hashes.OfRow(Encoding.UTF8.GetBytes(row)).AsSpan().SequenceEqual(hash))
            {
                Wrong.Add($"a row of event {seq} was changed");
            }

            Cite(row);
            rows.TryAdd(seq, new RowsHash());
            rows[seq].Add(hash);
        }

        foreach (var seq in covered.Keys.Union(rows.Keys).Order())
        {
            using var hash = rows.GetValueOrDefault(seq) ?? new RowsHash();
            if (!covered.TryGetValue(seq, out var said) || said != (hash.Count, hash.ToCovered().Sha256.ToString()))
            {
                Wrong.Add($"event {seq} covers other rows than these {hash.Count}");
            }
        }

        Wrong.AddRange(texts.Where(t => !cited.Contains(t)).Select(_ => "a text is there that nothing cites"));
    }

    private void Cite(string text) => cited.UnionWith(Sha256Hex().Matches(text).Select(m => m.Value));

    private async IAsyncEnumerable<JsonElement> LinesAsync(string name, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var file = files.Open(name) ?? throw new InvalidDataException($"{name} is missing");
        using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            using var json = JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false });
            yield return json.RootElement;
        }
    }

    private async Task<byte[]> BytesAsync(string name, CancellationToken cancel)
    {
        await using var file = files.Open(name) ?? throw new InvalidDataException($"{name} is missing: this is no evidence pack");
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }

    private static byte[] Bytes(JsonElement line, string name) => Convert.FromHexString(line.GetProperty(name).GetString()!);

    [GeneratedRegex("^(?<sha>[0-9a-f]{64})  (?<name>[A-Za-z0-9_./-]+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ManifestLine();

    [GeneratedRegex("[0-9a-f]{64}", RegexOptions.NonBacktracking)]
    private static partial Regex Sha256Hex();
}
