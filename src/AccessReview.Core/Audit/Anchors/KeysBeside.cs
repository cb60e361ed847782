namespace AccessReview.Core.Audit;

/// <summary>The public keys, as text, that lie beside anchors: a folder is listed once, however many anchors lie in it.</summary>
internal sealed class KeysBeside
{
    private readonly Dictionary<string, IReadOnlyList<string>> folders = new(StringComparer.Ordinal);

    /// <summary>Those in the folder of an anchor.</summary>
    public IReadOnlyList<string> Of(string anchor)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(anchor))!;
        if (!folders.TryGetValue(folder, out var keys))
        {
            folders[folder] = keys = [.. AnchorFolder.KeysBeside(folder)];
        }

        return keys;
    }
}
