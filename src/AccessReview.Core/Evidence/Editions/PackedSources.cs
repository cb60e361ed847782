using AccessReview.Core.Evidence.Pack;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Extracts;

namespace AccessReview.Core.Evidence;

/// <summary>The raw files and pictures under a campaign, and the proofs of its removals, made by the product or attached by hand, each with its name in the pack, which the sheet Sources prints.</summary>
internal static class PackedSources
{
    internal static IReadOnlyList<PackSource> Of(IReadOnlyList<SourceFile> files, IReadOnlyList<ProofFile> proofs, IReadOnlyList<HandProofFile> attached, FileStore store)
    {
        var packed = new List<PackSource>();
        foreach (var file in files)
        {
            file.PackName = Add(file.Wanted, file.File.StoredFileId);
            file.PicturePackName = file.File.PictureFileId is { } picture ? Add($"{file.Wanted}-screen.{PictureKind}", picture) : null;
        }

        foreach (var proof in proofs)
        {
            proof.PackName = proof.Attempt.ProofFileId is { } file ? Add(proof.Wanted, file) : null;
        }

        foreach (var proof in attached)
        {
            proof.PackName = Add(proof.Wanted, proof.Proof.StoredFileId);
        }

        return packed;

        string Add(string wanted, long storedFileId)
        {
            var name = SourceName.Of(wanted, packed.Select(p => p.Name));
            packed.Add(new PackSource(name, (target, cancel) => store.CopyToAsync(storedFileId, target, cancel)));
            return "sources/" + name;
        }
    }

    /// <summary>Pictures are kept as uploaded; a viewer looks at the bytes, not at the ending.</summary>
    private const string PictureKind = "png";
}
