namespace AccessReview.Core.Evidence.Pack;

/// <summary>What a pack is made of.</summary>
/// <param name="Events">From the campaign's first event to its last, in the order of the chain and without a gap.</param>
/// <param name="Records">What the campaign's events cite, in the order of the events and of the hash of each.</param>
/// <param name="Sources">The raw files as received.</param>
/// <param name="Workbook">Writes the workbook, given the hash of every file that is already in the pack.</param>
public sealed record PackContents(
    IAsyncEnumerable<PackEvent> Events,
    IAsyncEnumerable<PackRecord> Records,
    IReadOnlyList<PackSource> Sources,
    Func<IReadOnlyList<PackFile>, Stream, CancellationToken, Task> Workbook)
{
    /// <summary>Every account that was read, under review or left out.</summary>
    public required IAsyncEnumerable<PackAccount> Accounts { get; init; }

    /// <summary>True where identities were chosen and not authenticated: a file of the pack, and so its manifest, says so.</summary>
    public bool Demo { get; init; }

    /// <summary>The key that signs this installation's anchors, and the manifest: its public half lies in the pack. Null: not signed.</summary>
    public Audit.AnchorKey? AnchorKey { get; init; }
}

/// <summary>A file of a pack.</summary>
/// <param name="Name">Its path in the pack, with forward slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256.</param>
public sealed record PackFile(string Name, long Bytes, byte[] Sha256);

/// <summary>A raw file to put under <c>sources/</c>.</summary>
/// <param name="Name">Its name; made safe and unique in the pack.</param>
/// <param name="WriteAsync">Writes its bytes as received.</param>
public sealed record PackSource(string Name, Func<Stream, CancellationToken, Task> WriteAsync);

/// <summary>What was written.</summary>
/// <param name="Files">Every file but the manifest and its signature.</param>
/// <param name="ManifestSha256">The SHA-256 of the manifest: stands on the page and the receipt, never in the pack.</param>
public sealed record PackReceipt(IReadOnlyList<PackFile> Files, byte[] ManifestSha256)
{
    /// <summary>The workbook's line.</summary>
    public PackFile Workbook => Files.Single(f => f.Name == EvidencePack.WorkbookName);
}
