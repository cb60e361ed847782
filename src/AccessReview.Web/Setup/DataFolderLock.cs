using AccessReview.Core.Persistence;

namespace AccessReview.Web.Setup;

/// <summary>One process on one data folder: the queue of writers is per process, so a second one is refused at its start. The
/// operating system lets go of the lock when the process ends, however it ends.</summary>
internal sealed class DataFolderLock(DatabaseOptions options) : IDisposable
{
    private FileStream? held;

    /// <summary>Takes the lock, or refuses the start.</summary>
    public void Take()
    {
        Directory.CreateDirectory(options.Folder);
        if (options.AllowSecondProcess)
        {
            return;
        }

        try
        {
            held = new FileStream(Path.Combine(options.Folder, "accessreview.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException problem)
        {
            throw new StartRefusedException(
                $"Another AccessReview uses the data in {options.Folder}. Stop it first, or give this one a folder of its own in Data:Folder. ({problem.Message})");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held?.Dispose();
}
