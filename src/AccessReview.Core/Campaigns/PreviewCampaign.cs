using System.Globalization;
using AccessReview.Core.Absences;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Computes a draft's items with their reviewers, and what its scope leaves out: exactly what a launch would freeze.</summary>
public sealed class PreviewCampaign(Databases databases, AskedWrites writes, Change change, TimeProvider time)
{
    /// <summary>Computes it anew where plan, assessments or owners have changed; else does nothing.</summary>
    public async Task<Outcome<Done>> RunAsync(Actor actor, int number, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await CampaignDoor.ToRunAsync(db, actor, cancel) is { } denied)
        {
            return await change.RefuseAsync(actor, nameof(PreviewCampaign), denied, cancel);
        }

        if (await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleOrDefaultAsync(c => c.Number == number, cancel) is not { } campaign)
        {
            return Problem.NotFound($"Campaign C{number}");
        }

        if (campaign.WhyNotEditable() is { } problem)
        {
            return problem;
        }

        var now = time.Now();
        var stamp = await PreviewSources.StampAsync(db, campaign, now, cancel);
        return await IsCurrentAsync(db, campaign, stamp, cancel) ? Done.Yes : await ComputeAsync(db, actor, campaign, stamp, now, cancel);
    }

    /// <summary>Whether the draft's rows were computed for this plan and these sources.</summary>
    internal static Task<bool> IsCurrentAsync(ReviewDb db, Campaign campaign, string stamp, CancellationToken cancel) =>
        db.DraftPreviews.AnyAsync(p => p.CampaignId == campaign.Id && p.PlanSeq == campaign.EventSeq && p.Assessments == stamp, cancel);

    /// <summary>Names the preview that there is: another plan, or other sources, are another one. Empty: there is none.</summary>
    internal static async Task<string> MarkAsync(ReviewDb db, long campaignId, CancellationToken cancel) =>
        await db.DraftPreviews.AsNoTracking().SingleOrDefaultAsync(p => p.CampaignId == campaignId, cancel) is { } made
            ? string.Create(CultureInfo.InvariantCulture, $"{made.PlanSeq}:{made.Assessments}") : "";

    private async Task<Outcome<Done>> ComputeAsync(ReviewDb db, Actor actor, Campaign campaign, string stamp, DateTime now, CancellationToken cancel)
    {
        if ((await writes.MayAsync(actor, nameof(PreviewCampaign), cancel)).Problem is { } refused)
        {
            return refused;
        }

        var people = await PreviewSources.PeopleAsync(db, cancel);
        var away = await AwayNow.DelegatesAsync(db, campaign.DayOf(now), cancel);
        var applications = new List<ApplicationToReview>();
        foreach (var plan in campaign.Applications.Where(a => a.Active).OrderBy(a => a.Id))
        {
            if (await PreviewSources.ApplicationAsync(db, plan, people, away, now, cancel) is { } application)
            {
                applications.Add(application);
            }
        }

        var count = applications.Sum(a => (long)a.Accounts.Count + a.Assignments.Sum(g => g.Count()));
        if (count > Campaign.MaxItems)
        {
            return new Problem("campaign.too-large", $"This plan has {count:N0} items; a campaign holds at most {Campaign.MaxItems:N0}. Split it by application.");
        }

        var list = DraftList.Of(campaign.Id, applications, await PreviewSources.ShiftsAsync(db, campaign.Id, cancel), (await CurrentPolicy.ReadAsync(db, cancel)).Policy);
        return await writes.RunAsync<Done>(actor, nameof(PreviewCampaign), async (write, token) =>
        {
            if (await write.Campaigns.Where(c => c.Id == campaign.Id).Select(c => c.EventSeq).SingleAsync(token) != campaign.EventSeq)
            {
                return Problem.Conflict("The plan was changed while its preview was made. Look at it again.");
            }

            await DraftStatements.ReplaceAsync(
                write, list, new DraftPreview { CampaignId = campaign.Id, PlanSeq = campaign.EventSeq, Assessments = stamp, ComputedAt = now }, token);
            return Done.Yes;
        }, cancel);
    }
}
