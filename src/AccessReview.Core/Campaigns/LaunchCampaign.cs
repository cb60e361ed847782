using AccessReview.Core.Audit;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Starts a campaign: freezes items, facts, findings, policy and reviewers in one transaction, or changes nothing.</summary>
public sealed class LaunchCampaign(Change change, TimeProvider time)
{
    /// <summary>Launches it as it stands: nobody was shown it.</summary>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, int number, CancellationToken cancel) => RunAsync(commandId, actor, number, seen: null, still: null, cancel);

    /// <summary>Launches it as it was shown.</summary>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, int number, string? seen, CancellationToken cancel) => RunAsync(commandId, actor, number, seen, still: null, cancel);

    /// <summary>Launches it. Answers with the number of items. A refusal names every gate that does not hold; its code is the
    /// first gate's.</summary>
    /// <param name="commandId">Makes sending again harmless.</param>
    /// <param name="actor">Who launches.</param>
    /// <param name="number">The campaign.</param>
    /// <param name="seen">The <see cref="PlanView.Mark"/> of what was shown; another one by now is a conflict. Null: nothing was.</param>
    /// <param name="still">Asked once nothing can change any more: whether it is still to be launched; a conflict when not. Null: it is.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, int number, string? seen, Func<ReviewDb, CancellationToken, Task<bool>>? still, CancellationToken cancel) =>
        change.RunAsync<int>(commandId, actor, nameof(LaunchCampaign), async (scope, token) =>
        {
            var found = await CampaignDoor.ToEditAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            var campaign = found.Value;
            if (seen is not null && seen != await PreviewCampaign.MarkAsync(scope.Db, campaign.Id, token))
            {
                return Problem.Conflict("The plan, or what it is made from, has changed since it was shown to you, so nothing was launched. Look at it again.");
            }

            if (still is not null && !await still(scope.Db, token))
            {
                return Problem.Conflict("It is not to be launched any more, so nothing was.");
            }

            // By the clock, as the page and the preview were: the record may lie ahead of it, and makes no reading older.
            var facts = await GateFactsReader.ReadAsync(scope.Db, campaign, time.Now(), token);
            Gate[] shut = [.. LaunchGates.Of(facts).Where(g => !g.Passed)];
            if (shut is [var first, ..])
            {
                return new Problem(first.Code, string.Join(" ", shut.Select(g => g.Sentence)));
            }

            if (campaign.MoveTo(CampaignState.Active) is { IsOk: false } refused)
            {
                return refused.Problem;
            }

            using var frozen = await HashAsync(scope.Db, campaign.Id, token);
            var covered = frozen.Items.ToCovered();
            (campaign.LaunchedAt, campaign.LaunchedBy) = (scope.At, scope.Actor.Key);
            (campaign.Items, campaign.ItemsHash) = (facts.Items, covered.Sha256.Bytes);
            var (policy, policyText) = await PolicyVersionAsync(scope, token);
            campaign.PolicyVersionId = policy;
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
                    [.. campaign.Applications.Where(a => a.Active).Select(a => a.AssessmentId!.Value)], policy, campaign.DueAt, campaign.Deadline,
                    policyText, frozen.Reviewers.ToSha256(), frozen.SecondReviewers.ToSha256(), campaign.PeriodStart, campaign.PeriodEnd)
                { Rows = covered },
                campaign.Id);
            return facts.Items;
        }, cancel);

    // Item by item in the order of the list, so that a million of them need no memory.
    private static async Task<Frozen> HashAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var (frozen, text) = (new Frozen(new RowsHash(), new ReviewersHash(), new ReviewersHash()), new RowText());
        var drafted = db.DraftItems.AsNoTracking().Where(i => i.CampaignId == campaignId).OrderBy(i => i.Number)
            .Select(i => new
            {
                i.ReviewerId,
                i.SecondId,
                i.HolderId,
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
        await foreach (var draft in drafted.ReadAhead(cancel).WithCancellation(cancel))
        {
            if (draft.ReviewerId is not { } reviewer || reviewer == draft.HolderId)
            {
                throw new InvalidOperationException($"Item {draft.Item.Number} has no independent reviewer.");
            }

            frozen.Items.Add(text.Of(draft.Item).Hash());
            frozen.Reviewers.Add(draft.Item.Number, reviewer);
            if (draft.SecondId is { } second)
            {
                frozen.SecondReviewers.Add(draft.Item.Number, second);
            }
        }

        return frozen;
    }

    private static async Task FreezeApplicationsAsync(ChangeScope scope, Campaign campaign, CancellationToken cancel)
    {
        foreach (var plan in campaign.Applications.Where(a => a.Active))
        {
            plan.AssessmentId = await scope.Db.Applications.Where(a => a.Id == plan.ApplicationId).Select(a => a.CurrentAssessmentId).SingleAsync(cancel);
            plan.PreviousCampaignId = (await PreviousReviewReader.LastClosedAsync(scope.Db, plan.ApplicationId, cancel))?.CampaignId;
        }
    }

    private static async Task<(long Id, Sha256 Text)> PolicyVersionAsync(ChangeScope scope, CancellationToken cancel)
    {
        var version = await scope.Db.PolicyVersions.AsNoTracking().OrderByDescending(p => p.Number).FirstOrDefaultAsync(cancel) ?? scope.Add(new PolicyVersion
        {
            Id = scope.NewId(),
            Number = 1,
            Json = CurrentPolicy.Write(new Policy()),
            SetBy = Actor.Product.Key,
            SetAt = scope.At,
        });
        return (version.Id, version.Fingerprint());
    }

    /// <summary>What a launch holds fast by hashes.</summary>
    private sealed record Frozen(RowsHash Items, ReviewersHash Reviewers, ReviewersHash SecondReviewers) : IDisposable
    {
        public void Dispose()
        {
            Items.Dispose();
            Reviewers.Dispose();
            SecondReviewers.Dispose();
        }
    }
}

/// <summary>A campaign was launched. Its rows are the items, in order.</summary>
/// <param name="Campaign">Which.</param>
/// <param name="Accounts">How many of its items are accounts.</param>
/// <param name="Assignments">How many are assignments.</param>
/// <param name="LeftOut">Accounts that are not reviewed.</param>
/// <param name="Assessments">What was judged.</param>
/// <param name="PolicyVersion">The policy it runs under.</param>
/// <param name="Due">Its deadline.</param>
/// <param name="Deadline">What becomes of what is undecided then.</param>
/// <param name="Policy">The SHA-256 of that policy's JSON.</param>
/// <param name="Reviewers">Who reviews which item, as <see cref="ReviewersHash"/>.</param>
/// <param name="SecondReviewers">Who reviews which item as the second, as <see cref="ReviewersHash"/>.</param>
/// <param name="PeriodStart">First day of the period under review.</param>
/// <param name="PeriodEnd">Its last day.</param>
public sealed record CampaignLaunched(
    long Campaign, int Accounts, int Assignments, int LeftOut, IReadOnlyList<long> Assessments, long PolicyVersion, DateTime Due, DeadlineRule Deadline,
    Sha256 Policy, Sha256 Reviewers, Sha256 SecondReviewers, DateOnly PeriodStart, DateOnly PeriodEnd) : EventBody
{
    internal const int SinceItSaysThePeriod = 3;

    /// <inheritdoc/>
    public override int Version => SinceItSaysThePeriod;
}
