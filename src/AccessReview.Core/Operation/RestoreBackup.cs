using System.Security.Cryptography;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Operation;

/// <summary>Puts a backup in the place of the customer's own database, while the product is stopped. The backup itself is not touched:
/// a copy is brought to this version, verified, compared with what it replaces, and put in place in one step; what it replaces is
/// kept beside it.</summary>
public sealed class RestoreBackup(DatabaseOptions options, Databases databases, AnchorFolder anchors, AnchorKey key, TimeProvider time)
{
    /// <summary>Restores.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="keysFile">The keys that belong to it; without one, those of the replaced database stay.</param>
    /// <param name="protector">Where the file that encrypts the keys belongs; written when it is not there.</param>
    /// <param name="reason">Why, where something is lost by it.</param>
    /// <param name="cancel">Stops; nothing is changed.</param>
    public async Task<Outcome<RestoreReport>> RunAsync(string file, string? keysFile, string protector, string? reason, CancellationToken cancel)
    {
        if (options.Provider == DatabaseProvider.SqlServer)
        {
            return SqlServerAdvice.Restore;
        }

        if (new[] { file, keysFile }.OfType<string>().FirstOrDefault(f => !File.Exists(f)) is { } missing)
        {
            return new Problem("restore.no-file", $"There is no file {Path.GetFullPath(missing)}.");
        }

        if (reason is { Length: > PrivateText.MaxLength })
        {
            return new Problem("restore.reason", $"A reason has at most {PrivateText.MaxLength} characters.");
        }

        var taken = DataFolderLock.Take(options);
        if (!taken.IsOk)
        {
            return taken.Problem;
        }

        using var folder = taken.Value;
        databases.LetGo();
        using var staging = new Staging(new SqliteFile(databases.OwnFile));
        await CopyAsync(file, staging.Copy.Path, cancel);
        return await RunAsync(staging, keysFile, protector, reason, cancel);
    }

    // Its bytes alone: a backup may be one that nobody may write to, or that everybody may read.
    private static async Task CopyAsync(string file, string copy, CancellationToken cancel)
    {
        await using var from = File.OpenRead(file);
        await using var to = OwnFile.Create(copy);
        await from.CopyToAsync(to, cancel);
    }

    private async Task<Outcome<RestoreReport>> RunAsync(Staging staging, string? keysFile, string protector, string? reason, CancellationToken cancel)
    {
        var copy = staging.Copy;
        if (await NotABackupAsync(copy, cancel) is { } problem)
        {
            return problem;
        }

        var staged = copy.Open();
        await new Upgrade(staged, time).RunAsync(DatabaseName.Own, cancel);
        var verified = (await new VerifyChain(staged).RunAsync(Actor.Product, null, cancel)).Require();
        if (!verified.IsSound)
        {
            return new RestoreReport(RestoreEnd.Broken, verified, null, []);
        }

        var read = await Replaced.ReadAsync(staging.Place, staged, staging.Upgraded, time, cancel);
        if (!read.IsOk)
        {
            return read.Problem;
        }

        var (lacking, words, keys) = read.Value;
        BackupFacts facts;
        await using (var db = staged.CreateDbContext())
        {
            facts = await BackupFacts.ReadAsync(db, cancel);
        }

        // What anchors know of beyond the database in place, or without one.
        var anchored = (await new CheckAnchors(staged, key).RunAsync([anchors.Path], cancel)).Loss;
        words = [.. words, .. anchored is not null && lacking?.Covers(anchored) != true ? anchored.Words(facts.Head) : []];
        if (words.Count > 0 && string.IsNullOrWhiteSpace(reason))
        {
            return new RestoreReport(RestoreEnd.NeedsReason, verified, facts, words);
        }

        if (keysFile is not null)
        {
            keys = await KeysFile.ReadAsync(keysFile, protector, cancel);
        }

        await KeysFile.AddAsync(staged, keys, cancel);
        await using (var db = staged.CreateDbContext())
        {
            await Sessions.EndEverybodysAsync(db, time.Now(), cancel);
        }

        var resumed = words.Count == 0 ? null : await ResumeAsync(staged, lacking, anchored, reason!, cancel);
        await copy.FoldAsync(cancel);
        var report = new RestoreReport(RestoreEnd.InPlace, verified, facts, words, InPlace.Put(copy.Path, staging.Place.Path, time.Now()), resumed?.Seq, keys.Count);
        databases.Use(DatabaseName.Own);
        return resumed is null ? report : report with { Unstated = await StateAsync(resumed, anchored, cancel) };
    }

    private static async Task<Problem?> NotABackupAsync(SqliteFile copy, CancellationToken cancel)
    {
        if (await copy.IntegrityAsync(cancel) is { } wrong)
        {
            return new Problem("restore.not-whole", $"The backup is not a whole database ({wrong}). Nothing was changed; use another backup.");
        }

        if (!await copy.IsOursAsync(cancel))
        {
            return new Problem("restore.not-ours", "The file is a database, but not one of AccessReview. Nothing was changed.");
        }

        await using var db = copy.Open().CreateDbContext();
        return await Shape.NewerAsync(db, cancel) is { } newer
            ? new Problem("restore.newer", $"The backup was made by a newer version of the product ({newer}). Install that version, and restore with it. Nothing was changed.")
            : null;
    }

    private Task<AuditHead> ResumeAsync(Databases staged, Lacking? lacking, AnchoredLoss? anchored, string reason, CancellationToken cancel)
    {
        (long Seq, byte[] Hash)? inPlace = lacking is null ? null : (lacking.LostUpTo, lacking.LostHead);
        (long Seq, byte[] Hash)? lost = anchored is not null && !(inPlace?.Seq >= anchored.Last.Seq) ? (anchored.Last.Seq, anchored.Last.Hash) : inPlace;
        return Resumption.RecordAsync(staged, new Change(staged, Pace.None, time), nameof(RestoreBackup), reason, lacking?.SharedUpTo ?? anchored?.SharedUpTo, lost, cancel);
    }

    // Only now: a statement about a record that never came into place would contradict the one that stayed. The product notes it when it runs: who
    // restores may be another account, and the note is the product's.
    private async Task<string?> StateAsync(AuditHead resumed, AnchoredLoss? anchored, CancellationToken cancel)
    {
        try
        {
            await using var db = databases.CreateDbContext();
            _ = anchors.Add(await db.Installations.Select(i => i.Key).SingleAsync(cancel), resumed.Seq, resumed.Hash, time.Now(), anchored?.Heads ?? []);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return e.Message;
        }
    }
}
