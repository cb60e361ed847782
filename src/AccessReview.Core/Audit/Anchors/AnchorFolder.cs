namespace AccessReview.Core.Audit;

/// <summary>The folder of anchors: files are added, never changed. The public key lies beside them.</summary>
public sealed class AnchorFolder(AnchorOptions options, AnchorKey key)
{
    /// <summary>How the signature's file is named beside the anchor's.</summary>
    internal const string SignatureEnding = ".sig";

    /// <summary>Where it is.</summary>
    public string Path => options.Folder;

    /// <summary>The newest anchor of an installation, by its time; null when there is none.</summary>
    public Anchor? Newest(Guid installation) => Files(options.Folder, installation).Select(f => Anchor.Parse(File.ReadAllBytes(f))).OfType<Anchor>().MaxBy(a => (a.At, a.Seq));

    /// <summary>Signs an anchor and adds it.</summary>
    internal void Add(Guid installation, long seq, byte[] hash, DateTime at)
    {
        System.IO.Directory.CreateDirectory(options.Folder);
        var publicFile = System.IO.Path.Combine(options.Folder, $"{Convert.ToHexStringLower(key.Fingerprint)[..16]}-{AnchorKey.PublicName}");
        if (!File.Exists(publicFile))
        {
            Write(publicFile, System.Text.Encoding.UTF8.GetBytes(key.PublicPem));
        }

        var anchor = new Anchor(installation, seq, hash, at, key.Fingerprint);
        var (file, bytes) = (System.IO.Path.Combine(options.Folder, anchor.FileName), anchor.ToBytes());

        // The signature first: an anchor whose signature is not there would look like a forged one.
        Write(file + SignatureEnding, key.Sign(bytes));
        Write(file, bytes);
    }

    /// <summary>The anchors in a folder; all, or those of one installation.</summary>
    internal static IEnumerable<string> Files(string folder, Guid? installation = null) => System.IO.Directory.Exists(folder)
        ? System.IO.Directory.EnumerateFiles(folder, (installation is { } one ? Anchor.Prefix(one) : "") + "*.anchor").Order(StringComparer.Ordinal)
        : [];

    /// <summary>The public keys, as text, in the folder of an anchor or of anchors.</summary>
    internal static IEnumerable<string> KeysBeside(string path)
    {
        var folder = File.Exists(path) ? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))! : path;
        return System.IO.Directory.Exists(folder) ? System.IO.Directory.EnumerateFiles(folder, "*" + AnchorKey.PublicName).Select(File.ReadAllText) : [];
    }

    // Two nodes may anchor the same head in the same second. Each writes aside and moves the whole file to its name, so neither finds the
    // other's half: the anchors are the same bytes, and either's signature holds for them.
    private static void Write(string file, byte[] bytes)
    {
        var partial = $"{file}.{Guid.NewGuid():N}.partial";
        using (var stream = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, file, overwrite: true);
    }
}
