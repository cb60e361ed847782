namespace AccessReview.CrashHost;

/// <summary>The files of a data folder as a kill -9 at this moment would leave them: what was written to them, whether or not it has
/// reached the disk, and no lock.</summary>
internal static class FilesNow
{
    /// <summary>Copies them into a folder that is not there yet.</summary>
    public static void Copy(string folder, string into)
    {
        Directory.CreateDirectory(into);

        // In this order the file of a database comes before its log. What is moved from the log into the file meanwhile is in the log still: only
        // who writes next begins it anew, and nobody writes now.
        foreach (var file in Directory.GetFiles(folder).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var to = File.Create(Path.Combine(into, Path.GetFileName(file)));
            from.CopyTo(to);
        }

        foreach (var inner in Directory.GetDirectories(folder))
        {
            Copy(inner, Path.Combine(into, Path.GetFileName(inner)));
        }
    }
}
