using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Attaches a file to what was done by hand: a picture of the screen, or a document. It is shown and kept, and makes nothing
/// verified.</summary>
public sealed class AttachProof(FileStore files, Databases databases, Change change)
{
    /// <summary>The most bytes of a file.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>The most files of one removal.</summary>
    public const int MaxFiles = 10;

    private static readonly (ProofKind Kind, byte[] Start)[] Starts =
    [
        (ProofKind.Png, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]),
        (ProofKind.Jpeg, [0xFF, 0xD8, 0xFF]),
        (ProofKind.Pdf, [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-']),
    ];

    /// <summary>Attaches a PNG, JPEG or PDF to removals that are noted as done; its content decides, not its name. Whoever may note them
    /// may attach.</summary>
    public async Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, IReadOnlyList<long> removalIds, Stream content, CancellationToken cancel)
    {
        await using (var db = databases.CreateDbContext())
        {
            var owner = (await RolesOf.ActorAsync(db, actor, cancel) & Role.CampaignOwner) != Role.None;
            if ((await MayAsync(db, actor, owner, removalIds, cancel)).Problem is { } refusal)
            {
                // Refused before a byte is read; a denial is recorded as any other.
                return await change.RunAsync<Done>(commandId, actor, nameof(AttachProof), (_, _) => Task.FromResult<Outcome<Done>>(refusal), cancel);
            }
        }

        using var file = new MemoryStream();
        await content.CopyToAsync(file, cancel);
        if (file.Length > MaxBytes || KindOf(file.GetBuffer().AsSpan(0, (int)file.Length)) is not { } kind)
        {
            return new Problem("proof.file", "The proof must be a PNG, a JPEG or a PDF of at most 5 MB.");
        }

        file.Position = 0;
        var stored = await files.StoreAsync(file, cancel);
        return await change.RunAsync<Done>(commandId, actor, nameof(AttachProof), async (scope, token) =>
        {
            var may = await MayAsync(scope.Db, scope.Actor, scope.Has(Role.CampaignOwner), removalIds, token);
            if (!may.IsOk)
            {
                return may.Problem;
            }

            var proofs = may.Value.Select(r => scope.Add(new HandProof
            {
                Id = scope.NewId(), RemovalId = r.Id, StoredFileId = stored.Id, Sha256 = stored.Sha256, Kind = kind, Length = stored.Length, ById = scope.Actor.PersonId!.Value, At = scope.At,
            })).ToList();
            scope.Record(new ProofAttached([.. may.Value.Select(r => r.Id)], [.. proofs.Select(p => p.Id)], new Sha256(stored.Sha256), kind, (int)stored.Length), may.Value[0].CampaignId);
            return Done.Yes;
        }, cancel);
    }

    /// <summary>What kind of file the bytes are; null: none that is taken.</summary>
    internal static ProofKind? KindOf(ReadOnlySpan<byte> bytes)
    {
        foreach (var (kind, start) in Starts)
        {
            if (bytes.StartsWith(start))
            {
                return kind;
            }
        }

        return null;
    }

    private static async Task<Outcome<IReadOnlyList<Removal>>> MayAsync(ReviewDb db, Actor actor, bool owner, IReadOnlyList<long> removalIds, CancellationToken cancel)
    {
        var removals = await db.Removals.AsNoTracking().Where(r => removalIds.Contains(r.Id)).OrderBy(r => r.Number).ToListAsync(cancel);
        if (removals.Count == 0 || removals.Count != removalIds.Distinct().Count() || removalIds.Count > NoteDone.MaxRemovals)
        {
            return Problem.NotFound("The removal");
        }

        if (actor.PersonId is not { } me || (!owner && removals.Exists(r => r.PersonId != me)))
        {
            return Problem.Denied("A proof is attached by the person the removal waits for, or by a campaign owner.");
        }

        if (removals.Exists(r => r.CampaignId != removals[0].CampaignId))
        {
            return new Problem("removal.campaigns", "Attach one file to removals of one campaign at a time.");
        }

        if (removals.Find(r => r.DoneById is null || RemovalRules.DroppedStates.Contains(r.State)) is { } not)
        {
            return new Problem("proof.not-noted", not.DoneById is null ? $"R{not.Number} is not noted as done. Note it first, then attach the proof." : $"R{not.Number} is {RemovalWords.Of(not.State).ToLowerInvariant()}; there is nothing to prove.");
        }

        var most = await db.HandProofs.Where(p => removalIds.Contains(p.RemovalId)).GroupBy(p => p.RemovalId).Select(g => g.Count()).OrderByDescending(c => c).FirstOrDefaultAsync(cancel);
        return most >= MaxFiles ? new Problem("proof.many", $"A removal has at most {MaxFiles} files.") : removals;
    }
}

/// <summary>A file was attached to what was done by hand.</summary>
/// <param name="RemovalIds">The removals.</param>
/// <param name="ProofIds">Its rows, one for each removal.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="Kind">What kind of file it is.</param>
/// <param name="Bytes">Its bytes.</param>
public sealed record ProofAttached(IReadOnlyList<long> RemovalIds, IReadOnlyList<long> ProofIds, Sha256 Sha256, ProofKind Kind, int Bytes) : EventBody;
