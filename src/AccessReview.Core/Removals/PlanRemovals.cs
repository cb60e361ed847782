using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Turns final revokes and agreed changes into work: one removal for an account with all its assignments, else one for each assignment.
/// Part of the sign-off's and the close's own change, never a command by itself.</summary>
public sealed class PlanRemovals(TimeProvider time)
{
    /// <summary>Plans the removals of the revokes that are final with this change. The rows are written by the database in one
    /// statement, after the change's own rows and set-based statements, so that revokes made in the same change are seen: call
    /// it after registering those. A revoke that already has a removal gets no second one, so calling twice is harmless.</summary>
    /// <param name="scope">The sign-off's or the close's change.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="turnIds">The turns signed off; null: every revoked turn of the campaign.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public async Task PlanAsync(ChangeScope scope, long campaignId, IReadOnlyCollection<long>? turnIds, CancellationToken cancel)
    {
        if (turnIds is { Count: 0 })
        {
            return;
        }

        var policy = await CurrentPolicy.OfCampaignAsync(scope.Db, campaignId, cancel);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(await scope.Db.Campaigns.Where(c => c.Id == campaignId).Select(c => c.TimeZone).SingleAsync(cancel));
        var due = Clock.DayIn(scope.At, zone).AddDays(policy.RemovalDueDays);
        scope.AfterEvent(token => InsertAsync(scope, campaignId, turnIds, due, policy.RemovalWaitMinutes, token));
        scope.AfterEvent(token => RemovalStatements.DueAsync(scope.Db, campaignId, scope.At, zone, scope.Seq, token));
    }

    private async Task InsertAsync(ChangeScope scope, long campaignId, IReadOnlyCollection<long>? turnIds, DateOnly due, int waitMinutes, CancellationToken cancel)
    {
        var db = scope.Db;
        if (await db.CampaignProgress.AnyAsync(p => p.CampaignId == campaignId && p.Stage == 2, cancel))
        {
            await RemovalStatements.SupersedeAsync(db, campaignId, turnIds, scope.Seq, cancel);
        }

        var count = await RemovalStatements.CountAsync(db, campaignId, turnIds, cancel);
        if (count == 0)
        {
            return;
        }

        var number = await db.Removals.AsNoTracking().MaxAsync(r => (int?)r.Number, cancel) ?? 0;
        var plan = new PlannedRemovals(scope.NewIds(count), number + 1, due, scope.At, time.Now().AddMinutes(waitMinutes), scope.Seq);
        var written = await RemovalStatements.InsertAsync(db, campaignId, turnIds, plan, cancel);
        if (written != count)
        {
            throw new InvalidOperationException($"{count} removals were to be planned and {written} were written.");
        }

        await RemovalStatements.AssignAsync(db, campaignId, plan, count, cancel);
    }
}
