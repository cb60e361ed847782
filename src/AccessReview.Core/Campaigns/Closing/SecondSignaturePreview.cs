using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>What an application's owner is asked to sign.</summary>
public sealed record SecondSignatureView(string Campaign, string Application, string Statement, bool IsNeeded, bool IsGiven)
{
    /// <summary>Why it is not the reader who signs; null: it is.</summary>
    public string? WhyNot { get; init; }
}

/// <summary>Shows an application's owner what they would sign.</summary>
public sealed class SecondSignaturePreview(Databases databases)
{
    /// <summary>Reads it, for the application's owner.</summary>
    public async Task<Outcome<SecondSignatureView>> RunAsync(Actor actor, int number, long applicationId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleOrDefaultAsync(c => c.Number == number, cancel);
        var owner = await db.Applications.Where(a => a.Id == applicationId).Select(a => a.OwnerId).SingleOrDefaultAsync(cancel);
        if (campaign is null || owner is null || owner != actor.PersonId || !campaign.Applications.Exists(a => a.ApplicationId == applicationId && a.Active))
        {
            return Problem.NotFound("The application in this campaign");
        }

        var second = (await SecondSignature.ReadAsync(db, campaign, cancel)).Single(s => s.ApplicationId == applicationId);
        var signer = (await CurrentPeople.FindAsync(db, owner.Value, cancel))?.Name ?? "";
        var campaignOwner = (await CurrentPeople.FindAsync(db, campaign.OwnerId, cancel))?.Name ?? "";
        return new SecondSignatureView(campaign.Name, second.Name, CloseText.Of(signer, campaignOwner, campaign, second), second.IsNeeded, second.IsGiven)
        {
            WhyNot = SignAsApplicationOwner.WhyNot(second, campaign, owner.Value)?.Sentence,
        };
    }
}
