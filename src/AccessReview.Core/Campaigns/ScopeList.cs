using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>What a campaign leaves out of one application, as one hash: the approval is bound to it, and another list needs another
/// approval.</summary>
/// <param name="Accounts">Accounts left out.</param>
/// <param name="OutsidePart">Of those, outside the part of the application that the campaign is about: nobody has to approve that.</param>
/// <param name="Assignments">Assignments read that the plan does not review.</param>
/// <param name="Sha256">SHA-256 over lines <c>account=reason=role</c> in ascending order of the account, the role as its key, and a last line
/// <c>assignments=count</c>: a new reading that leaves out the very same is the same list.</param>
/// <param name="Sha256Before">The hash as approvals had it before: over lines <c>account-record=reason</c> in ascending order of the record, and the same last line;
/// null where the approval is of this list, or there is none.</param>
internal sealed record ScopeList(int Accounts, int OutsidePart, int Assignments, byte[] Sha256, byte[]? Sha256Before)
{
    /// <summary>Whether anything is left out that the application's owner has to approve.</summary>
    public bool NeedsApproval => Accounts > OutsidePart || Assignments > 0;

    /// <summary>Whether exactly this list was approved.</summary>
    public bool IsApprovedIn(CampaignApplication plan) =>
        plan.ScopeApprovedHash is { } approved && (approved.AsSpan().SequenceEqual(Sha256) || (Sha256Before is { } before && approved.AsSpan().SequenceEqual(before)));

    /// <summary>Reads it from the draft's preview, or once the campaign is launched from what it was launched with.</summary>
    public static async Task<ScopeList> ReadAsync(ReviewDb db, CampaignApplication plan, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (accounts, outside) = (0, 0);
        var rows = LeftOutRow.Of(db, plan).Join(db.AccountRecords, l => l.AccountRecordId, r => r.Id, (l, r) => new { r.AccountId, l.Reason, r.RoleKey }).OrderBy(l => l.AccountId);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Add(hash, $"{row.AccountId}={row.Reason}={row.RoleKey}\n");
            accounts++;
            outside += PartOfApplication.Reasons.Contains(row.Reason) ? 1 : 0;
        }

        var launchedOn = plan.AssessmentId;
        var assignments = plan.IncludeAssignments ? 0 : await db.Applications.Where(a => a.Id == plan.ApplicationId)
            .Join(db.Assessments, a => launchedOn ?? a.CurrentAssessmentId, s => s.Id, (_, s) => s.Assignments).SingleOrDefaultAsync(cancel);
        Add(hash, $"assignments={assignments}\n");
        var sha256 = hash.GetCurrentHash();
        var isAnother = plan.ScopeApprovedHash is { } approved && !approved.AsSpan().SequenceEqual(sha256);
        return new ScopeList(accounts, outside, assignments, sha256, isAnother ? await BeforeAsync(db, plan, assignments, cancel) : null);
    }

    private static async Task<byte[]> BeforeAsync(ReviewDb db, CampaignApplication plan, int assignments, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rows = LeftOutRow.Of(db, plan).OrderBy(l => l.AccountRecordId).Select(l => new { l.AccountRecordId, l.Reason });
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Add(hash, $"{row.AccountRecordId}={row.Reason}\n");
        }

        Add(hash, $"assignments={assignments}\n");
        return hash.GetCurrentHash();
    }

    private static void Add(IncrementalHash hash, FormattableString line) => hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant(line)));
}
