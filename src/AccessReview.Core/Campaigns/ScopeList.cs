using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>What a draft leaves out of one application, as one hash: the approval is bound to it, and another list needs another
/// approval.</summary>
/// <param name="Accounts">Accounts left out.</param>
/// <param name="OutsidePart">Of those, outside the part of the application that the campaign is about: nobody has to approve that.</param>
/// <param name="Assignments">Assignments read that the plan does not review.</param>
/// <param name="Sha256">SHA-256 over lines <c>account=reason=role</c> in ascending order of the account, the role as its key, and a last line
/// <c>assignments=count</c>: a new reading that leaves out the very same is the same list.</param>
internal sealed record ScopeList(int Accounts, int OutsidePart, int Assignments, byte[] Sha256)
{
    /// <summary>Whether anything is left out that the application's owner has to approve.</summary>
    public bool NeedsApproval => Accounts > OutsidePart || Assignments > 0;

    /// <summary>Whether exactly this list was approved.</summary>
    public bool IsApprovedIn(CampaignApplication plan) => plan.ScopeApprovedHash is { } approved && approved.AsSpan().SequenceEqual(Sha256);

    /// <summary>Reads it from the draft's preview.</summary>
    public static async Task<ScopeList> ReadAsync(ReviewDb db, CampaignApplication plan, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (accounts, outside) = (0, 0);
        var rows =
            from left in db.DraftLeftOuts.AsNoTracking()
            where left.CampaignApplicationId == plan.Id && left.CampaignId == plan.CampaignId
            join record in db.AccountRecords on left.AccountRecordId equals record.Id
            orderby record.AccountId
            select new { record.AccountId, left.Reason, record.RoleKey };
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{row.AccountId}={row.Reason}={row.RoleKey}\n")));
            accounts++;
            outside += PartOfApplication.Reasons.Contains(row.Reason) ? 1 : 0;
        }

        var assignments = plan.IncludeAssignments ? 0 : await db.Applications.Where(a => a.Id == plan.ApplicationId)
            .Join(db.Assessments, a => a.CurrentAssessmentId, s => s.Id, (_, s) => s.Assignments).SingleOrDefaultAsync(cancel);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"assignments={assignments}\n")));
        return new ScopeList(accounts, outside, assignments, hash.GetCurrentHash());
    }
}
