using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>What a reviewer is about to sign.</summary>
/// <param name="Text">The exact text.</param>
/// <param name="Counts">What it covers.</param>
/// <param name="Left">Own items still undecided; 0 before it can be signed.</param>
/// <param name="Further">They have signed before, and this is about what came after.</param>
public sealed record ToBeSigned(string Text, SignOffCounts Counts, int Left, bool Further);

/// <summary>Reads what a reviewer is about to sign.</summary>
public sealed class SignOffPreview(IDbContextFactory<ReviewDb> databases)
{
    /// <summary>Reads.</summary>
    public async Task<Outcome<ToBeSigned>> RunAsync(Actor actor, long campaignId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (actor.PersonId is not { } signer || await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == campaignId, cancel) is not { } campaign)
        {
            return Problem.NotFound("This campaign");
        }

        if (!await IsReviewerAsync(db, campaignId, signer, cancel))
        {
            return Problem.NotFound("This campaign");
        }

        var toSign = await SignOffScope.ReadAsync(db, campaignId, signer, cancel);
        var counts = Count(toSign);
        var further = await IsFurtherAsync(db, campaignId, signer, cancel);
        var name = (await PersonNames.ReadAsync(db, [signer], cancel)).GetValueOrDefault(signer, "");
        return new ToBeSigned(SignOffText.Of(name, campaign.Name, counts, further, await SignOffScope.ForWhomAsync(db, toSign, cancel)), counts, await SignOffScope.LeftAsync(db, campaignId, signer, cancel), further);
    }

    /// <summary>Whether the person has, or had, anything to review there; for others the campaign is not there.</summary>
    internal static Task<bool> IsReviewerAsync(ReviewDb db, long campaignId, long person, CancellationToken cancel) =>
        db.CampaignProgress.AsNoTracking().AnyAsync(p => p.CampaignId == campaignId && p.ReviewerId == person, cancel);

    internal static SignOffCounts Count(List<ToSign> toSign) => new(
        toSign.Count, toSign.Count(t => t.State == TurnState.Certified), toSign.Count(t => t.State == TurnState.Revoked), toSign.Count(t => t.State == TurnState.Changed),
        toSign.Count(t => t.State == TurnState.Certified && t.Mode == DecisionMode.CarriedForward), toSign.Count(t => t.Follows));

    internal static Task<bool> IsFurtherAsync(ReviewDb db, long campaignId, long signer, CancellationToken cancel) =>
        db.SignOffs.AsNoTracking().AnyAsync(s => s.CampaignId == campaignId && s.SignerId == signer && s.Level == SignOffLevel.Reviewer && s.WithdrawnAt == null, cancel);
}
