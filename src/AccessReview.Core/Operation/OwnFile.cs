namespace AccessReview.Core.Operation;

/// <summary>Files with everybody's data in them are read by nobody but the account that runs the product.</summary>
internal static class OwnFile
{
    /// <summary>Makes a file that was not there.</summary>
    public static FileStream Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(file, options);
    }

    /// <summary>Makes a file that was not there. It gets its name when it is whole: a part of it would be taken for the whole, and stand in the way
    /// of the next try.</summary>
    public static async Task WriteAsync(string file, Func<Stream, Task> write)
    {
        var partial = file + ".partial";
        File.Delete(partial);
        try
        {
            await using (var stream = Create(partial))
            {
                await write(stream);
            }

            Flush(partial);
            File.Move(partial, file);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Waits until the file's bytes are on the disk.</summary>
    public static void Flush(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Flush(flushToDisk: true);
    }
}
