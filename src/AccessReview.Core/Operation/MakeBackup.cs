using System.Security.Cryptography;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Operation;

/// <summary>Makes a backup of the customer's own database: one file with everything in it but the keys, as of one moment, while the
/// product runs. What was made is verified before it gets its name.</summary>
public sealed class MakeBackup(DatabaseOptions options, Databases databases)
{
    /// <summary>The code of a refusal because of the keys.</summary>
    public const string KeysCode = "backup.keys";

    private const int Full = 13;

    /// <summary>Makes it.</summary>
    /// <param name="file">Where to; there must be nothing yet.</param>
    /// <param name="wanted">How to write the keys, if they are wanted, too.</param>
    /// <param name="cancel">Stops; nothing is then left.</param>
    public async Task<Outcome<BackupReport>> RunAsync(string file, KeysWanted? wanted, CancellationToken cancel)
    {
        if (options.Provider == DatabaseProvider.SqlServer)
        {
            return SqlServerAdvice.Backup;
        }

        if (!File.Exists(databases.OwnFile))
        {
            return new Problem("backup.no-database", $"There is no database at {databases.OwnFile}. Name its folder with --Data:Folder=...");
        }

        List<string> targets = [.. new[] { file, wanted?.File }.OfType<string>().Select(Path.GetFullPath)];
        if (targets.Find(File.Exists) is { } there)
        {
            return new Problem("backup.exists", $"{there} is there already. A backup is never written over another file; choose another name.");
        }

        if (targets.Find(t => !System.IO.Directory.Exists(Path.GetDirectoryName(t))) is { } nowhere)
        {
            return new Problem("backup.no-folder", $"There is no folder {Path.GetDirectoryName(nowhere)} for {Path.GetFileName(nowhere)}. Make it, or name a file elsewhere.");
        }

        if (targets.Distinct(StringComparer.Ordinal).Count() < targets.Count)
        {
            return new Problem(KeysCode, "The backup and the keys are two files, for whoever has both can sign in as anybody: keep them apart. Nothing was written.");
        }

        var own = new SqliteFile(databases.OwnFile);
        if (await own.ClosedAsync(toWrite: false, cancel) is { } closed)
        {
            return closed;
        }

        try
        {
            return await MakeAsync(own, targets[0], wanted, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException { SqliteErrorCode: Full })
        {
            return new Problem("backup.unwritten", $"{string.Join(" and ", targets)} could not be written: {e.Message.TrimEnd('.')}. Make room there, or name a file elsewhere that this account may write. Nothing was left of it.");
        }
    }

    private static async Task<Outcome<BackupReport>> MakeAsync(SqliteFile own, string file, KeysWanted? wanted, CancellationToken cancel)
    {
        var partial = new SqliteFile(file + ".partial");
        partial.Forget();
        OwnFile.Create(partial.Path).Dispose();
        try
        {
            await own.CopyToAsync(partial.Path, cancel);
            return await CheckAsync(partial, file, wanted, cancel);
        }
        finally
        {
            partial.Forget();
        }
    }

    private static async Task<Outcome<BackupReport>> CheckAsync(SqliteFile partial, string file, KeysWanted? wanted, CancellationToken cancel)
    {
        var copy = partial.Open();
        IReadOnlyList<DataProtectionKey> keys;
        await using (var db = copy.CreateDbContext())
        {
            if (await Shape.OtherAsync(db, "Make the backup with that version", cancel) is { } other)
            {
                return other;
            }

            keys = await db.DataProtectionKeys.AsNoTracking().OrderBy(k => k.Id).ToListAsync(cancel);
        }

        var keep = wanted?.Keep(keys);
        if (keep?.Problem is { } useless)
        {
            return useless;
        }

        await partial.ForgetKeysAsync(cancel);
        if (await partial.IntegrityAsync(cancel) is { } wrong)
        {
            return new Problem("backup.broken", $"The copy is not a whole database ({wrong}). Check the disk; the newest good backup is the one to keep.");
        }

        var verified = (await new VerifyChain(copy).RunAsync(Actor.Product, null, cancel)).Require();
        await using var look = copy.CreateDbContext();
        var facts = await BackupFacts.ReadAsync(look, cancel);
        OwnFile.Flush(partial.Path);
        var (length, hash) = await HashAsync(partial.Path, cancel);
        if (wanted is not null)
        {
            await KeysFile.WriteAsync(wanted.File, keys, wanted.Protector, cancel);
        }

        try
        {
            File.Move(partial.Path, file);
        }
        catch when (wanted is not null)
        {
            // Keys of no backup would stand in the way of the next try.
            File.Delete(wanted.File);
            throw;
        }

        return new BackupReport(file, length, hash, facts, keys.Count, wanted?.File, keep?.Value, verified);
    }

    // The file is closed after it: on Windows nothing moves that somebody still reads.
    private static async Task<(long Length, string Hash)> HashAsync(string file, CancellationToken cancel)
    {
        await using var bytes = File.OpenRead(file);
        return (bytes.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancel)));
    }
}
