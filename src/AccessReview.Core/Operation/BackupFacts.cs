using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Operation;

/// <summary>What a database file holds.</summary>
/// <param name="Head">Its last event.</param>
/// <param name="HeadHash">That event's hash.</param>
/// <param name="HeadAt">That event's time.</param>
/// <param name="Campaigns">Campaigns, drafts included.</param>
/// <param name="Readings">Readings.</param>
/// <param name="Decisions">Decisions.</param>
/// <param name="Files">Stored files: raw files and evidence.</param>
public sealed record BackupFacts(long Head, byte[] HeadHash, DateTime HeadAt, int Campaigns, int Readings, int Decisions, int Files)
{
    internal static async Task<BackupFacts> ReadAsync(ReviewDb db, CancellationToken cancel)
    {
        var head = await db.ChainHeads.AsNoTracking().SingleAsync(cancel);
        return new BackupFacts(
            head.Seq, head.Hash, head.At, await db.Campaigns.CountAsync(cancel), await db.Extracts.CountAsync(cancel), await db.Decisions.CountAsync(cancel), await db.StoredFiles.CountAsync(cancel));
    }
}

/// <summary>That the keys are wanted in a file of their own.</summary>
/// <param name="File">Where to; there must be nothing yet.</param>
/// <param name="Protector">The file that encrypts them; it goes with them, if it is there.</param>
/// <param name="Keep">Of the keys, the newest last: what has to be kept besides, in words; or why they would be of no use.</param>
public sealed record KeysWanted(string File, string Protector, Func<IReadOnlyList<DataProtectionKey>, Outcome<string>> Keep);

/// <summary>A backup that was made.</summary>
/// <param name="File">Where it lies.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="Facts">What it holds.</param>
/// <param name="Keys">How many keys the database has; they are not in the backup.</param>
/// <param name="KeysFile">Where the keys were written, if that was asked for.</param>
/// <param name="Keep">What has to be kept besides them, in words; null when they were not written.</param>
/// <param name="Verified">What a verification of the backup found.</param>
public sealed record BackupReport(string File, long Bytes, string Sha256, BackupFacts Facts, int Keys, string? KeysFile, string? Keep, VerifyReport Verified);
