using AccessReview.Core.Campaigns;
using AccessReview.Core.Matching;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Checks;

/// <summary>Whether everything that was kept is under review or left out by name: C3, C6 and C8.</summary>
internal static class PopulationChecks
{
    internal static async Task<List<Check>> RunAsync(CheckedApplication checkedOne, CancellationToken cancel)
    {
        var db = checkedOne.Db;
        var (id, name) = (checkedOne.Application.Id, checkedOne.Application.Name);
        var stored = await db.AccountRecords.LongCountAsync(r => r.ExtractId == checkedOne.Extract.Id, cancel);
        var accounts = await checkedOne.Items.LongCountAsync(i => i.GroupId == null, cancel);
        var left = await checkedOne.LeftOut.LongCountAsync(cancel);
        var matches = await db.AssessedAccounts.Where(a => a.AssessmentId == checkedOne.Assessment.Id)
            .GroupBy(a => a.Match).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        long Count(params MatchKind[] kinds) => kinds.Sum(matches.GetValueOrDefault);
        var matched = Count(MatchKind.Id, MatchKind.Email, MatchKind.OtherAddress, MatchKind.ByHand);
        return
        [
            LaunchChecks.UnderReview(id, name, stored, accounts, left),
            LaunchChecks.Matched(id, name, stored, matched, Count(MatchKind.Declared), Count(MatchKind.Nobody, MatchKind.Several)),
            await GroupsAsync(checkedOne, cancel),
        ];
    }

    private static async Task<Check> GroupsAsync(CheckedApplication checkedOne, CancellationToken cancel)
    {
        var (db, id, name) = (checkedOne.Db, checkedOne.Application.Id, checkedOne.Application.Name);
        var held = await checkedOne.Items.Where(i => i.GroupId == null).Join(db.AssignmentRecords, i => i.AccountRecordId, r => r.AccountRecordId, (_, r) => r.GroupId).Distinct().ToListAsync(cancel);
        if (LaunchChecks.WhyNoGroups(checkedOne.Extract.CoversAssignments, checkedOne.Plan.IncludeAssignments) is { } why)
        {
            return LaunchChecks.Groups(id, name, held.Count, 0, why);
        }

        var reviewed = await checkedOne.Items.Where(i => i.GroupId != null).Select(i => i.GroupId).Distinct().CountAsync(cancel);
        var others = (await db.AssignmentRecords.Where(a => checkedOne.LeftOut.Contains(a.AccountRecordId)).Select(a => a.GroupId).Distinct().ToListAsync(cancel)).Except(held).Count();
        return LaunchChecks.Groups(id, name, held.Count, reviewed, null, others == 0 ? "" : $"Only accounts left out hold {others} more.");
    }
}
