using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Leavers;

/// <summary>Drafts the campaign in which somebody is asked at once about the access of people who have left an application behind, where the policy says so. The product does it,
/// from complete readings only, and holds one such campaign over an application at a time. Everybody else's access is left out of it by name.</summary>
public sealed class DraftLeavers(Databases databases, Change change)
{
    /// <summary>Drafts it. Answers with its number; 0: there is nothing to ask, or one is open.</summary>
    public async Task<int> RunAsync(long applicationId, CancellationToken cancel)
    {
        await using (var db = databases.CreateDbContext())
        {
            if (await PlanAsync(db, applicationId, cancel) is null)
            {
                return 0;
            }
        }

        // Looked at again under the writers' turn: another process may have been first.
        var drafted = await change.RunAsync<int>(Guid.NewGuid(), Actor.Product, nameof(DraftLeavers), async (scope, token) =>
        {
            if (await PlanAsync(scope.Db, applicationId, token) is not { } ask)
            {
                return 0;
            }

            var policy = ask.Policy;
            var (owner, today) = (policy.LeaversOwnerId!.Value, Clock.DayIn(scope.At, policy.Zone));
            var plan = new CampaignPlan(
                Shortened.To(Campaign.MaxName, string.Create(CultureInfo.InvariantCulture, $"Leavers of {ask.Application}, {today:yyyy-MM-dd}")),
                $"People who have left and can still get into {ask.Application}, asked about at once as the policy says. Everybody else's access is outside this campaign.",
                "", today, today, today.AddDays(policy.LeaversDueDays), Zones.IsKnown(policy.TimeZone) ? policy.TimeZone : "UTC", DeadlineRule.NotReviewed);
            var campaign = await DraftLike.AddAsync(scope, plan, owner, token);
            campaign.Part = CampaignPart.Leavers;
            var inCampaign = scope.Add(new CampaignApplication { Id = scope.NewId(), CampaignId = campaign.Id, ApplicationId = applicationId });
            var approver = policy.LeaversApprover == LeaversApprover.ApplicationOwner ? ReviewerRule.ApplicationOwner : ReviewerRule.Named;
            new CampaignScope(IncludeAssignments: true, IncludeDisabled: false, approver, null, approver == ReviewerRule.Named ? owner : null, owner).WriteTo(inCampaign);
            scope.Record(new LeaversDrafted(campaign.Id, campaign.Number, applicationId, ask.AssessmentId, ask.Accounts, approver, owner, plan.DueDate), campaign.Id);
            return campaign.Number;
        }, cancel);
        return drafted.Require();
    }

    // What is to be drafted; null: nothing.
    private static async Task<Ask?> PlanAsync(ReviewDb db, long applicationId, CancellationToken cancel)
    {
        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        if (policy.Leavers != LeaversRule.AtOnce || policy.LeaversOwnerId is not { } owner
            || await Over(db, applicationId).AnyAsync(c => c.State == CampaignState.Draft || c.State == CampaignState.Active, cancel)
            || (await RolesOf.ActorAsync(db, Actor.Demo(owner), cancel) & Role.CampaignOwner) == Role.None
            || !await db.Applications.InScope().AnyAsync(a => a.Id == applicationId, cancel)
            || !await AssessmentFreshness.IsCurrentAsync(db, applicationId, cancel))
        {
            return null;
        }

        var application = await db.Applications.AsNoTracking().Where(a => a.Id == applicationId).Select(a => new { a.Name, a.CurrentAssessmentId }).SingleAsync(cancel);
        var assessment = await db.Assessments.AsNoTracking().SingleAsync(a => a.Id == application.CurrentAssessmentId, cancel);
        if (await db.Extracts.AnyAsync(e => e.Completeness != Completeness.Complete && (e.Id == assessment.ExtractId || db.AssessmentSources.Any(s => s.AssessmentId == assessment.Id && s.ExtractId == e.Id)), cancel))
        {
            return null;
        }

        // A draft that a person gave up is not made again out of the same reading.
        var key = Actor.Product.Key;
        if (await Over(db, applicationId).AnyAsync(c => c.State == CampaignState.Cancelled && c.EndedBy != key && db.Extracts.Any(e => e.Id == assessment.ExtractId && e.ReadAt <= c.EndedAt), cancel))
        {
            return null;
        }

        var accounts = await LeaversToAsk.AccountsAsync(db, assessment, cancel);
        return accounts.Count == 0 ? null : new Ask(application.Name, assessment.Id, accounts.Count, policy);
    }

    private static IQueryable<Campaign> Over(ReviewDb db, long applicationId) => db.Campaigns.AsNoTracking().Where(c =>
        c.Part == CampaignPart.Leavers && db.CampaignApplications.Any(a => a.CampaignId == c.Id && a.ApplicationId == applicationId && a.Active));

    private sealed record Ask(string Application, long AssessmentId, int Accounts, Policy Policy);
}

/// <summary>A campaign over the access of people who have left was drafted.</summary>
/// <param name="Campaign">The draft.</param>
/// <param name="Number">Its number.</param>
/// <param name="Application">The application.</param>
/// <param name="Assessment">The readings that showed them.</param>
/// <param name="Accounts">How many accounts they can get into.</param>
/// <param name="Approver">Who decides.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="Due">The day it is due.</param>
public sealed record LeaversDrafted(long Campaign, int Number, long Application, long Assessment, int Accounts, ReviewerRule Approver, long Owner, DateOnly Due) : EventBody;
