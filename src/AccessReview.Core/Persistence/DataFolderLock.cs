using System.Globalization;

namespace AccessReview.Core.Persistence;

/// <summary>Keeps a second process off the data folder and its SQLite files: writers queue inside one process, so two would wait
/// for each other by polling; and a file that is replaced while somebody writes to it loses what is written. A lock of the operating
/// system, held until disposed; a killed process lets go of it.</summary>
public sealed class DataFolderLock : IDisposable
{
    /// <summary>The lock's file in the data folder. It stays there; only its being open means anything.</summary>
    public const string FileName = "accessreview.lock";

    // ERROR_SHARING_VIOLATION on Windows; EWOULDBLOCK of flock on Linux and macOS.
    private static readonly int[] InUse = [unchecked((int)0x80070020), 11, 35];

    private readonly List<FileStream> held = [];

    private DataFolderLock()
    {
    }

    /// <summary>Takes the lock, or says who has it.</summary>
    public static Outcome<DataFolderLock> Take(DatabaseOptions options)
    {
        var taken = new DataFolderLock();
        foreach (var (file, used, other) in Locks(options))
        {
            try
            {
                System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                taken.Hold(file);
            }
            catch (IOException e) when (InUse.Contains(e.HResult))
            {
                taken.Dispose();
                return new Problem("data.in-use", $"Another AccessReview uses {used} ({Holder(file)}). Stop it first, or {other}.");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                taken.Dispose();
                return new Problem("data.not-writable", $"The folder {Path.GetDirectoryName(file)} cannot be written: {e.Message} Make it writable, or {other}.");
            }
        }

        return taken;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        held.ForEach(f => f.Dispose());
        held.Clear();
    }

    private static IEnumerable<(string File, string Used, string Other)> Locks(DatabaseOptions options)
    {
        var folder = Path.GetFullPath(options.Folder);
        yield return (Path.Combine(folder, FileName), folder, "set Data:Folder to another folder");
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            // Whoever has another data folder may name this one's database.
            var database = new SqliteFile(options.OwnFile).Path;
            yield return (database + ".lock", database, "name another file in Database:ConnectionString");
        }
    }

    private void Hold(string file)
    {
        held.Add(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));

        // A locked file cannot be read; its holder says its number beside it.
        File.WriteAllText(Path.ChangeExtension(file, ".pid"), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    private static string Holder(string file)
    {
        var number = Path.ChangeExtension(file, ".pid");
        return File.Exists(number) ? "process " + File.ReadAllText(number) : "process number not known";
    }
}
