using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>A file attached to what was done by hand, with its name in the pack.</summary>
internal sealed record HandProofFile(HandProof Proof, int Removal)
{
    internal string Wanted => DownloadProof.NameOf(Removal, Proof);

    internal string? PackName { get; set; }

    /// <summary>The files of the campaign's removals, in order.</summary>
    internal static async Task<List<HandProofFile>> ReadAsync(ReportScope scope, CancellationToken cancel) =>
        await (from proof in scope.Db.HandProofs.AsNoTracking()
               join removal in scope.Db.Removals on proof.RemovalId equals removal.Id
               where removal.CampaignId == scope.Campaign.Id
               orderby proof.Id
               select new HandProofFile(proof, removal.Number)).ToListAsync(cancel);
}
