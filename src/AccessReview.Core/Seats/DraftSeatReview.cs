using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Seats;

/// <summary>Starts the plan of a campaign about the seats of an application that nobody uses: each is kept with a reason, asked about, or revoked and so
/// reclaimed. Everybody else's access is left out of it by name.</summary>
public sealed class DraftSeatReview(Change change)
{
    /// <summary>Days that reviewers get.</summary>
    public const int Days = 14;

    /// <summary>Starts it. Answers with the number of the draft.</summary>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, long applicationId, CancellationToken cancel) =>
        change.RunAsync<int>(commandId, actor, nameof(DraftSeatReview), async (scope, token) =>
        {
            if (!scope.Has(Role.CampaignOwner) || scope.Actor.PersonId is not { } owner)
            {
                return Problem.Denied("Only a campaign owner plans campaigns. An administrator can grant that role.");
            }

            if (await scope.Db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.Id == applicationId, token) is not { } application)
            {
                return Problem.NotFound("The application");
            }

            if (application.OutOfScopeSeq is not null)
            {
                return ScopedSources.Out(application.Name);
            }

            if (await PlannedAsync(scope.Db, applicationId, token) is { } planned)
            {
                return new Problem("seats.planned", $"C{planned} is about the unused seats of {application.Name} and is being planned already. Launch it or give it up first.");
            }

            if (application.CurrentAssessmentId is not { } assessment || !await AssessmentFreshness.IsCurrentAsync(scope.Db, applicationId, token))
            {
                return new Problem("seats.not-assessed", $"Findings of {application.Name} are being worked out anew. Try again in a moment.");
            }

            var seats = await SeatsToAsk.AccountsAsync(scope.Db, assessment, token);
            if (seats.Count == 0)
            {
                return new Problem("seats.none", $"No unused seat of {application.Name} is left to ask about: what there is, an open campaign holds or is being removed.");
            }

            var campaign = await DraftLike.AddAsync(scope, await PlanAsync(scope, application.Name, token), owner, token);
            campaign.Part = CampaignPart.UnusedSeats;
            var part = scope.Add(new CampaignApplication { Id = scope.NewId(), CampaignId = campaign.Id, ApplicationId = applicationId });
            (CampaignScope.Default with { FallbackReviewerId = application.OwnerId }).WriteTo(part);
            scope.Record(new SeatReviewDrafted(campaign.Id, campaign.Number, applicationId, seats.Count, owner, campaign.DueDate), campaign.Id);
            return campaign.Number;
        }, cancel);

    private static Task<int?> PlannedAsync(ReviewDb db, long applicationId, CancellationToken cancel) => db.Campaigns.AsNoTracking()
        .Where(c => c.Part == CampaignPart.UnusedSeats && c.State == CampaignState.Draft && db.CampaignApplications.Any(a => a.CampaignId == c.Id && a.ApplicationId == applicationId && a.Active))
        .Select(c => (int?)c.Number).FirstOrDefaultAsync(cancel);

    private static async Task<CampaignPlan> PlanAsync(ChangeScope scope, string application, CancellationToken cancel)
    {
        var (_, policy) = await CurrentPolicy.ReadAsync(scope.Db, cancel);
        var today = Clock.DayIn(scope.At, policy.Zone);
        return new CampaignPlan(
            Shortened.To(Campaign.MaxName, string.Create(CultureInfo.InvariantCulture, $"Unused seats of {application}, {today:yyyy-MM-dd}")), $"Accounts of {application} that nobody uses. Everybody else's access is outside this campaign.",
            "", today, today, today.AddDays(Days), policy.Zone.Id, DeadlineRule.NotReviewed);
    }
}

/// <summary>The plan of a campaign about unused seats was started.</summary>
/// <param name="Campaign">The draft.</param>
/// <param name="Number">Its number.</param>
/// <param name="Application">The application.</param>
/// <param name="Accounts">How many seats it is about.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="Due">The day it is due.</param>
public sealed record SeatReviewDrafted(long Campaign, int Number, long Application, int Accounts, long Owner, DateOnly Due) : EventBody;
