using System.Globalization;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Every act of the product in another system: what it did where, what came of it, and the file with the state before, each request
/// with its answer, and the state after.</summary>
internal static class ProofsSheet
{
    private const string Name = "Removal proofs";
    private const string Act = "The product, when it acted.";

    /// <summary>The attempts of the campaign's removals, in order.</summary>
    internal static async Task<List<ProofFile>> ReadAsync(ReportScope scope, CancellationToken cancel) =>
        await (from attempt in scope.Db.RemovalAttempts.AsNoTracking()
               join removal in scope.Db.Removals on attempt.RemovalId equals removal.Id
               where removal.CampaignId == scope.Campaign.Id
               orderby attempt.Id
               select new ProofFile(attempt, removal.Number, removal.ApplicationId, removal.AgreedById)).ToListAsync(cancel);

    internal static Sheet Of(ReportScope scope, IReadOnlyList<ProofFile> proofs)
    {
        var applications = scope.Applications.ToDictionary(a => a.Application.Id, a => a.Name);
        return Sheet.Of(Name, new SheetColumns<ProofFile>()
            .Text("Removal id", 11, p => RemovalsSheet.Id(p.Removal), "The removal.", "The sheet Removals.")
            .Text("Application", 16, p => applications[p.ApplicationId], "What it takes access to.", "The campaign.")
            .Text("What was done", 44, p => RemovalWords.Act(p.Attempt.Act, p.Attempt.Target), "The act, and what it was done to.", Act)
            .Instant("Ended", p => p.Attempt.At, "When it ended.", Act)
            .Text("Came of it", 28, p => RemovalWords.Of(p.Attempt.Result), "What the state read back says.", "The state before and after.")
            .Text("Why not", 44, p => p.Attempt.Why.Length == 0 ? null : p.Attempt.Why, "Why it was not done, or not proven.", "The other system's answer.", Words.DoesNotApply)
            .Text("Second person", 24, p => scope.People.Name(p.AgreedById), "Who agreed where the brake or a restore held it.", "The chain.", "not needed")
            .Text("File in the pack", 44, p => p.PackName, "State before, each request with its answer, and state after.", "This pack.", "nothing was answered")
            .Text("SHA-256 of the proof", 68, p => p.Attempt.ProofSha256 is { } hash ? Convert.ToHexStringLower(hash) : null, "The hash of that file, which the event of the act names.", "The chain.", "nothing was answered"), proofs);
    }
}

/// <summary>One act with its proof.</summary>
internal sealed record ProofFile(RemovalAttempt Attempt, int Removal, long ApplicationId, long? AgreedById)
{
    internal string Wanted => string.Create(CultureInfo.InvariantCulture, $"removal-R{Removal}-{Attempt.Id}.json");

    internal string? PackName { get; set; }
}
