using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Leavers;

/// <summary>Asks at once about the access of people who have left, where the policy says so: drafts a campaign for each application that needs one, and launches it when every gate
/// passes. It looks at what lies in the database, so that running it twice changes nothing and a killed process leaves nothing half done.</summary>
public sealed class KeepLeavers(Databases databases, DraftLeavers draft, LaunchReady launch, CancelCampaign giveUp, TimeProvider time) : IFollowUp
{
    /// <summary>After the schedules, so that a campaign over everybody comes first; before the reviewers are written to.</summary>
    public int Order => 36;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        if (policy.Leavers != LeaversRule.AtOnce)
        {
            return;
        }

        foreach (var application in await db.Applications.AsNoTracking().Where(a => a.CurrentAssessmentId != null).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(cancel))
        {
            await draft.RunAsync(application, cancel);
        }

        foreach (var waiting in await db.Campaigns.AsNoTracking().Where(c => c.Part == CampaignPart.Leavers && c.State == CampaignState.Draft).OrderBy(c => c.Number).Select(c => new { c.Number, c.OwnerId }).ToListAsync(cancel))
        {
            if ((await RolesOf.ActorAsync(db, Actor.Demo(waiting.OwnerId), cancel) & Role.CampaignOwner) != Role.None && !await IsOverAsync(db, waiting.Number, cancel))
            {
                await launch.RunAsync(waiting.Number, Clock.DayIn(time.Now(), policy.Zone).AddDays(policy.LeaversDueDays), cancel);
            }
        }
    }

    // While the draft waited, their access ended or somebody was asked elsewhere: nothing is left of it.
    private async Task<bool> IsOverAsync(ReviewDb db, int number, CancellationToken cancel)
    {
        var assessments = await db.Assessments.AsNoTracking().Where(s => db.Applications.Any(a => a.CurrentAssessmentId == s.Id
            && db.CampaignApplications.Any(p => p.Active && p.ApplicationId == a.Id && db.Campaigns.Any(c => c.Id == p.CampaignId && c.Number == number)))).ToListAsync(cancel);
        foreach (var assessment in assessments)
        {
            if ((await LeaversToAsk.AccountsAsync(db, assessment, cancel)).Count > 0)
            {
                return false;
            }
        }

        await giveUp.RunAsync(Guid.NewGuid(), Actor.Product, number, "Before it could be launched, the access it was to ask about had ended or was asked about elsewhere.", cancel);
        return true;
    }
}
