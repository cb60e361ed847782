using AccessReview.Core.Audit;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Starts a campaign: freezes items, facts, findings, policy and reviewers in one transaction, or changes nothing.</summary>
public sealed class LaunchCampaign(Change change)
{
    /// <summary>Launches it. Answers with the number of items. A refusal names every gate that does not hold; its code is the
    /// first gate's.</summary>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, int number, CancellationToken cancel) =>
        change.RunAsync<int>(commandId, actor, nameof(LaunchCampaign), async (scope, token) =>
        {
            var found = await CampaignDoor.ToEditAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            var campaign = found.Value;
            var facts = await GateFactsReader.ReadAsync(scope.Db, campaign, scope.At, token);
            Gate[] shut = [.. LaunchGates.Of(facts).Where(g => !g.Passed)];
            if (shut is [var first, ..])
            {
                return new Problem(first.Code, string.Join(" ", shut.Select(g => g.Sentence)));
            }

            if (campaign.MoveTo(CampaignState.Active) is { IsOk: false } refused)
            {
                return refused.Problem;
            }

            var covered = await HashAsync(scope.Db, campaign.Id, token);
            (campaign.LaunchedAt, campaign.LaunchedBy) = (scope.At, scope.Actor.Key);
            (campaign.Items, campaign.ItemsHash) = (facts.Items, covered.Sha256.Bytes);
            campaign.PolicyVersionId = await PolicyVersionAsync(scope, token);
            await FreezeApplicationsAsync(scope, campaign, token);
            foreach (var check in LaunchChecks.Of(facts))
            {
                scope.Add(check.ToRow(scope.NewId(), campaign.Id, scope.At, scope.Seq));
            }

            var statements = new LaunchStatements(campaign.Id, scope.NewIds(facts.Items), scope.NewIds(facts.Items), scope.Seq);
            scope.AfterEvent(after => statements.InsertAsync(scope.Db, covered.Count, after));
            scope.Record(
                new CampaignLaunched(
                    campaign.Id, facts.Applications.Sum(a => a.ItemAccounts), facts.Items - facts.Applications.Sum(a => a.ItemAccounts), facts.Applications.Sum(a => a.LeftOut),
                    [.. campaign.Applications.Where(a => a.Active).Select(a => a.AssessmentId!.Value)], campaign.PolicyVersionId.Value, campaign.DueAt, campaign.Deadline)
                { Rows = covered },
                campaign.Id);
            return facts.Items;
        }, cancel);

    // Item by item in the order of the list, so that a million of them need no memory.
    private static async Task<CoveredRows> HashAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        using var hash = new RowsHash();
        var drafted = db.DraftItems.AsNoTracking().Where(i => i.CampaignId == campaignId).OrderBy(i => i.Number)
            .Select(i => new
            {
                IsIndependent = i.ReviewerId != null && (i.HolderId == null || i.ReviewerId != i.HolderId),
                Item = new ReviewItem
                {
                    Id = 0,
                    CampaignId = campaignId,
                    Number = i.Number,
                    CampaignApplicationId = 0,
                    AccountId = i.AccountId,
                    AccountRecordId = i.AccountRecordId,
                    AssessedAccountId = i.AssessedAccountId,
                    GroupId = i.GroupId,
                    AssignmentRecordId = i.AssignmentRecordId,
                    Findings = i.Findings,
                    Recommendation = i.Recommendation,
                },
            });
        await foreach (var draft in drafted.AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (!draft.IsIndependent)
            {
                throw new InvalidOperationException($"Item {draft.Item.Number} has no independent reviewer.");
            }

            hash.Add(draft.Item.ToRowText().Hash());
        }

        return hash.ToCovered();
    }

    private static async Task FreezeApplicationsAsync(ChangeScope scope, Campaign campaign, CancellationToken cancel)
    {
        foreach (var plan in campaign.Applications.Where(a => a.Active))
        {
            plan.AssessmentId = await scope.Db.Applications.Where(a => a.Id == plan.ApplicationId).Select(a => a.CurrentAssessmentId).SingleAsync(cancel);
            plan.PreviousCampaignId = (await PreviousReviewReader.LastClosedAsync(scope.Db, plan.ApplicationId, cancel))?.CampaignId;
        }
    }

    private static async Task<long> PolicyVersionAsync(ChangeScope scope, CancellationToken cancel)
    {
        var (version, policy) = await CurrentPolicy.ReadAsync(scope.Db, cancel);
        return version != 0 ? version : scope.Add(new PolicyVersion
        {
            Id = scope.NewId(),
            Number = 1,
            Json = CurrentPolicy.Write(policy),
            SetBy = Actor.Product.Key,
            SetAt = scope.At,
        }).Id;
    }
}

/// <summary>A campaign was launched. Its rows are the items, in order.</summary>
public sealed record CampaignLaunched(
    long Campaign, int Accounts, int Assignments, int LeftOut, IReadOnlyList<long> Assessments, long PolicyVersion, DateTime Due, DeadlineRule Deadline) : EventBody;
