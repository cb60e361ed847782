using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Puts drafts into the database: new ones, and ones that take over what an earlier campaign reviewed.</summary>
internal static class DraftLike
{
    /// <summary>Adds a draft with the next free number.</summary>
    public static async Task<Campaign> AddAsync(ChangeScope scope, CampaignPlan plan, long ownerId, CancellationToken cancel)
    {
        var campaign = new Campaign
        {
            Id = scope.NewId(),
            Number = 1 + (await scope.Db.Campaigns.MaxAsync(c => (int?)c.Number, cancel) ?? 0),
            Name = plan.Name,
            PeriodStart = plan.PeriodStart,
            PeriodEnd = plan.PeriodEnd,
            TimeZone = plan.TimeZone,
            DueDate = plan.DueDate,
            DueAt = plan.DueAt(),
            State = CampaignState.Draft,
            OwnerId = ownerId,
        };
        plan.WriteTo(campaign);
        return scope.Add(campaign);
    }

    /// <summary>A campaign like that one would have nothing to review.</summary>
    public static Problem NothingInScope(int number) => new("campaign.out-of-scope", $"Everything that C{number} reviewed is out of scope. Plan another campaign.");

    /// <summary>Puts the applications of an earlier campaign into a draft, each with its scope and reviewers. What they leave out has to be
    /// approved anew: it may be other accounts by now. One that is out of scope is left out.</summary>
    /// <returns>Whether any was taken over.</returns>
    public static async Task<bool> TakeApplicationsAsync(ChangeScope scope, Campaign from, Campaign into, CancellationToken cancel)
    {
        var outOfScope = await scope.Db.Applications.OutOfScope().Select(a => a.Id).ToListAsync(cancel);
        List<CampaignApplication> all = [.. from.Applications.Where(a => a.Active && !outOfScope.Contains(a.ApplicationId)).OrderBy(a => a.Id)];
        foreach (var application in all)
        {
            var taken = new CampaignApplication { Id = scope.NewId(), CampaignId = into.Id, ApplicationId = application.ApplicationId };
            CampaignScope.Of(application).WriteTo(taken);
            (taken.SecondReview, taken.SecondReviewerId) = (application.SecondReview, application.SecondReviewerId);
            scope.Add(taken);
        }

        return all.Count > 0;
    }
}
