using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Operation;

/// <summary>Whether the record lost what a signed anchor vouches for and nothing states it, as after a copy that was put back by hand. A start
/// asks: what such a record has due may have been withdrawn or waived in what it lost.</summary>
public sealed class UnstatedLoss(Databases databases, AnchorFolder folder, CheckAnchors check)
{
    private const int AtOnce = 1000;

    /// <summary>A problem that names <c>resume</c> where something is lost, or where the anchors that would tell are not there.</summary>
    public async Task<Outcome<Done>> RunAsync(CancellationToken cancel)
    {
        try
        {
            await using var db = databases.CreateDbContext();
            var installation = await db.Installations.Select(i => i.Key).SingleAsync(cancel);
            if (folder.Lacks(installation) is { } lacks)
            {
                return new Problem("record.anchors-lacking", $"{lacks} Without it nobody can say what the record may have lost. {AnchorFolder.Remedy}");
            }

            return (await check.RunAsync(await DoubtfulAsync(db, installation, cancel), cancel)).Loss is { } loss
                ? new Problem("record.loss", $"The record lacks {string.Join("; ", loss.Words(await db.ChainHeads.Select(h => h.Seq).SingleAsync(cancel)))}. "
                    + "What it has due may have been taken back since, so nothing is done by it. If a copy was put in its place, put the right database back, or state the loss: resume --reason \"...\"")
                : Done.Yes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where anchors matter, whoever asks next whether they can be used says this.
            return Done.Yes;
        }
    }

    /// <summary>The anchors whose head the record does not have, and the statements that may explain it. Signatures are looked at only in
    /// these: a start has no time for those of years.</summary>
    private async Task<List<string>> DoubtfulAsync(ReviewDb db, Guid installation, CancellationToken cancel)
    {
        // In this order: another node may anchor what it adds meanwhile.
        var made = folder.All(installation).ToList();
        var standing = new HashSet<AnchoredHead>();
        foreach (var seqs in made.Select(m => m.Anchor.Seq).Distinct().Chunk(AtOnce))
        {
            var events = await db.AuditEvents.Where(e => seqs.Contains(e.Seq)).Select(e => new { e.Seq, e.Hash }).ToListAsync(cancel);
            standing.UnionWith(events.Select(e => new AnchoredHead(e.Seq, Convert.ToHexStringLower(e.Hash))));
        }

        return [.. made.Where(m => m.Anchor.Lost is not null || !standing.Contains(m.Anchor.Head)).Select(m => m.File)];
    }
}
