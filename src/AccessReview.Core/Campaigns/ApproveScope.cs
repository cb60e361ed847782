using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>The application's owner approves what a draft leaves out of it: exactly the list they saw.</summary>
public sealed class ApproveScope(Change change)
{
    /// <summary>Approves it.</summary>
    /// <param name="commandId">Makes sending again harmless.</param>
    /// <param name="actor">The application's owner.</param>
    /// <param name="number">The campaign.</param>
    /// <param name="applicationId">The application.</param>
    /// <param name="seen">SHA-256 of the list that was shown.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, int number, long applicationId, byte[] seen, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(ApproveScope), async (scope, token) =>
        {
            var db = scope.Db;
            var campaign = await db.Campaigns.Include(c => c.Applications).SingleOrDefaultAsync(c => c.Number == number, token);
            if (campaign?.Applications.SingleOrDefault(a => a.ApplicationId == applicationId && a.Active) is not { } plan)
            {
                return Problem.NotFound("The application in this campaign");
            }

            if (scope.Actor.PersonId is not { } person || await db.Applications.Where(a => a.Id == applicationId).Select(a => a.OwnerId).SingleAsync(token) != person)
            {
                return Problem.Denied("Only the application's owner approves what a campaign leaves out.");
            }

            if (campaign.WhyNotEditable() is { } problem)
            {
                return problem;
            }

            var list = await ScopeList.ReadAsync(db, plan, token);
            if (list is { Accounts: 0, Assignments: 0 })
            {
                return new Problem("scope.nothing", "Nothing is left out of this application, so there is nothing to approve.");
            }

            if (!list.Sha256.AsSpan().SequenceEqual(seen))
            {
                return Problem.Conflict("The list has changed since you saw it. Look at it again.");
            }

            (plan.ScopeApprovedById, plan.ScopeApprovedAt, plan.ScopeApprovedHash) = (person, scope.At, list.Sha256);
            scope.Record(new ScopeApproved(campaign.Id, applicationId, list.Accounts, list.Assignments, new Sha256(list.Sha256)), campaign.Id);
            return Done.Yes;
        }, cancel);
}

/// <summary>An application's owner approved what a draft leaves out.</summary>
/// <param name="Campaign">The draft.</param>
/// <param name="Application">The application.</param>
/// <param name="Accounts">How many accounts are left out.</param>
/// <param name="Assignments">Assignments read that the plan does not review.</param>
/// <param name="List">The hash of the list, as <see cref="ScopeList"/>. Of version 1 its lines were <c>account-record=reason</c>, in the order of the record.</param>
public sealed record ScopeApproved(long Campaign, long Application, int Accounts, int Assignments, Sha256 List) : EventBody
{
    /// <inheritdoc/>
    public override int Version => 2;
}
