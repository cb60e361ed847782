using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
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

        var today = policy.DayOf(time.Now());
        var owners = await RolesOf.Here(db, Role.CampaignOwner, today).ToListAsync(cancel);
        if (policy.LeaversOwnerId is { } owner && owners.Contains(owner))
        {
            // A draft whose owner may no longer run campaigns would wait for ever: it is drafted anew for whom the policy names now.
            foreach (var number in await Orphaned(db, today).Select(c => c.Number).ToListAsync(cancel))
            {
                await GiveUpAsync(
                    number, "Its owner is no campaign owner any more. It is drafted anew for whom the policy names.", (own, token) => Orphaned(own, today).AnyAsync(c => c.Number == number, token), cancel);
            }
        }

        foreach (var application in await db.Applications.AsNoTracking().InScope().Where(a => a.CurrentAssessmentId != null).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(cancel))
        {
            await draft.RunAsync(application, cancel);
        }

        foreach (var number in await Waiting(db).Where(c => owners.Contains(c.OwnerId)).Select(c => c.Number).ToListAsync(cancel))
        {
            if (await IsOverAsync(db, number, cancel))
            {
                await GiveUpAsync(
                    number, "Before it could be launched, the access it was to ask about had ended or was asked about elsewhere.", (own, token) => IsOverAsync(own, number, token), cancel);
            }
            else
            {
                await launch.RunAsync(number, today.AddDays(policy.LeaversDueDays), (own, token) => StillAsync(own, number, token), cancel);
            }
        }
    }

    private static IQueryable<Campaign> Waiting(ReviewDb db) =>
        db.Campaigns.AsNoTracking().Where(c => c.Part == CampaignPart.Leavers && c.State == CampaignState.Draft).OrderBy(c => c.Number);

    // Another node, or an administrator, may have changed who runs these campaigns, or that they begin by themselves, since it was looked at.
    private async Task<bool> StillAsync(ReviewDb db, int number, CancellationToken cancel)
    {
        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        return policy.Leavers == LeaversRule.AtOnce && !await Orphaned(db, policy.DayOf(time.Now())).AnyAsync(c => c.Number == number, cancel);
    }

    private static IQueryable<Campaign> Orphaned(ReviewDb db, DateOnly today)
    {
        var owners = RolesOf.Here(db, Role.CampaignOwner, today);
        return Waiting(db).Where(c => !owners.Contains(c.OwnerId));
    }

    // As long as it is a draft, and why it goes still holds: another node, or its owner, may have launched it since it was looked at.
    private Task<Outcome<Done>> GiveUpAsync(int number, string words, Func<ReviewDb, CancellationToken, Task<bool>> still, CancellationToken cancel) =>
        giveUp.RunAsync(Guid.NewGuid(), Actor.Product, number, words, CampaignState.Draft, still, cancel);

    // While the draft waited, their access ended or somebody was asked elsewhere: nothing is left of it.
    private static async Task<bool> IsOverAsync(ReviewDb db, int number, CancellationToken cancel)
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

        return true;
    }
}
