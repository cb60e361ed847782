using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Operation;

/// <summary>Records what a restore lost that nothing recorded: one by the server of SQL Server, one by hand, or one by a release that signed no
/// statement. The anchors say what is lost, as far as they reach; an event of the record and a signed statement beside the anchors say so from then on.
/// Every session is ended, for those that were ended in what was lost would last again.</summary>
public sealed class ResumeRecord(
    DatabaseOptions options, Databases databases, StartUp start, VerifyChain verify, CheckAnchors check, AnchorFolder anchors, AnchorsUsable usable,
    Change change, TimeProvider time)
{
    /// <summary>Resumes.</summary>
    /// <param name="reason">Why; without one, it is only said what is lost.</param>
    /// <param name="kept">Files and folders of anchors kept elsewhere.</param>
    /// <param name="cancel">Stops; nothing is changed.</param>
    public async Task<Outcome<ResumeReport>> RunAsync(string? reason, IEnumerable<string> kept, CancellationToken cancel)
    {
        if (reason is { Length: > PrivateText.MaxLength })
        {
            return new Problem("resume.reason", $"A reason has at most {PrivateText.MaxLength} characters.");
        }

        if (options.Provider == DatabaseProvider.Sqlite && !File.Exists(databases.CurrentFile))
        {
            return new Problem("resume.no-database", $"There is no database at {databases.CurrentFile}. Name its folder with --Data:Folder=...");
        }

        // The start's own lock and, for a record that is to be changed, its upgrade: the server may have restored an older version's database.
        var refused = string.IsNullOrWhiteSpace(reason) ? (await start.LookAsync(cancel)).Problem : (await start.RunAsync(cancel)).Problem;
        return refused ?? await ResumeAsync(reason, [anchors.Path, .. kept], cancel);
    }

    private async Task<Outcome<ResumeReport>> ResumeAsync(string? reason, IReadOnlyList<string> paths, CancellationToken cancel)
    {
        var found = await check.RunAsync(paths, cancel);
        await using var db = databases.CreateDbContext();
        var installation = await db.Installations.Select(i => i.Key).SingleAsync(cancel);
        IReadOnlyList<string> lacks =
        [
            .. found.Loss?.Words(await db.ChainHeads.Select(h => h.Seq).SingleAsync(cancel)) ?? await UnknownLoss.WordsAsync(db, "no anchor vouches for more", cancel),
            .. anchors.Lacks(installation) is { } lost ? [$"the anchors of before: {lost} Is a share not mounted there? With a reason they count as lost"] : Array.Empty<string>(),
        ];
        if (lacks.Count == 0)
        {
            return new Problem("resume.nothing", "No signed anchor contradicts the record, and it has no campaign, so nothing is lost that has to be stated. Nothing was changed.");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new ResumeReport(lacks);
        }

        // A record that contradicts itself was not restored but changed: that is nothing to state as a loss.
        var verified = (await verify.RunAsync(Actor.Product, null, cancel)).Require();
        if (!verified.IsSound)
        {
            return new ResumeReport(lacks, verified);
        }

        // Before anything is changed: a loss on record whose statement nobody can sign or add would have to be stated once more.
        if ((await usable.RunAsync(cancel)).Problem is { } unusable)
        {
            return unusable;
        }

        await Sessions.EndEverybodysAsync(db, time.Now(), cancel);
        (long Seq, byte[] Hash)? head = found.Loss is { Last: var last } ? (last.Seq, last.Hash) : null;
        var resumed = await Resumption.RecordAsync(databases, change, nameof(ResumeRecord), reason, found.Loss?.SharedUpTo, head, cancel);
        anchors.ForgetNote();
        if (anchors.Add(installation, resumed.Seq, resumed.Hash, time.Now(), found.Loss?.Heads ?? []) is { } stated)
        {
            anchors.Note(stated);
        }

        return new ResumeReport(lacks, verified, resumed.Seq);
    }
}

/// <summary>What was resumed, or would be.</summary>
/// <param name="Lacks">What the record lacks, in words.</param>
/// <param name="Verified">What the verification of the record found; null without a reason.</param>
/// <param name="ResumedSeq">The event that says so; null when nothing was changed.</param>
public sealed record ResumeReport(IReadOnlyList<string> Lacks, VerifyReport? Verified = null, long? ResumedSeq = null);
