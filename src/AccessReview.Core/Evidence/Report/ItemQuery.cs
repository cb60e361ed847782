using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Findings;
using AccessReview.Core.Removals;

namespace AccessReview.Core.Evidence.Report;

/// <summary>The one query under every sheet that prints items: one pass in the order of the items' numbers, in which each join
/// follows a key.</summary>
internal static class ItemQuery
{
    internal static IQueryable<ItemLine> Of(ReportScope scope, Finding holding = Finding.None)
    {
        var db = scope.Db;
        var campaignId = scope.Campaign.Id;
        var decided = EarlierDecision.Of(db).Where(e => e.IsLast);

        // What a reviewer has signed for stays signed for when it goes with its account; that, whoever revoked the account signs.
        var ownSigned =
            from signOff in db.SignOffs
            where signOff.CampaignId == campaignId && signOff.WithdrawnAt == null
            join covered in db.SignOffItems on signOff.Id equals covered.SignOffId
            join own in db.Decisions on covered.DecisionId equals own.Id
            where own.Mode != DecisionMode.WithAccount
            select new { signOff.Id, covered.ItemId, own.TurnId };
        return
            from item in db.ReviewItems
            where item.CampaignId == campaignId
            join first in db.ReviewTurns.Where(t => t.Stage == 1) on item.Id equals first.ItemId
            from second in db.ReviewTurns.Where(t => t.ItemId == item.Id && t.Stage == 2).DefaultIfEmpty()
            from needed in db.SecondReviews.Where(s => s.ItemId == item.Id).DefaultIfEmpty()
            from one in db.Decisions.Where(d => d.Id == first.DecisionId).DefaultIfEmpty()
            from two in db.Decisions.Where(d => d.Id == second.DecisionId).DefaultIfEmpty()

            // Whose decision makes the item what it is, as Campaigns/SecondStage/ItemEnd says it; 0: nobody's.
            let stage = first.State == TurnState.Revoked ? 1 : second != null && second.State == TurnState.Revoked ? 2
                : first.State == TurnState.Undecided || (second != null && second.State == TurnState.Undecided) || (needed != null && second == null) ? 0
                : second != null && (second.State == TurnState.Changed || first.State == TurnState.Certified) ? 2 : 1
            let decisionId = stage == 1 ? first.DecisionId : stage == 2 ? second.DecisionId : null

            // Signed as Campaigns/SecondStage/ItemEnds counts it: a revoke by who revoked, what is kept by every stage that kept it.
            let signed = stage == 1 ? first.SignOffId != null && (first.State == TurnState.Revoked || second == null || second.SignOffId != null)
                : stage == 2 && second.SignOffId != null && (second.State == TurnState.Revoked || first.SignOffId != null)
            join plan in db.CampaignApplications on item.CampaignApplicationId equals plan.Id
            join record in db.AccountRecords on item.AccountRecordId equals record.Id
            join assessed in db.AssessedAccounts on item.AssessedAccountId equals assessed.Id
            where holding == Finding.None || (assessed.Findings & holding) != Finding.None
            from declared in db.Declarations.Where(d => d.Id == assessed.DeclarationId).DefaultIfEmpty()
            from person in db.PersonRecords.Where(p => p.Id == assessed.PersonRecordId).DefaultIfEmpty()
            from @group in db.GroupRecords.Where(g => g.ExtractId == record.ExtractId && g.GroupId == item.GroupId).DefaultIfEmpty()
            join made in db.Decisions on decisionId equals (long?)made.Id into decisions
            from decision in decisions.DefaultIfEmpty()
            from reason in db.PrivateTexts.Where(t => t.Id == decision.ReasonId).DefaultIfEmpty()

            // The removal that stands, whoever of two reviewers caused it. A sign-off that was withdrawn leaves its cancelled one behind: that of
            // the decision says so until there is another.
            let standing = db.Removals.Where(r => r.ItemId == item.Id && r.State != RemovalState.Cancelled).Max(r => (int?)r.Number)
            let last = db.Removals.Where(r => r.ItemId == item.Id && r.DecisionId == decisionId).Max(r => (int?)r.Number)
            join caused in db.Removals on standing ?? last equals (int?)caused.Number into removals
            from removal in removals.DefaultIfEmpty()

            // What somebody decided in an addendum of the previous campaign was decided last; of that campaign itself, what nobody decided counts too.
            let beforeId = db.ReviewItems.Where(b => b.AccountId == item.AccountId && b.GroupId == item.GroupId
                && (b.CampaignId == plan.PreviousCampaignId || decided.Any(e => e.PartId == plan.Id && e.ItemId == b.Id))).Max(b => (long?)b.Id)
            join earlier in db.ReviewItems on beforeId equals (long?)earlier.Id into befores
            from before in befores.DefaultIfEmpty()
            from outcome in db.ItemOutcomes.Where(o => o.ItemId == before.Id).DefaultIfEmpty()
            from ended in db.Decisions.Where(d => d.Id == outcome.DecisionId).DefaultIfEmpty()
            orderby item.Number
            select new ItemLine
            {
                ItemId = item.Id,
                Number = item.Number,
                ParentItemId = item.ParentItemId,
                PlanId = plan.Id,
                AccountId = item.AccountId,
                Findings = item.Findings,
                Recommendation = item.Recommendation,
                Facts = item.Recommendation == Recommendation.None ? "" : assessed.Facts,
                HolderId = item.HolderId,
                Email = record.Email,
                EmailKey = record.EmailKey,
                AccountName = record.Name,
                Role = record.Role,
                Status = record.Status,
                LastUsedAt = record.LastUsedAt,
                LastUsedState = record.LastUsedState,
                AccountFindings = assessed.Findings,
                Match = assessed.Match,
                Declared = declared == null ? null : declared.Kind,
                InsideOwnerId = declared == null ? null : declared.OwnerId,
                DeclaredBy = declared == null ? null : declared.By,
                Group = @group == null ? null : @group.Name,
                PersonId = person == null ? null : person.PersonId,
                Person = person == null ? null : person.Name,
                Employment = person == null ? null : person.Status,
                EmploymentType = person == null ? null : person.EmploymentType,
                Department = person == null ? null : person.Department,
                JobTitle = person == null ? null : person.JobTitle,
                ManagerId = person == null ? null : person.ManagerId,
                StartDate = person == null ? null : person.StartDate,
                EndDate = person == null ? null : person.EndDate,
                ReviewerId = first.ReviewerId,
                ForId = first.ForId,
                Basis = first.Basis,
                Fallback = first.Fallback,
                FirstState = first.State,
                FirstBy = one == null ? null : one.By,
                FirstMode = one == null ? null : one.Mode,
                FirstTo = one == null ? null : one.ChangeTo,
                SecondWhy = needed == null ? SecondReason.None : needed.Why,
                SecondReviewerId = second != null ? second.ReviewerId : needed != null ? needed.ReviewerId : null,
                SecondForId = second == null ? null : second.ForId,
                SecondState = second == null ? null : second.State,
                SecondBy = two == null ? null : two.By,
                SecondMode = two == null ? null : two.Mode,
                SecondTo = two == null ? null : two.ChangeTo,
                Signed = signed,
                FirstSignOffId = one != null && one.Mode == DecisionMode.WithAccount ? ownSigned.Where(s => s.ItemId == item.Id && s.TurnId == first.Id).Max(s => (long?)s.Id) : first.SignOffId,
                SecondSignOffId = two != null && two.Mode == DecisionMode.WithAccount ? ownSigned.Where(s => s.ItemId == item.Id && s.TurnId == second.Id).Max(s => (long?)s.Id) : second.SignOffId,
                AccountSignOffId = one != null && one.Mode == DecisionMode.WithAccount ? first.SignOffId : two != null && two.Mode == DecisionMode.WithAccount ? second.SignOffId : null,
                DecisionId = decisionId,
                Decision = decision == null ? null : decision.Kind,
                Mode = decision == null ? null : decision.Mode,
                DecidedBy = decision == null ? null : decision.By,
                DecidedAt = decision == null ? null : decision.At,
                Reason = reason == null ? null : reason.Text,
                ReasonKept = decision == null ? null : decision.ReasonId != null,
                ReasonRecommended = decision == null ? null : decision.ReasonRecommended,
                ReasonReused = decision == null ? null : decision.ReasonReused,
                BatchId = decision == null ? null : decision.BatchId,
                BatchSize = decision == null ? null : decision.BatchSize,
                Rule = decision == null ? null : decision.Rule,
                ChangeTo = decision == null ? null : decision.ChangeTo,
                Late = decision == null || decision.Rule == Core.Campaigns.Decision.ByDeadline ? null : (one != null && one.Late) || (two != null && two.Late),
                DecisionSeq = decision == null ? null : decision.EventSeq,
                RemovalNumber = removal == null ? null : removal.Number,
                RemovalState = removal == null ? null : removal.State,
                VerifiedAt = removal == null ? null : removal.VerifiedAt,
                RemovalTo = removal == null ? null : removal.ChangeTo,
                PreviousCampaignId = plan.PreviousCampaignId,
                PreviousOutcome = outcome == null ? null : outcome.Kind,
                PreviousMode = ended == null ? null : ended.Mode,
                PreviousAt = ended == null ? null : ended.At,
            };
    }
}
