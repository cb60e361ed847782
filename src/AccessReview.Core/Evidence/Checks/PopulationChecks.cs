using AccessReview.Core.Campaigns;
using AccessReview.Core.Matching;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Checks;

/// <summary>Whether everything that was kept is under review or left out by name: C3, C6, C8 and C11.</summary>
internal static class PopulationChecks
{
    internal static async Task<List<Check>> RunAsync(CheckedApplication checkedOne, CancellationToken cancel)
    {
        var db = checkedOne.Db;
        var id = checkedOne.Application.Id;
        var stored = await db.AccountRecords.LongCountAsync(r => r.ExtractId == checkedOne.Extract.Id, cancel);
        var accounts = await checkedOne.Items.LongCountAsync(i => i.GroupId == null, cancel);
        var left = await checkedOne.LeftOut.LongCountAsync(cancel);
        var matches = await db.AssessedAccounts.Where(a => a.AssessmentId == checkedOne.Assessment.Id)
            .GroupBy(a => a.Match).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        long Count(params MatchKind[] kinds) => kinds.Sum(matches.GetValueOrDefault);
        var matched = Count(MatchKind.Id, MatchKind.Email, MatchKind.OtherAddress, MatchKind.ByHand);
        var without = await checkedOne.Items.LongCountAsync(i => !db.ReviewTurns.Any(t => t.ItemId == i.Id && t.Stage == 1), cancel);
        return
        [
            Check.Equal("C3", id, "accounts stored", stored, "accounts under review + left out", accounts + left, $"{accounts} under review, {left} left out, 0 duplicates"),
            Check.Equal("C6", id, "accounts stored", stored, "matched + declared + nobody known or several", matches.Values.Sum(),
                $"{matched} matched, {Count(MatchKind.Declared)} declared, {Count(MatchKind.Nobody)} nobody known, {Count(MatchKind.Several)} several"),
            await GroupsAsync(checkedOne, cancel),
            Check.Equal("C11", id, "items without a usable reviewer", without, "allowed", 0),
        ];
    }

    /// <summary>Groups with members all appear: under review, or held only by accounts that are left out.</summary>
    private static async Task<Check> GroupsAsync(CheckedApplication checkedOne, CancellationToken cancel)
    {
        var db = checkedOne.Db;
        const string What = "groups with members";
        if (!checkedOne.Extract.CoversAssignments || !checkedOne.Plan.IncludeAssignments)
        {
            return NotTested.Of("C8", checkedOne.Application.Id, What, "groups under review",
                checkedOne.Extract.CoversAssignments ? "Group assignments are not in the scope." : "The reading lists no group assignments.");
        }

        var read = await db.AssignmentRecords.Where(a => a.ExtractId == checkedOne.Extract.Id).Select(a => a.GroupId).Distinct().ToListAsync(cancel);
        var reviewed = await checkedOne.Items.Where(i => i.GroupId != null).Select(i => i.GroupId!.Value).Distinct().ToListAsync(cancel);
        var missing = read.Except(reviewed).ToList();
        var heldByOthers = await db.AssignmentRecords
            .Where(a => a.ExtractId == checkedOne.Extract.Id && checkedOne.LeftOut.Contains(a.AccountRecordId)).Select(a => a.GroupId).Distinct().ToListAsync(cancel);
        var explained = missing.Intersect(heldByOthers).Count();
        return Check.Equal("C8", checkedOne.Application.Id, What, read.Count, "groups under review + held only by accounts left out", reviewed.Count + explained,
            explained == 0 ? "" : $"{explained} held only by accounts left out");
    }
}
