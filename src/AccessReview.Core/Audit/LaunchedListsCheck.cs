using System.Globalization;
using System.Linq.Expressions;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence.Checks;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Overview;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>What each campaign left out, and what its completeness checks counted, computed again from the readings, the judgements, the items and
/// the plan's rule: no event holds these lists by a hash of their own. What a check counted of a moment that is gone (C5, C9, C10) or of removals
/// that have moved since (the rest of C12) is not counted again.</summary>
internal static class LaunchedListsCheck
{
    private static readonly string[] Lasting = ["C1", "C2", "C3", "C4", "C6", "C8", "C11"];

    internal static async Task RunAsync(Verification run, CancellationToken cancel)
    {
        foreach (var (id, seqs) in run.Launched)
        {
            if (await run.Db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancel) is { } campaign)
            {
                await LeftOutAsync(run, campaign, cancel);
                await HeldAsync(run, campaign, cancel);
                await ChecksAsync(run, campaign, seqs, cancel);
            }
        }
    }

    private static async Task LeftOutAsync(Verification run, Campaign campaign, CancellationToken cancel)
    {
        var db = run.Db;

        // Both lists are asked for whole, once: a lookup of each account would go through the campaign's items each time.
        var reviewed = from item in db.ReviewItems
                       join read in db.AssessedAccounts on new { Id = item.AssessedAccountId, item.AccountId } equals new { read.Id, read.AccountId }
                       where item.CampaignId == campaign.Id
                       select read.Id;
        foreach (var plan in await db.CampaignApplications.AsNoTracking().Where(p => p.CampaignId == campaign.Id && p.Active).ToListAsync(cancel))
        {
            var leftOut = db.LeftOutAccounts.Where(l => l.CampaignId == campaign.Id && l.CampaignApplicationId == plan.Id).Select(l => l.AccountRecordId);
            foreach (var account in await db.AssessedAccounts
                .Where(a => a.AssessmentId == plan.AssessmentId && (reviewed.Contains(a.Id) ? leftOut.Contains(a.AccountRecordId) : !leftOut.Contains(a.AccountRecordId)))
                .OrderBy(a => a.AccountRecordId)
                .Select(a => new { a.AccountRecordId, Both = leftOut.Contains(a.AccountRecordId) })
                .Take(VerifyReport.MaxListed).ToListAsync(cancel))
            {
                run.Found("left-out.list", string.Create(CultureInfo.InvariantCulture, $"Campaign C{campaign.Number}: account record {account.AccountRecordId} is {(account.Both ? "under review and in the list of what was left out" : "neither under review nor in the list of what was left out")}."));
            }
        }

        foreach (var record in await (
            from left in db.LeftOutAccounts
            where left.CampaignId == campaign.Id
            from record in db.AccountRecords.Where(r => r.Id == left.AccountRecordId).DefaultIfEmpty()
            from plan in db.CampaignApplications.Where(p => p.Id == left.CampaignApplicationId && p.CampaignId == left.CampaignId && p.Active).DefaultIfEmpty()
            from read in db.AssessedAccounts.Where(a => a.AssessmentId == plan!.AssessmentId && a.AccountId == record!.AccountId && a.AccountRecordId == record.Id).DefaultIfEmpty()
            from declared in db.Declarations.Where(d => d.Id == read!.DeclarationId).DefaultIfEmpty()
            select new LeftOut { Left = left, Record = record, Plan = plan, Read = read, IsTest = declared != null && declared.Kind == DeclaredKind.Test })
            .Where(Unlike(campaign)).OrderBy(l => l.Left.AccountRecordId).Select(l => l.Left.AccountRecordId).Take(VerifyReport.MaxListed).ToListAsync(cancel))
        {
            run.Found("left-out.reason", string.Create(CultureInfo.InvariantCulture, $"Campaign C{campaign.Number}: account record {record} is in the list of what was left out, and by the reading and the plan it was not, or not for that reason."));
        }
    }

    /// <summary>Names what an addendum left out as held by its campaign and neither the campaign nor an addendum before it had, or had left out as disabled,
    /// which it was no more. Whether an account was promoted since, or declared a test account until then, is of a moment that is gone.</summary>
    private static async Task HeldAsync(Verification run, Campaign campaign, CancellationToken cancel)
    {
        if (campaign.AddendumToId is not { } main || run.PurgedCampaigns.Contains(main))
        {
            return;
        }

        var db = run.Db;
        var before = db.Campaigns.Where(c => c.AddendumToId == main && c.LaunchedAt < campaign.LaunchedAt).Select(c => c.Id);
        foreach (var record in await (
            from left in db.LeftOutAccounts
            where left.CampaignId == campaign.Id && left.Reason == LeftOutReason.InMainCampaign
            join record in db.AccountRecords on left.AccountRecordId equals record.Id
            join plan in db.CampaignApplications on left.CampaignApplicationId equals plan.Id
            where !db.ReviewItems.Any(i => i.GroupId == null && i.AccountId == record.AccountId && before.Contains(i.CampaignId))
                && !db.CampaignApplications.Where(p => p.CampaignId == main && p.Active && p.ApplicationId == plan.ApplicationId)
                    .SelectMany(p => db.AssessedAccounts.Where(a => a.AssessmentId == p.AssessmentId && a.AccountId == record.AccountId)).Any(a => (record.Status == AccountStatus.Disabled
                        || !db.LeftOutAccounts.Any(l => l.CampaignId == main && l.AccountRecordId == a.AccountRecordId && l.Reason == LeftOutReason.Disabled)))
            orderby record.Id
            select record.Id).Take(VerifyReport.MaxListed).ToListAsync(cancel))
        {
            run.Found("left-out.reason", string.Create(CultureInfo.InvariantCulture, $"Campaign C{campaign.Number}: account record {record} is left out as held by the campaign that this one is an addendum to, and it was not."));
        }
    }

    /// <summary>Those that the plan's rule (<see cref="DraftList"/>) would not have left out so.</summary>
    private static Expression<Func<LeftOut, bool>> Unlike(Campaign campaign)
    {
        var part = campaign.AddendumToId is null ? campaign.Part : (CampaignPart?)null;
        return l => l.Record == null || l.Plan == null || l.Read == null || !(
            (l.Left.Reason == LeftOutReason.TestAccount && l.IsTest)
            || (l.Left.Reason == LeftOutReason.Disabled && !l.IsTest && l.Record.Status == AccountStatus.Disabled && !l.Plan.IncludeDisabled)
            || (l.Left.Reason == LeftOutReason.InMainCampaign && part == null)
            || (l.Left.Reason == LeftOutReason.NotALeaver && part == CampaignPart.Leavers && l.Read.Rank != AttentionRank.Left)
            || (l.Left.Reason == LeftOutReason.LeaverNotAsked && part == CampaignPart.Leavers && l.Read.Rank == AttentionRank.Left)
            || (l.Left.Reason == LeftOutReason.SeatInUse && part == CampaignPart.UnusedSeats && (l.Read.Findings & AccessTotals.Unused) == Finding.None)
            || (l.Left.Reason == LeftOutReason.SeatNotAsked && part == CampaignPart.UnusedSeats && (l.Read.Findings & AccessTotals.Unused) != Finding.None));
    }

    private static async Task ChecksAsync(Verification run, Campaign campaign, LaunchedSeqs seqs, CancellationToken cancel)
    {
        var kept = await run.Db.CompletenessChecks.AsNoTracking().Where(c => c.CampaignId == campaign.Id).ToListAsync(cancel);
        List<Counted> said = [.. kept.Where(k => k.EventSeq == seqs.Launch && Lasting.Contains(k.Check)).Select(k => new Counted(k.Check, k.ApplicationId, k.CountA, k.CountB, k.Result))];
        List<Counted> again = [.. (await CompletenessChecks.OfLaunchAsync(run.Db, campaign.Id, cancel)).Select(c => new Counted(c.Code, c.ApplicationId, c.CountA, c.CountB, c.Result))];

        // Releases before let C8 of a reading that lists no assignments pass, nothing against nothing, where nothing is tested.
        said = [.. said.Select(s => s is { Code: "C8", A: 0, B: 0, Result: CheckResult.Pass } && again.Contains(s with { Result = CheckResult.NotTested }) ? s with { Result = CheckResult.NotTested } : s)];
        if (seqs.Close is { } close)
        {
            said.AddRange(kept.Where(k => k.EventSeq == close && k.Check == "C12" && k.WhatA == CloseChecks.Items).Select(k => new Counted(k.Check, k.ApplicationId, k.CountA, k.CountB, k.Result)));
            var outcome = CloseChecks.Outcomes(
                await run.Db.ReviewItems.LongCountAsync(i => i.CampaignId == campaign.Id, cancel), await run.Db.ItemOutcomes.LongCountAsync(o => o.CampaignId == campaign.Id, cancel), "");
            again.Add(new Counted(outcome.Code, outcome.ApplicationId, outcome.CountA, outcome.CountB, outcome.Result));
        }

        foreach (var one in Rest(said, again))
        {
            run.Found("check.counts", string.Create(CultureInfo.InvariantCulture, $"Campaign C{campaign.Number}: its completeness check {one.Words} does not come out so when it is computed again."));
        }

        foreach (var one in Rest(again, said))
        {
            run.Found("check.counts", string.Create(CultureInfo.InvariantCulture, $"Campaign C{campaign.Number}: computed again, its completeness check comes out as {one.Words}, and that is not kept."));
        }
    }

    /// <summary>What of the first list the second has not as often.</summary>
    private static IEnumerable<Counted> Rest(List<Counted> first, List<Counted> second)
    {
        var there = second.CountBy(c => c).ToDictionary(c => c.Key, c => c.Value);
        return first.CountBy(c => c).Where(c => c.Value > there.GetValueOrDefault(c.Key)).Select(c => c.Key);
    }

    private sealed record Counted(string Code, long? ApplicationId, long? A, long? B, CheckResult Result)
    {
        public string Words => $"{Code} (A {Said(A)}, B {Said(B)}, {Result})";

        private static string Said(long? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "none";
    }

    private sealed class LeftOut
    {
        public required LeftOutAccount Left { get; init; }

        public AccountRecord? Record { get; init; }

        public CampaignApplication? Plan { get; init; }

        public AssessedAccount? Read { get; init; }

        public required bool IsTest { get; init; }
    }
}

/// <summary>The events with which a campaign began and ended.</summary>
/// <param name="Launch">Its launch.</param>
/// <param name="Close">Its close; null: none.</param>
internal sealed record LaunchedSeqs(long Launch, long? Close = null);
