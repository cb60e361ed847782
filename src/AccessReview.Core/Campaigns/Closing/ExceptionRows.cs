using AccessReview.Core.Campaigns.Independence;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Directories;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>What stands behind an exception that no other page lists: lines set aside, decisions and signatures that came late, checks not
/// tested or differing, items decided by who has a part in them, applications not signed for.</summary>
internal static class ExceptionRows
{
    /// <summary>The most rows of a kind that are named; the workbook lists all.</summary>
    private const int MaxLines = 20;

    /// <summary>Characters shown of a line.</summary>
    private const int MaxRaw = 120;

    /// <summary>Each in words; kinds whose rows stand on the campaign's pages have none.</summary>
    public static async Task<IReadOnlyDictionary<ExceptionKind, IReadOnlyList<string>>> ReadAsync(ReviewDb db, Campaign campaign, CloseFacts facts, CancellationToken cancel)
    {
        var checks = facts.NotTested + facts.Differ.Count == 0 ? [] : await ChecksAsync(db, campaign, facts.Appeared, cancel);
        return new Dictionary<ExceptionKind, IReadOnlyList<string>>
        {
            [ExceptionKind.SetAside] = facts.SetAside == 0 ? [] : await SetAsideAsync(db, campaign.Id, cancel),
            [ExceptionKind.Late] = facts.LateDecisions + facts.LateSignatures == 0 ? [] : await LateAsync(db, campaign, cancel),
            [ExceptionKind.NotTested] = [.. checks.Where(c => c.Result == CheckResult.NotTested).Select(Said)],
            [ExceptionKind.Differs] = [.. checks.Where(c => c.Result == CheckResult.Fail).Select(Said)],
            [ExceptionKind.NotIndependent] = [.. facts.NotIndependent.Take(MaxLines).Select(d => $"{ReviewItem.Name(campaign.Number, d.Number)}: {PartsInAccounts.Words(d.Part)}")],
            [ExceptionKind.NoSecondSignature] = [.. facts.SecondSignatures.Where(s => s.IsNeeded && !s.IsGiven).Select(s => s.Name)],
        };
    }

    /// <summary>The checks as they stand now: what a later reading tested since stands in the place of what the launch could not test.</summary>
    private static async Task<IReadOnlyList<CheckLine>> ChecksAsync(ReviewDb db, Campaign campaign, IReadOnlyList<Check> appeared, CancellationToken cancel)
    {
        var names = await db.Applications.AsNoTracking().ToDictionaryAsync(a => a.Id, a => a.Name, cancel);
        return
        [
            .. (await CampaignPageParts.ChecksAsync(db, campaign.Id, cancel)).Where(c => c.Result != CheckResult.NotTested || !appeared.Any(a => a.Code == c.Code && names.GetValueOrDefault(a.ApplicationId ?? 0) == c.Application)),
            .. appeared.Select(a => new CheckLine(a.Code, names.GetValueOrDefault(a.ApplicationId ?? 0), a.WhatA, a.CountA, a.WhatB, a.CountB, a.Result, a.Explained, default)),
        ];
    }

    private static async Task<IReadOnlyList<string>> SetAsideAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var lines = await (
            from line in CloseFacts.SetAsideLines(db, campaignId)
            join file in db.ExtractFiles on line.ExtractFileId equals file.Id
            orderby file.Id, line.Line
            select new { file.FileName, line.Line, line.Reason, line.Words, line.Raw }).Take(MaxLines).ToListAsync(cancel);
        return [.. lines.Select(l => $"{l.FileName}, line {l.Line}: {(l.Words.Length > 0 ? l.Words : Words.Of(l.Reason))}{(l.Raw.Length > 0 ? $" ({Shortened.To(MaxRaw, l.Raw)})" : "")}")];
    }

    /// <summary>Items that stand decided and that the deadline does not take along with their account, of two decisions by the later one, and reviewers' signatures in force.</summary>
    private static async Task<IReadOnlyList<string>> LateAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var open = (await ItemsByEnd.FirstTurnsAsync(db, campaign.Id, TurnState.Undecided, cancel)).Select(t => t.ItemId);
        var taken = campaign.Deadline == DeadlineRule.Revoke
            ? (await ItemEnds.OfUndecidedAccountsAsync(db, campaign.Id, cancel)).Where(i => !db.ReviewTurns.Any(t => t.ItemId == i && t.State == TurnState.Revoked))
            : db.ReviewItems.Where(_ => false).Select(i => i.Id);
        var decided = await (
            from turn in db.ReviewTurns
            where turn.CampaignId == campaign.Id && !open.Contains(turn.ItemId) && !taken.Contains(turn.ItemId)
            join decision in db.Decisions on turn.DecisionId equals (long?)decision.Id
            where decision.Late
            orderby turn.Number, decision.At descending
            select new { turn.Number, decision.By, decision.At }).Take(2 * MaxLines).ToListAsync(cancel);
        var signed = await db.SignOffs.Where(s => s.CampaignId == campaign.Id && s.Level == SignOffLevel.Reviewer && s.WithdrawnAt == null && s.Late)
            .OrderBy(s => s.Id).Select(s => new { s.SignerId, s.At }).Take(MaxLines).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, decided.Select(d => Actor.PersonOf(d.By)).Concat(signed.Select(s => (long?)s.SignerId)), cancel);
        string Name(long? id) => names.GetValueOrDefault(id ?? 0, "somebody");
        return
        [
            .. decided.DistinctBy(d => d.Number).Take(MaxLines).Select(d => $"{ReviewItem.Name(campaign.Number, d.Number)}: decided by {Name(Actor.PersonOf(d.By))} on {Clock.Said(d.At)}"),
            .. signed.Select(s => $"Signed by {Name(s.SignerId)} on {Clock.Said(s.At)}"),
        ];
    }

    private static string Said(CheckLine check) => $"{check.Code}{(check.Application is { } name ? $", {name}" : "")}: {check.WhatA}. {check.Explained}";
}
