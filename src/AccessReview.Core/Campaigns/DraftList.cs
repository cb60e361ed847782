using AccessReview.Core.Campaigns.Independence;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Campaigns.Workload;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Campaigns;

/// <summary>The items of a draft in the order of the list, with their reviewers, and what the scope leaves out.</summary>
internal sealed record DraftList(IReadOnlyList<DraftItem> Items, IReadOnlyList<DraftLeftOut> LeftOut)
{
    private static readonly HashSet<long> NobodyInvolved = [];

    /// <summary>Makes the list: what deserves attention first, then by name, an account followed by its assignments by group.</summary>
    public static DraftList Of(long campaignId, IReadOnlyList<ApplicationToReview> applications, IReadOnlyList<WorkloadShift> shifts, Policy policy)
    {
        var leftOut = new List<DraftLeftOut>();
        var blocks = new List<(ApplicationToReview Application, AccountToReview Account)>();
        foreach (var application in applications)
        {
            foreach (var account in application.Accounts)
            {
                if (WhyLeftOut(application, account) is { } reason)
                {
                    leftOut.Add(new DraftLeftOut { CampaignId = campaignId, AccountRecordId = account.AccountRecordId, CampaignApplicationId = application.Plan.Id, Reason = reason });
                }
                else
                {
                    blocks.Add((application, account));
                }
            }
        }

        blocks.Sort((a, b) => a.Account.Rank != b.Account.Rank ? a.Account.Rank.CompareTo(b.Account.Rank)
            : string.CompareOrdinal(a.Account.Sort, b.Account.Sort) is not 0 and var byName ? byName
            : a.Account.AccountId.CompareTo(b.Account.AccountId));
        var items = new List<DraftItem>(blocks.Count);
        foreach (var (application, account) in blocks)
        {
            AddBlock(items, campaignId, application, account);
        }

        var byPlan = applications.ToDictionary(a => a.Plan.Id);
        foreach (var shift in shifts)
        {
            Shift(items, shift, byPlan);
        }

        var independence = new DraftIndependence(items, byPlan, policy);
        independence.Apply();
        DraftSecond.Apply(campaignId, items, byPlan, independence);

        return new DraftList(items, leftOut);
    }

    /// <summary>Gives whole accounts to another reviewer, from the end of the list: the exceptions stay with who knows them.</summary>
    private static void Shift(List<DraftItem> items, WorkloadShift shift, Dictionary<long, ApplicationToReview> applications)
    {
        var left = shift.Accounts;
        for (var first = items.Count - 1; first >= 0 && left > 0; first--)
        {
            var account = items[first];
            if (account.ParentNumber is not null || account.ReviewerId != shift.FromId || !ReviewerPolicy.IsUsable(shift.ToId, AccessOf(applications[account.CampaignApplicationId], account), applications[account.CampaignApplicationId].Pool))
            {
                continue;
            }

            for (var i = first; i < items.Count && (i == first || items[i].ParentNumber == account.Number); i++)
            {
                if (items[i].ReviewerId == shift.FromId)
                {
                    (items[i].ReviewerId, items[i].ForId, items[i].Basis) = (shift.ToId, null, ReviewerBasis.Reassigned);
                }
            }

            left--;
        }
    }

    /// <summary>The access of an account, without its groups.</summary>
    internal static AccessToReview AccessOf(ApplicationToReview application, DraftItem account) =>
        new(account.HolderId, application.Involved.Contains(account.AccountId) ? application.Involved[account.AccountId].ToHashSet() : NobodyInvolved);

    private static LeftOutReason? WhyLeftOut(ApplicationToReview application, AccountToReview account) =>
        application.Outside.TryGetValue(account.AccountId, out var outside) ? outside
        : account.Declared == DeclaredKind.Test ? LeftOutReason.TestAccount
        : account.Status == AccountStatus.Disabled && !application.Plan.IncludeDisabled ? LeftOutReason.Disabled
        : null;

    private static void AddBlock(List<DraftItem> items, long campaignId, ApplicationToReview application, AccountToReview account)
    {
        var plan = application.Plan;
        var involved = application.Involved.Contains(account.AccountId) ? application.Involved[account.AccountId].ToHashSet() : NobodyInvolved;
        var access = new AccessToReview(account.HolderId, involved);
        var before = ReviewerPolicy.Choose(plan.AccountReviewer, access, application.Pool);
        var parent = items.Count + 1;
        items.Add(Item(campaignId, parent, application, account, null, before));
        foreach (var assignment in application.Assignments[account.AssessedAccountId].OrderBy(a => application.Groups.GetValueOrDefault(a.GroupId)?.Sort, StringComparer.Ordinal).ThenBy(a => a.GroupId))
        {
            var choice = plan.AssignmentReviewer is { } rule
                ? ReviewerPolicy.Choose(rule, access with { GroupOwnerId = application.Groups.GetValueOrDefault(assignment.GroupId)?.OwnerId }, application.Pool)
                : before;
            items.Add(Item(campaignId, parent, application, account, assignment, choice));
        }

        DraftItem Item(long campaign, int parentNumber, ApplicationToReview of, AccountToReview holderOf, AssignmentToReview? assignment, ReviewerChoice choice) => new()
        {
            CampaignId = campaign,
            Number = items.Count + 1,
            ParentNumber = assignment is null ? null : parentNumber,
            CampaignApplicationId = of.Plan.Id,
            AccountId = holderOf.AccountId,
            AccountRecordId = holderOf.AccountRecordId,
            AssessedAccountId = holderOf.AssessedAccountId,
            GroupId = assignment?.GroupId,
            AssignmentRecordId = assignment?.AssignmentRecordId,
            AssessedAssignmentId = assignment?.AssessedAssignmentId,
            HolderId = holderOf.HolderId,
            Findings = assignment?.Findings ?? holderOf.Findings,
            Recommendation = assignment?.Recommendation ?? holderOf.Recommendation,
            Rank = holderOf.Rank,
            ReviewerId = choice.ReviewerId,
            ForId = choice.ForId,
            Basis = choice.Basis,
            Fallback = choice.Fallback,
        };
    }
}
