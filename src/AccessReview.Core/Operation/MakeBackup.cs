using System.Security.Cryptography;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Operation;

/// <summary>Makes a backup of the customer's own database: one file with everything in it but the keys, as of one moment, while the
/// product runs. What was made is verified before it gets its name.</summary>
public sealed class MakeBackup(DatabaseOptions options, Databases databases)
{
    /// <summary>Makes it.</summary>
    /// <param name="file">Where to; there must be nothing yet.</param>
    /// <param name="keysFile">Where to write the keys, if they are wanted, too.</param>
    /// <param name="protector">The file that encrypts the keys; it goes with them, if it is there.</param>
    /// <param name="cancel">Stops; nothing is then left.</param>
    public async Task<Outcome<BackupReport>> RunAsync(string file, string? keysFile, string protector, CancellationToken cancel)
    {
        if (options.Provider == DatabaseProvider.SqlServer)
        {
            return SqlServerAdvice.Backup;
        }

        if (!File.Exists(databases.OwnFile))
        {
            return new Problem("backup.no-database", $"There is no database at {databases.OwnFile}. Name its folder with --Data:Folder=...");
        }

        foreach (var target in new[] { file, keysFile }.OfType<string>().Where(File.Exists))
        {
            return new Problem("backup.exists", $"{Path.GetFullPath(target)} is there already. A backup is never written over another file; choose another name.");
        }

        var partial = new SqliteFile(file + ".partial");
        File.Delete(partial.Path);
        try
        {
            OwnFile.Create(partial.Path).Dispose();
            await new SqliteFile(databases.OwnFile).CopyToAsync(partial.Path, cancel);
            return await CheckAsync(partial, Path.GetFullPath(file), keysFile, protector, cancel);
        }
        finally
        {
            File.Delete(partial.Path);
        }
    }

    private static async Task<Outcome<BackupReport>> CheckAsync(SqliteFile partial, string file, string? keysFile, string protector, CancellationToken cancel)
    {
        var copy = partial.Open();
        IReadOnlyList<DataProtectionKey> keys;
        await using (var db = copy.CreateDbContext())
        {
            if ((await db.Database.GetPendingMigrationsAsync(cancel)).Any())
            {
                return new Problem("backup.older", "The database is of an older version of the product. Make the backup with that version, or run migrate first: it keeps a copy.");
            }

            keys = await db.DataProtectionKeys.AsNoTracking().ToListAsync(cancel);
        }

        await partial.ForgetKeysAsync(cancel);
        if (await partial.IntegrityAsync(cancel) is { } wrong)
        {
            return new Problem("backup.broken", $"The copy is not a whole database ({wrong}). Check the disk; the newest good backup is the one to keep.");
        }

        var verified = (await new VerifyChain(copy).RunAsync(Actor.Product, null, cancel)).Require();
        await using var look = copy.CreateDbContext();
        var facts = await BackupFacts.ReadAsync(look, cancel);
        if (keysFile is not null)
        {
            await KeysFile.WriteAsync(keysFile, keys, protector, cancel);
        }

        OwnFile.Flush(partial.Path);
        await using var bytes = File.OpenRead(partial.Path);
        var report = new BackupReport(file, bytes.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancel)), facts, keys.Count, keysFile, verified);
        File.Move(partial.Path, file);
        return report;
    }
}
