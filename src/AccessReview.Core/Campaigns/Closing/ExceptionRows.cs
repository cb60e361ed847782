using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>What stands behind an exception that no other page lists: lines set aside, checks not tested, applications not signed for.</summary>
internal static class ExceptionRows
{
    /// <summary>The most lines set aside that are named; the workbook lists all.</summary>
    private const int MaxLines = 20;

    /// <summary>Characters shown of a line.</summary>
    private const int MaxRaw = 120;

    /// <summary>Each in words; kinds whose rows stand on the campaign's pages have none.</summary>
    public static async Task<IReadOnlyDictionary<ExceptionKind, IReadOnlyList<string>>> ReadAsync(ReviewDb db, long campaignId, CloseFacts facts, CancellationToken cancel) =>
        new Dictionary<ExceptionKind, IReadOnlyList<string>>
        {
            [ExceptionKind.SetAside] = facts.SetAside == 0 ? [] : await SetAsideAsync(db, campaignId, cancel),
            [ExceptionKind.NotTested] = facts.NotTested == 0 ? [] : [.. (await CampaignPageParts.ChecksAsync(db, campaignId, cancel)).Where(c => c.Result == CheckResult.NotTested).Select(Said)],
            [ExceptionKind.NoSecondSignature] = [.. facts.SecondSignatures.Where(s => s.IsNeeded && !s.IsGiven).Select(s => s.Name)],
        };

    private static async Task<IReadOnlyList<string>> SetAsideAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var lines = await (
            from line in CloseFacts.SetAsideLines(db, campaignId)
            join file in db.ExtractFiles on line.ExtractFileId equals file.Id
            orderby file.Id, line.Line
            select new { file.FileName, line.Line, line.Reason, line.Words, line.Raw }).Take(MaxLines).ToListAsync(cancel);
        return [.. lines.Select(l => $"{l.FileName}, line {l.Line}: {(l.Words.Length > 0 ? l.Words : Words.Of(l.Reason))}{(l.Raw.Length > 0 ? $" ({Shortened.To(MaxRaw, l.Raw)})" : "")}")];
    }

    private static string Said(CheckLine check) => $"{check.Code}{(check.Application is { } name ? $", {name}" : "")}: {check.WhatA}. {check.Explained}";
}
