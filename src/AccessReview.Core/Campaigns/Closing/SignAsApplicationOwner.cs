using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>An application's owner signs where the campaign's owner decided items of it or alone approved what it leaves out.</summary>
public sealed class SignAsApplicationOwner(Change change, FreshProof proof)
{
    /// <summary>Signs.</summary>
    /// <param name="commandId">Makes sending again harmless.</param>
    /// <param name="actor">The application's owner, who must not be the campaign's, nor be able to close it.</param>
    /// <param name="number">The campaign.</param>
    /// <param name="applicationId">The application.</param>
    /// <param name="statement">The statement as it was read; another one by now is a conflict.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<long>> RunAsync(Guid commandId, Actor actor, int number, long applicationId, string statement, CancellationToken cancel) =>
        change.RunAsync<long>(commandId, actor, nameof(SignAsApplicationOwner), async (scope, token) =>
        {
            var db = scope.Db;
            var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleOrDefaultAsync(c => c.Number == number, token);
            if (campaign?.Applications.SingleOrDefault(a => a.ApplicationId == applicationId && a.Active) is null)
            {
                return Problem.NotFound("The application in this campaign");
            }

            var second = (await SecondSignature.ReadAsync(db, campaign, token)).Single(s => s.ApplicationId == applicationId);
            if (scope.Actor.PersonId is not { } signer || signer != second.OwnerId)
            {
                return Problem.Denied("Only the application's owner signs here.");
            }

            if (WhyNot(second, campaign, signer) is { } denied)
            {
                return denied;
            }

            if (campaign.State != CampaignState.Active)
            {
                return new Problem("campaign.not-active", $"This campaign is {Campaign.Word(campaign.State)}; nothing in it can be signed.");
            }

            if (!second.IsNeeded || second.IsGiven)
            {
                return new Problem("sign-off.nothing", "There is nothing here that needs your signature.");
            }

            if (await proof.WhyStaleAsync(db, scope.Actor, token) is { } stale)
            {
                return stale;
            }

            var exact = CloseText.Of(await NameAsync(db, signer, token), await NameAsync(db, campaign.OwnerId, token), campaign, second);
            return exact == statement ? Sign(scope, campaign, signer, second, exact) : Problem.Conflict("What you would sign has changed since you opened it. Read it again.");
        }, cancel);

    /// <summary>Why the application's owner is no second person; null: they are.</summary>
    internal static Problem? WhyNot(SecondSignature second, Campaign campaign, long signer) => second.Closers.Contains(signer)
        ? Problem.Denied($"You {(signer == campaign.OwnerId ? "own" : "may close")} the campaign too. A second signature is another person's; without one the workbook says that nobody gave it.")
        : null;

    private static Outcome<long> Sign(ChangeScope scope, Campaign campaign, long signer, SecondSignature second, string exact)
    {
        var text = scope.Keep(exact);
        var signOff = scope.Add(new SignOff
        {
            Id = scope.NewId(),
            CampaignId = campaign.Id,
            Level = SignOffLevel.ApplicationOwner,
            ApplicationId = second.ApplicationId,
            SignerId = signer,
            TextId = text.Id,
            TextHash = text.Hash,
            Items = second.Items,
            Certified = second.Certified,
            Revoked = second.Revoked,
            Changed = second.Changed,
            ItemsHash = second.DecisionsHash,
            At = scope.At,
            Late = scope.At > campaign.DueAt,
            Method = scope.Actor.Method,
        });
        using var row = new RowsHash();
        row.Add(signOff.ToRowText().Hash());
        scope.Record(new ApplicationOwnerSigned(signOff.Id, second.ApplicationId, signOff.Items, second.LeftOut) { Rows = row.ToCovered() }, campaign.Id);
        return signOff.Id;
    }

    private static async Task<string> NameAsync(ReviewDb db, long person, CancellationToken cancel) => (await CurrentPeople.FindAsync(db, person, cancel))?.Name ?? "";
}

/// <summary>An application's owner signed what the campaign's owner decided there.</summary>
public sealed record ApplicationOwnerSigned(long SignOffId, long Application, int Items, int LeftOut) : EventBody;
