using AccessReview.Core.Absences;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Workload;

/// <summary>Gives some accounts of one reviewer of a draft to another.</summary>
public sealed class ShiftWorkload(Change change)
{
    /// <summary>Gives them. The next preview shows what came of it.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, int number, long fromId, long toId, int accounts, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(ShiftWorkload), async (scope, token) =>
        {
            var found = await CampaignDoor.ToEditAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            var campaign = found.Value;
            var before = await scope.Db.DraftItems.CountAsync(i => i.CampaignId == campaign.Id && i.ReviewerId == fromId && i.ParentNumber == null, token);
            if (accounts < 1 || accounts > before)
            {
                return new Problem("shift.accounts", before == 0 ? "They have no account to give away in this plan." : $"Choose 1 to {before:N0} accounts: as many as are before them.");
            }

            if (fromId == toId)
            {
                return new Problem("reviewer.same", "They have them already.");
            }

            if (await UsableReviewer.PersonAsync(scope.Db, toId, scope.Today, token) is { } unusable)
            {
                return unusable;
            }

            if (await AwayNow.On(scope.Db, campaign.DayOf(scope.At)).AnyAsync(a => a.PersonId == toId, token))
            {
                return new Problem("reviewer.away", "They are away. Choose somebody who is here.");
            }

            var shift = scope.Add(new WorkloadShift { Id = scope.NewId(), CampaignId = campaign.Id, FromId = fromId, ToId = toId, Accounts = accounts, By = scope.Actor.Key, At = scope.At });
            CampaignDoor.Touch(scope, campaign);
            scope.Record(new WorkloadShifted(campaign.Id, shift.Id, fromId, toId, accounts), campaign.Id);
            return Done.Yes;
        }, cancel);
}

/// <summary>Takes a shift of a draft back.</summary>
public sealed class TakeBackShift(Change change)
{
    /// <summary>Takes it back.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, int number, long shiftId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(TakeBackShift), async (scope, token) =>
        {
            var found = await CampaignDoor.ToEditAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            var campaign = found.Value;
            if (await scope.Db.WorkloadShifts.SingleOrDefaultAsync(s => s.Id == shiftId && s.CampaignId == campaign.Id && s.Active, token) is not { } shift)
            {
                return Problem.NotFound("What was given to another reviewer");
            }

            shift.Active = false;
            CampaignDoor.Touch(scope, campaign);
            scope.Record(new WorkloadShiftTakenBack(campaign.Id, shift.Id, shift.FromId, shift.ToId), campaign.Id);
            return Done.Yes;
        }, cancel);
}

/// <summary>Before a launch, accounts of one reviewer go to another.</summary>
public sealed record WorkloadShifted(long Campaign, long ShiftId, long FromId, long ToId, int Accounts) : EventBody;

/// <summary>That was taken back.</summary>
public sealed record WorkloadShiftTakenBack(long Campaign, long ShiftId, long FromId, long ToId) : EventBody;
