using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns.Drift;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Addenda;

/// <summary>Starts a second wave of an open campaign: the accounts that appeared, came back from what it left out, or became privileged
/// since it froze its own, as a later complete reading has them. It is a campaign of its own, with its own reading, checks, signatures and evidence, that names the one
/// it belongs to; what that one holds is left out of it by name.</summary>
public sealed class DraftAddendum(Change change)
{
    /// <summary>Days that reviewers get at least.</summary>
    public const int MinDays = 7;

    /// <summary>Starts it. Answers with the number of the draft.</summary>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, int number, CancellationToken cancel) =>
        change.RunAsync<int>(commandId, actor, nameof(DraftAddendum), async (scope, token) =>
        {
            var found = await CampaignDoor.ToChangeAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            var (main, owner) = (found.Value, scope.Actor.PersonId!.Value);
            if (await WhyNotAsync(scope.Db, main, token) is { } refused)
            {
                return refused;
            }

            var addenda = await scope.Db.Campaigns.AsNoTracking().Where(c => c.AddendumToId == main.Id).OrderBy(c => c.Number).Select(c => new { c.Number, c.State }).ToListAsync(token);
            var drift = await CampaignDrift.ReadAsync(scope.Db, main, 0, token);
            if (drift.ToReview == 0)
            {
                return new Problem("addendum.nothing", drift.Unreviewed == 0
                    ? $"No later reading shows an account that appeared, came back from what was left out, or became privileged{(addenda.Exists(a => a.State != CampaignState.Cancelled) ? " and that no addendum holds" : "")}. Bring in a newer one first."
                    : "What appeared, came back or became privileged is disabled or declared a test account, which this campaign leaves out: an addendum would have nothing to review.");
            }

            var today = main.DayOf(scope.At);
            var plan = new CampaignPlan(
                Shortened.To(Campaign.MaxName, $"{main.Name}, addendum {addenda.Count + 1}"), main.Purpose, main.Controls, main.PeriodStart, main.PeriodEnd,
                main.DueDate > today.AddDays(MinDays) ? main.DueDate : today.AddDays(MinDays), main.TimeZone, main.Deadline);
            var campaign = await DraftLike.AddAsync(scope, plan, owner, token);
            campaign.AddendumToId = main.Id;
            await DraftLike.TakeApplicationsAsync(scope, main, campaign, token);
            scope.Record(new AddendumDrafted(campaign.Id, campaign.Number, main.Id, owner, plan.DueDate), campaign.Id);
            return campaign.Number;
        }, cancel);

    /// <summary>Why a campaign gets no addendum, whatever there would be to review; null: it gets one.</summary>
    internal static async Task<Problem?> WhyNotAsync(ReviewDb db, Campaign main, CancellationToken cancel) =>
        main is not { State: CampaignState.Active, IsOverEverybody: true }
            ? new Problem("addendum.not-open", "Only an open campaign gets an addendum; an addendum and a campaign over a part of an application get none.")
        : await db.Campaigns.Where(c => c.AddendumToId == main.Id && c.State == CampaignState.Draft).OrderBy(c => c.Number).Select(c => (int?)c.Number).FirstOrDefaultAsync(cancel) is { } planned
            ? new Problem("addendum.planned", $"C{planned} is being planned already. Launch it or give it up first.")
        : null;
}

/// <summary>A second wave of an open campaign was started.</summary>
/// <param name="Campaign">The draft.</param>
/// <param name="Number">Its number.</param>
/// <param name="To">The campaign it belongs to.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="Due">The day it is due.</param>
public sealed record AddendumDrafted(long Campaign, int Number, long To, long Owner, DateOnly Due) : EventBody;
