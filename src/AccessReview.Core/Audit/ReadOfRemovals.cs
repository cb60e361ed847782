using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>What readings said of a removal, one after the other, as <see cref="CheckRemovals"/> takes it in: the last one, and since when it is gone.</summary>
/// <param name="ExtractId">The reading that spoke last.</param>
/// <param name="AsOf">Its time.</param>
/// <param name="Result">What it said.</param>
/// <param name="Seq">The event that holds what it said.</param>
/// <param name="VerifiedAt">The time of the reading that showed it gone; null while it is not.</param>
internal sealed record ReadOfRemoval(long ExtractId, DateTime AsOf, RemovalState Result, long Seq, DateTime? VerifiedAt);

/// <summary>What readings said of removals, followed through the checks that the events hold by a hash.</summary>
internal static class ReadOfRemovals
{
    /// <summary>What they said of each removal. What a reading of an earlier state said later turns nothing back.</summary>
    public static async Task<Dictionary<long, ReadOfRemoval>> OfAsync(ReviewDb db, CancellationToken cancel)
    {
        var read = new Dictionary<long, ReadOfRemoval>();
        await foreach (var check in db.RemovalChecks.OrderBy(c => c.Id).ReadAhead(cancel).WithCancellation(cancel))
        {
            var before = read.GetValueOrDefault(check.RemovalId);
            if (before is null || check.AsOf >= before.AsOf)
            {
                var goneSince = check.Result != RemovalState.Verified ? (DateTime?)null : before?.VerifiedAt ?? check.AsOf;
                read[check.RemovalId] = new ReadOfRemoval(check.ExtractId, check.AsOf, check.Result, check.EventSeq, goneSince);
            }
        }

        return read;
    }

    /// <summary>Names the removals that a reading is said to show gone while it has what the item is about. A role that is another one than it was is not
    /// asked again, for which roles were privileged then is not kept.</summary>
    public static async Task CheckAsync(Verification run, CancellationToken cancel)
    {
        var db = run.Db;
        var shown = (
            from check in db.RemovalChecks
            where check.Result == RemovalState.Verified
            join removal in db.Removals on check.RemovalId equals removal.Id
            join decision in db.Decisions on removal.DecisionId equals decision.Id
            join item in db.ReviewItems on decision.ItemId equals item.Id
            join frozen in db.AccountRecords on item.AccountRecordId equals frozen.Id
            join record in db.AccountRecords on new { check.ExtractId, item.AccountId } equals new { record.ExtractId, record.AccountId }
            where (item.GroupId != null && db.AssignmentRecords.Any(g => g.AccountRecordId == record.Id && g.GroupId == item.GroupId))
                || (item.GroupId == null && (record.Status != AccountStatus.Disabled || frozen.Status == AccountStatus.Disabled)
                    && (decision.ChangeTo == null || (record.RoleKey == frozen.RoleKey && record.RoleKey != "")))
            orderby check.Id
            select new { removal.Number, Reading = db.Extracts.Where(e => e.Id == check.ExtractId).Select(e => (int?)e.Number).FirstOrDefault(), item.GroupId, decision.ChangeTo, record.RoleKey }).ReadAhead(cancel);
        await foreach (var one in shown.WithCancellation(cancel))
        {
            if (one.GroupId is not null || one.ChangeTo is not { } to || TextKey.Of(to) != one.RoleKey)
            {
                run.Found("removal.check", $"Removal R{one.Number} is said to be verified by reading X{one.Reading}, and that reading has what was to go.");
            }
        }
    }
}
