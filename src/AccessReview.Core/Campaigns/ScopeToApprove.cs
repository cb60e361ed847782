using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>What an application's owner is asked to approve, and what they approved once the campaign is launched.</summary>
/// <param name="Campaign">The campaign's name.</param>
/// <param name="State">Where the campaign is in its life.</param>
/// <param name="Launched">Whether it was launched: then the list is the one it was launched with. A draft that was given up keeps none.</param>
/// <param name="Application">The application's name.</param>
/// <param name="LeftOut">The first accounts left out.</param>
/// <param name="Accounts">How many are.</param>
/// <param name="Assignments">Assignments read that the plan does not review.</param>
/// <param name="Sha256">The hash of the list, which the approval is bound to.</param>
/// <param name="IsApproved">Whether exactly this list was approved.</param>
/// <param name="ApprovedBy">Who approved it; null where nobody has.</param>
/// <param name="MayApprove">Whether the reader is the application's owner and the campaign is a draft.</param>
/// <param name="Owner">The application's owner; null where none is named.</param>
/// <param name="MayRun">Whether the reader may plan and run the campaign.</param>
public sealed record ScopeView(
    string Campaign, CampaignState State, bool Launched, string Application, IReadOnlyList<LeftOutLine> LeftOut, int Accounts, int Assignments, byte[] Sha256, bool IsApproved, string? ApprovedBy,
    bool MayApprove, string? Owner, bool MayRun);

/// <summary>Shows what a campaign leaves out of an application, to its owner and to campaign owners and auditors.</summary>
public sealed class ScopeToApprove(Databases databases)
{
    /// <summary>Reads it.</summary>
    public async Task<Outcome<ScopeView>> RunAsync(Actor actor, int number, long applicationId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleOrDefaultAsync(c => c.Number == number, cancel);
        var application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.Id == applicationId, cancel);
        var isOwner = application?.OwnerId is { } owner && owner == actor.PersonId;
        var isReader = await CampaignDoor.ToReadAsync(db, actor, cancel) is null;
        if (application is null || campaign?.Applications.SingleOrDefault(a => a.ApplicationId == applicationId && a.Active) is not { } plan || !(isOwner || isReader))
        {
            return Problem.NotFound("The application in this campaign");
        }

        var list = await ScopeList.ReadAsync(db, plan, cancel);
        var (lines, total) = await PlanPageParts.LeftOutAsync(db, LeftOutRow.Of(db, plan), cancel);
        var names = await PersonNames.ReadAsync(db, [application.OwnerId, plan.ScopeApprovedById], cancel);
        var isApproved = list.IsApprovedIn(plan);
        return new ScopeView(
            campaign.Name, campaign.State, campaign.LaunchedAt is not null, application.Name, lines, total, list.Assignments, list.Sha256,
            isApproved, isApproved ? Name(plan.ScopeApprovedById) : null, isOwner && campaign.State == CampaignState.Draft, Name(application.OwnerId),
            await CampaignDoor.ToRunAsync(db, actor, cancel) is null);

        string? Name(long? person) => person is { } id ? names.GetValueOrDefault(id) : null;
    }
}
