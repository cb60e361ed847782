using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A sign-off as given.</summary>
/// <param name="SignOffId">Its key.</param>
/// <param name="At">When.</param>
/// <param name="Counts">What it covers.</param>
public sealed record SignedOff(long SignOffId, DateTime At, SignOffCounts Counts);

/// <summary>Signs what a reviewer decided. Everything before them must be decided; items that arrive later get a further, short
/// sign-off. Every revoke it makes final becomes a removal in the same transaction.</summary>
public sealed class SignOffReview(Change change, PlanRemovals removals, FreshProof proof)
{
    /// <summary>Signs.</summary>
    /// <param name="commandId">Made in the browser.</param>
    /// <param name="actor">The reviewer.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="text">The statement as it was read (<see cref="SignOffPreview"/>); another one by now is a conflict.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<SignedOff>> RunAsync(Guid commandId, Actor actor, long campaignId, string text, CancellationToken cancel) =>
        change.RunAsync<SignedOff>(commandId, actor, nameof(SignOffReview), async (scope, token) =>
        {
            if (scope.Actor is not { Kind: ActorKind.Person, PersonId: { } signer })
            {
                return Problem.Denied("A person signs.");
            }

            if (await scope.Db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == campaignId, token) is not { } campaign
                || !await SignOffPreview.IsReviewerAsync(scope.Db, campaignId, signer, token))
            {
                return Problem.NotFound("This campaign");
            }

            if (campaign.State != CampaignState.Active)
            {
                return new Problem("campaign.not-active", "The campaign is not open any more, so nothing in it can be signed.");
            }

            var left = await SignOffScope.LeftAsync(scope.Db, campaignId, signer, token);
            var toSign = await SignOffScope.ReadAsync(scope.Db, campaignId, signer, token);
            if (left > 0)
            {
                return new Problem("sign-off.undecided", left == 1 ? "1 item is still undecided. Decide it, then sign." : $"{left} items are still undecided. Decide them, then sign.");
            }

            if (toSign.Count == 0)
            {
                return new Problem("sign-off.nothing", "There is nothing to sign that you have not signed already.");
            }

            if (await proof.WhyStaleAsync(scope.Db, scope.Actor, token) is { } stale)
            {
                return stale;
            }

            // Matched or declared since the decision: nobody signs for their own access.
            var facts = await TurnFactsQuery.ReadAsync(scope.Db, [.. toSign.Select(t => t.TurnId)], scope.Actor, token);
            if (facts.Exists(t => UsableReviewer.Turn(t, signer) is not null))
            {
                return Problem.Denied("One of these accounts turned out to be yours, or could be, or you answer for it. It goes to somebody else; then sign the rest.");
            }

            var counts = SignOffPreview.Count(toSign);
            var name = (await PersonNames.ReadAsync(scope.Db, [signer], token)).GetValueOrDefault(signer, "");
            if (SignOffText.Of(name, campaign.Name, counts, await SignOffPreview.IsFurtherAsync(scope.Db, campaignId, signer, token), await SignOffScope.ForWhomAsync(scope.Db, toSign, token)) is var exact && exact != text)
            {
                return Problem.Conflict("What you would sign has changed since you opened it. Read it again.");
            }

            if (await CountedProgress.DifferenceAsync(scope.Db, campaignId, signer, token) is { } differs)
            {
                return differs;
            }

            return await SignAsync(scope, campaign, signer, toSign, counts, exact, token);
        }, cancel);

    private async Task<Outcome<SignedOff>> SignAsync(
        ChangeScope scope, Campaign campaign, long signer, List<ToSign> toSign, SignOffCounts counts, string text, CancellationToken cancel)
    {
        using var items = new RowsHash();
        toSign.ForEach(t => items.Add(t.RowHash));
        var kept = scope.Keep(text);
        var signOff = scope.Add(new SignOff
        {
            Id = scope.NewId(), CampaignId = campaign.Id, Level = SignOffLevel.Reviewer, SignerId = signer, TextId = kept.Id, TextHash = kept.Hash,
            Items = counts.Items, Certified = counts.Certified, Revoked = counts.Revoked, Changed = counts.Changed, ItemsHash = items.ToCovered().Sha256.Bytes,
            At = scope.At, Late = scope.At > campaign.DueAt, Method = scope.Actor.Method,
        });
        List<long> turns = [.. toSign.Select(t => t.TurnId), .. toSign.Select(t => t.OtherTurnId).OfType<long>()];
        scope.AfterEvent(token => TurnStatements.SignAsync(scope.Db, turns, toSign.Select(t => t.TurnId), signOff.Id, scope.Seq, token));
        await removals.PlanAsync(scope, campaign.Id, turns, cancel);
        using var row = new RowsHash();
        row.Add(signOff.ToRowText().Hash());
        scope.Record(new ReviewSignedOff(signOff.Id, counts.Items, counts.Certified, counts.Revoked, counts.Changed, items.ToCovered().Sha256) { Rows = row.ToCovered() }, campaign.Id);
        return new SignedOff(signOff.Id, scope.At, counts);
    }
}

/// <summary>A reviewer signed off; <paramref name="Items"/> decisions with the given hash over their row hashes.</summary>
public sealed record ReviewSignedOff(long SignOffId, int Items, int Certified, int Revoked, int Changed, Sha256 ItemsSha256) : EventBody;
