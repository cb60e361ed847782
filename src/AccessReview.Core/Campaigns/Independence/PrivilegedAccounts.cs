using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Independence;

/// <summary>A privileged account of an application under review.</summary>
internal sealed class PrivilegedAccount
{
    /// <summary>The application in the campaign.</summary>
    public required long PlanId { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>Who holds it; of a declared account its owner inside; null: nobody known.</summary>
    public required long? HolderId { get; init; }
}

/// <summary>Who administers the applications of a launched campaign, as the draft of it knew: whoever holds a privileged account of what it was
/// launched on, whether or not that account is under review.</summary>
internal static class PrivilegedAccounts
{
    /// <summary>The accounts; compose. None ranks below <see cref="AttentionRank.Privileged"/>, so that an index finds the few of a large application.</summary>
    public static IQueryable<PrivilegedAccount> Of(ReviewDb db, long campaignId) =>
        from plan in db.CampaignApplications.AsNoTracking()
        where plan.CampaignId == campaignId && plan.Active
        join account in db.AssessedAccounts.AsNoTracking() on plan.AssessmentId equals (long?)account.AssessmentId
        where account.Rank <= AttentionRank.Privileged && (account.Findings & Finding.Privileged) != Finding.None
        from declared in db.Declarations.Where(d => d.Id == account.DeclarationId).DefaultIfEmpty()
        select new PrivilegedAccount { PlanId = plan.Id, AccountId = account.AccountId, HolderId = declared == null ? account.PersonId : declared.OwnerId };
}
