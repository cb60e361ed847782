using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>What rows that change say must agree with the rows that do not: a turn with its decision, an outcome with its decision,
/// a waived removal with its waiver. And the guard must be in place.</summary>
internal static class AgreementCheck
{
    internal static async Task RunAsync(Verification run, CancellationToken cancel)
    {
        var db = run.Db;
        foreach (var turn in await (
            from t in db.ReviewTurns
            join d in db.Decisions on t.DecisionId equals d.Id into decisions
            from d in decisions.DefaultIfEmpty()
            where !((t.State == TurnState.Undecided && t.DecisionId == null)
                || (d != null && d.TurnId == t.Id
                    && ((t.State == TurnState.Certified && d.Kind == DecisionKind.Certify)
                        || (t.State == TurnState.Revoked && d.Kind == DecisionKind.Revoke)
                        || (t.State == TurnState.Changed && d.Kind == DecisionKind.Change))))
            select t.Id).Take(VerifyReport.MaxListed).ToListAsync(cancel))
        {
            run.Found("turn.state", $"Turn {turn} says something else than the decision it cites.");
        }

        // With its account, or at the deadline, an item is decided by somebody else than its reviewer.
        DecisionMode[] theirs = [DecisionMode.Single, DecisionMode.Bulk, DecisionMode.Group, DecisionMode.CarriedForward];
        foreach (var turn in await (
            from t in db.ReviewTurns
            join d in db.Decisions on t.DecisionId equals d.Id
            where theirs.Contains(d.Mode) && d.By != "person:" + t.ReviewerId
            select t.Id).Take(VerifyReport.MaxListed).ToListAsync(cancel))
        {
            run.Found("turn.decider", $"Turn {turn} was decided by somebody else than its reviewer.");
        }

        foreach (var item in await (
            from o in db.ItemOutcomes
            join d in db.Decisions on o.DecisionId equals d.Id into decisions
            from d in decisions.DefaultIfEmpty()
            where !((o.Kind == OutcomeKind.NotReviewed && o.DecisionId == null)
                || (d != null && d.ItemId == o.ItemId
                    && ((o.Kind == OutcomeKind.Certified && d.Kind == DecisionKind.Certify)
                        || (o.Kind == OutcomeKind.Revoked && d.Kind == DecisionKind.Revoke)
                        || (o.Kind == OutcomeKind.Changed && d.Kind == DecisionKind.Change))))
            select o.ItemId).Take(VerifyReport.MaxListed).ToListAsync(cancel))
        {
            run.Found("outcome.state", $"The outcome of item {item} says something else than its decision.");
        }

        await LinksAsync(run, cancel);
        await RemovalsAsync(run, cancel);
        foreach (var trigger in await Guard.MissingAsync(db, cancel))
        {
            run.Found("guard.missing", $"The guard {trigger} is missing or was changed: rows could be written beside the record.");
        }
    }

    /// <summary>An item and what was judged name the same account, person, parent and campaign, whichever way one goes.</summary>
    private static async Task LinksAsync(Verification run, CancellationToken cancel)
    {
        var db = run.Db;
        foreach (var item in await (
            from i in db.ReviewItems
            join a in db.AssessedAccounts on i.AssessedAccountId equals a.Id into assessed
            from a in assessed.DefaultIfEmpty()
            join d in db.Declarations on a.DeclarationId equals d.Id into declarations
            from d in declarations.DefaultIfEmpty()
            join c in db.CampaignApplications on i.CampaignApplicationId equals c.Id into plans
            from c in plans.DefaultIfEmpty()
            join p in db.ReviewItems on i.ParentItemId equals p.Id into parents
            from p in parents.DefaultIfEmpty()
            join l in db.AssessedAssignments on i.AssessedAssignmentId equals l.Id into lines
            from l in lines.DefaultIfEmpty()
            where a == null || a.AccountRecordId != i.AccountRecordId || (d == null ? a.PersonId : d.OwnerId) != i.HolderId
                || c == null || c.CampaignId != i.CampaignId || c.AssessmentId != a.AssessmentId
                || (i.GroupId == null && (i.ParentItemId != null || i.AssessedAssignmentId != null))
                || (i.GroupId != null && (p == null || p.GroupId != null || p.AccountRecordId != i.AccountRecordId || p.CampaignId != i.CampaignId || l == null || l.AssignmentRecordId != i.AssignmentRecordId))
            orderby i.Id
            select i.Id).Take(VerifyReport.MaxListed).ToListAsync(cancel))
        {
            run.Found("item.links", $"Item {item} names another account, person or parent than what was judged at launch.");
        }

        foreach (var turn in await db.ReviewTurns
            .Where(t => !db.ReviewItems.Any(i => i.Id == t.ItemId && i.CampaignId == t.CampaignId && i.Number == t.Number))
            .OrderBy(t => t.Id).Select(t => t.Id).Take(VerifyReport.MaxListed).ToListAsync(cancel))
        {
            run.Found("turn.item", $"Turn {turn} is about an item that is not in its campaign, or has another number.");
        }

        foreach (var account in await (
            from a in db.AssessedAccounts
            where a.PersonRecordId != null
            join r in db.PersonRecords on a.PersonRecordId equals r.Id into records
            from r in records.DefaultIfEmpty()
            where r == null || r.PersonId != a.PersonId
            orderby a.Id
            select a.Id).Take(VerifyReport.MaxListed).ToListAsync(cancel))
        {
            run.Found("assessment.person", $"The judged account {account} names another person's record than the person it was matched with.");
        }
    }

    private static async Task RemovalsAsync(Verification run, CancellationToken cancel)
    {
        foreach (var number in await run.Db.Removals
            .Where(r => r.State == RemovalState.Waived && !run.Db.WaiverAnswers.Any(a => a.WaiverId == r.WaiverId && a.Approved && run.Db.RemovalWaivers.Any(w => w.Id == a.WaiverId && w.RemovalId == r.Id)))
            .OrderBy(r => r.Number).Select(r => r.Number).Take(VerifyReport.MaxListed).ToListAsync(cancel))
        {
            run.Found("removal.waived", $"Removal R{number} is waived, and no approved waiver says so.");
        }
    }
}
