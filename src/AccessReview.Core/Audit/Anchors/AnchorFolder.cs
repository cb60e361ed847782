using System.Globalization;

namespace AccessReview.Core.Audit;

/// <summary>The folder of anchors: files are added, never changed. The public key lies beside them.</summary>
public sealed class AnchorFolder(AnchorOptions options, AnchorKey key)
{
    /// <summary>What helps where the folder lacks the last anchor.</summary>
    internal const string Remedy = "Mount the share that belongs there. Where the folder is to be another one from now on, first copy everything from the one before into it; "
        + "where that is lost, state it: resume --reason \"...\"";

    /// <summary>How the signature's file is named beside the anchor's.</summary>
    internal const string SignatureEnding = ".sig";

    /// <summary>Where it is.</summary>
    public string Path => options.Folder;

    /// <summary>The newest anchor of an installation, by its time; null when there is none.</summary>
    public Anchor? Newest(Guid installation, DateTime now) => Made(installation, now).MaxBy(a => (a.At, a.Seq));

    /// <summary>An installation's anchors up to now, as they are read: nobody has looked at their signatures. One dated further ahead was made while a
    /// clock ran ahead; it would be the newest until that day.</summary>
    internal IEnumerable<Anchor> Made(Guid installation, DateTime now) => All(installation).Select(a => a.Anchor).Where(a => a.At <= now + Clock.Apart);

    /// <summary>An installation's anchors with their files, as they are read: nobody has looked at their signatures.</summary>
    internal IEnumerable<(string File, Anchor Anchor)> All(Guid installation)
    {
        foreach (var file in Files(options.Folder, installation))
        {
            if (Anchor.Parse(Read(file)) is { } anchor)
            {
                yield return (file, anchor);
            }
        }
    }

    /// <summary>Says that the anchor which was last seen in the folder is not there, as in the empty mount point of a share that is not mounted: such a
    /// folder would vouch for whatever record it meets. Null when it is there, or none is known, or a statement made there since says what was lost: each node has a
    /// note of its own, and only one of them makes the statement.</summary>
    public string? Lacks(Guid installation) =>
        Noted is { } last && last.Installation == installation && !Files(options.Folder, installation).Any(f => System.IO.Path.GetFileName(f) == last.FileName)
            && !All(installation).Any(a => a.Anchor.Lost is not null && a.Anchor.At > last.At)
            ? string.Create(CultureInfo.InvariantCulture, $"Evidence:AnchorFolder {options.Folder} lacks the anchor of event {last.Seq} of {last.At:yyyy-MM-dd HH:mm} UTC, {last.FileName}, which was the last one there.")
            : null;

    /// <summary>Nothing is added to a folder that lacks the last anchor.</summary>
    /// <exception cref="IOException">It lacks it.</exception>
    internal void RequireLast(Guid installation)
    {
        if (Lacks(installation) is { } lacks)
        {
            throw new IOException($"{lacks} {Remedy}");
        }
    }

    /// <summary>Says that the named key is not there and has signed anchors already: its share may not be mounted, and nobody would keep a key that was
    /// made in the mount point. Null when it is there, or is none that would be missed. Where the folder lies on the same share, the note tells.</summary>
    internal string? LacksKey(Guid installation) =>
        options.KeyIsNamed && !key.IsMade && (All(installation).Select(a => a.Anchor).MaxBy(a => (a.At, a.Seq)) ?? Noted) is { } last && last.Installation == installation
            ? string.Create(CultureInfo.InvariantCulture, $"{options.KeyFile} is not found, and the last anchor, of event {last.Seq}, is signed with the key {Convert.ToHexStringLower(last.Key)}.")
            : null;

    /// <summary>No key is made in the place of one that is lacking.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    internal void RequireKey(Guid installation)
    {
        if (LacksKey(installation) is { } lacks)
        {
            throw new IOException(lacks);
        }
    }

    /// <summary>Notes what is in the folder, apart from it.</summary>
    internal void Note(Anchor last)
    {
        if (options.NoteFile is not { } file || (Noted is { } noted && noted.ToBytes().AsSpan().SequenceEqual(last.ToBytes())))
        {
            return;
        }

        using var stream = OpenNote(file);
        stream.Write(last.ToBytes());
        stream.SetLength(stream.Position);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>The folder begins anew: what lay there is stated as lost.</summary>
    internal void ForgetNote()
    {
        if (options.NoteFile is { } file && File.Exists(file))
        {
            // Emptied, not deleted: whoever makes it anew need not be the product's account, which writes it from then on.
            using var stream = OpenNote(file);
            stream.SetLength(0);
        }
    }

    /// <summary>Opens the note to write it, where there is to be one; one that is made by this is empty, and taken for none.</summary>
    internal void ProbeNote()
    {
        if (options.NoteFile is { } file)
        {
            OpenNote(file).Dispose();
        }
    }

    /// <summary>Reads the folder, which it makes where it is not there, and adds a file to it. Where that cannot be taken away again, it stays.</summary>
    internal void Probe()
    {
        System.IO.Directory.CreateDirectory(options.Folder);
        _ = Files(options.Folder).Any();

        // A name of its own: that of the start before may lie there still, and another node may start now.
        var file = System.IO.Path.Combine(options.Folder, $"accessreview-{Guid.NewGuid():N}.probe");
        _ = TryAdd(file, []);
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder to which files can be added and no more, which is the best one.
        }
    }

    /// <summary>Signs an anchor and adds it; with the heads that the record lost, it is a statement of loss. Noting it is the caller's: that it is there
    /// does not hang on that.</summary>
    /// <returns>What was added; null when another node was faster with the same.</returns>
    /// <exception cref="IOException">It cannot be added, or the folder lacks the last one, or the key is not there.</exception>
    internal Anchor? Add(Guid installation, long seq, byte[] hash, DateTime at, IReadOnlyList<AnchoredHead>? lost = null)
    {
        RequireLast(installation);
        RequireKey(installation);
        System.IO.Directory.CreateDirectory(options.Folder);
        var publicFile = System.IO.Path.Combine(options.Folder, $"{Convert.ToHexStringLower(key.Fingerprint)[..16]}-{AnchorKey.PublicName}");
        _ = TryAdd(publicFile, System.Text.Encoding.UTF8.GetBytes(key.PublicPem));

        var anchor = new Anchor(installation, seq, hash, at, key.Fingerprint) { Lost = lost };
        var (file, bytes) = (System.IO.Path.Combine(options.Folder, anchor.FileName), anchor.ToBytes());

        // The signature first: an anchor whose signature is not there would look like a forged one. Two nodes may anchor the same head in the
        // same second: whoever was first with the signature adds the anchor. If that node dies in between, the next follow-up adds another.
        if (!TryAdd(file + SignatureEnding, key.Sign(bytes)))
        {
            return null;
        }

        _ = TryAdd(file, bytes);
        return anchor;
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

    // Nothing is overwritten, moved or deleted: the folder may be one that lets files be added and no more.
    private static bool TryAdd(string file, byte[] bytes)
    {
        if (File.Exists(file))
        {
            return false;
        }

        FileStream stream;
        try
        {
            stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another node was faster.
            return false;
        }

        using (stream)
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        return true;
    }

    // Written over: somebody may be reading it, and what is half written is taken for none.
    private static FileStream OpenNote(string file) => new(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);

    private Anchor? Noted => options.NoteFile is { } file && File.Exists(file) ? Anchor.Parse(Read(file)) : null;

    // Also while another node writes it; half an anchor is none yet.
    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
