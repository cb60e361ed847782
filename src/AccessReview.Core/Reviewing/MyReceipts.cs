using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A statement the reader has signed.</summary>
/// <param name="SignOffId">Its key.</param>
/// <param name="Campaign">The campaign's number.</param>
/// <param name="CampaignName">Its name.</param>
/// <param name="Level">As what they signed.</param>
/// <param name="Text">The exact text; null after a purge.</param>
/// <param name="Items">Items covered.</param>
/// <param name="Certified">Of those, certified.</param>
/// <param name="Revoked">Of those, revoked.</param>
/// <param name="Changed">Of those, kept at a lower role.</param>
/// <param name="ItemsSha256">SHA-256 over the decisions covered, in lower-case hexadecimal.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Late">Signed after the campaign was due.</param>
/// <param name="Method">How they proved who they are.</param>
/// <param name="WithdrawnAt">When it was withdrawn.</param>
/// <param name="WithdrawnReason">Why.</param>
/// <param name="MayWithdraw">Whether it may still be withdrawn.</param>
/// <param name="WhyNot">Why it may not, where somebody could wonder.</param>
/// <param name="WentSince">Items covered that went with their accounts after it was signed: what was signed of them is not in force.</param>
public sealed record Receipt(
    long SignOffId, int Campaign, string CampaignName, SignOffLevel Level, string? Text, int Items, int Certified, int Revoked, int Changed, string ItemsSha256, DateTime At, bool Late,
    AuthenticationMethod Method, DateTime? WithdrawnAt, string? WithdrawnReason, bool MayWithdraw, string? WhyNot, int WentSince = 0);

/// <summary>Own signed statements, newest first.</summary>
public sealed class MyReceipts(Databases databases, CancelRemovals removals)
{
    /// <summary>Reads them, of all campaigns or of one.</summary>
    public async Task<IReadOnlyList<Receipt>> RunAsync(Actor actor, long? campaignId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var signed = await (from signOff in db.SignOffs.AsNoTracking()
                            where signOff.SignerId == actor.PersonId && (campaignId == null || signOff.CampaignId == campaignId)
                            join campaign in db.Campaigns on signOff.CampaignId equals campaign.Id
                            join text in db.PrivateTexts on signOff.TextId equals text.Id
                            join reason in db.PrivateTexts on signOff.WithdrawnReasonId equals reason.Id into reasons
                            from reason in reasons.DefaultIfEmpty()
                            orderby signOff.At descending, signOff.Id descending
                            select new { SignOff = signOff, campaign.Number, campaign.Name, campaign.State, Text = text.Text, Reason = reason!.Text }).ToListAsync(cancel);
        var receipts = new List<Receipt>(signed.Count);
        foreach (var one in signed)
        {
            var s = one.SignOff;
            var open = s is { Level: SignOffLevel.Reviewer, WithdrawnAt: null } && one.State == CampaignState.Active;
            var removed = open ? await removals.MayWithdrawAsync(db, s.Id, cancel) : null;
            receipts.Add(new Receipt(
                s.Id, one.Number, one.Name, s.Level, one.Text, s.Items, s.Certified, s.Revoked, s.Changed, Convert.ToHexStringLower(s.ItemsHash), s.At, s.Late, s.Method,
                s.WithdrawnAt, one.Reason, open && removed is null, removed?.Sentence, await WentSinceAsync(db, s, cancel)));
        }

        return receipts;
    }

    private static Task<int> WentSinceAsync(ReviewDb db, SignOff signOff, CancellationToken cancel) =>
        signOff is { Level: SignOffLevel.Reviewer, WithdrawnAt: null }
            ? (from turn in db.ReviewTurns.AsNoTracking()
               where turn.CampaignId == signOff.CampaignId && turn.ReviewerId == signOff.SignerId && turn.State == TurnState.Revoked
               join decision in db.Decisions on turn.DecisionId equals decision.Id
               where decision.Mode == DecisionMode.WithAccount
               join covered in db.SignOffItems on turn.ItemId equals covered.ItemId
               where covered.SignOffId == signOff.Id && covered.DecisionId != turn.DecisionId
               select turn.Id).CountAsync(cancel)
            : Task.FromResult(0);
}
