using AccessReview.Core.Applications;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>A removal and a reading that speaks about it.</summary>
internal sealed class ReadingOfRemoval
{
    public required Extract Extract { get; init; }

    public required Removal Removal { get; init; }
}

/// <summary>What a reading shows of a removal.</summary>
/// <param name="Removal">The removal, tracked.</param>
/// <param name="AsOf">The reading's time.</param>
/// <param name="Present">Whether it still shows it.</param>
/// <param name="WasGone">Whether an earlier reading showed it gone.</param>
/// <param name="Newer">Whether a reading of a later state has spoken already.</param>
internal sealed record SeenRemoval(Removal Removal, DateTime AsOf, bool Present, bool WasGone, bool Newer);

/// <summary>Which readings speak about which removals, and what they show.</summary>
internal static class ReadingsOfRemovals
{
    /// <summary>Every pair not yet held against each other: complete readings of a state after the decision. A reading without
    /// assignments says nothing about an assignment.</summary>
    public static IQueryable<ReadingOfRemoval> Unchecked(ReviewDb db) =>
        from extract in db.Extracts
        join removal in db.Removals on extract.ApplicationId equals removal.ApplicationId
        where extract.Kind == ExtractKind.Access && extract.Completeness == Completeness.Complete
            && extract.AsOf > removal.DecidedAt && (removal.ExecutedAt == null || extract.AsOf > removal.ExecutedAt) && (removal.GroupId == null || extract.CoversAssignments)
            && RemovalRules.WatchedStates.Contains(removal.State)
            && !db.RemovalChecks.Any(c => c.RemovalId == removal.Id && c.ExtractId == extract.Id)
        select new ReadingOfRemoval { Extract = extract, Removal = removal };

    /// <summary>What the reading shows of the campaign's removals, in the order of their numbers. A disabled account is gone,
    /// unless it was disabled already when it was decided: then only its absence is an answer. Of what the reading leaves out nothing is shown.</summary>
    public static async Task<List<SeenRemoval>> ReadAsync(ReviewDb db, long extractId, long campaignId, CancellationToken cancel)
    {
        var leftOut = await LeftOut.OfAsync(db, extractId, cancel);
        var seen = await (
            from pair in Unchecked(db)
            where pair.Extract.Id == extractId && pair.Removal.CampaignId == campaignId
            join item in db.ReviewItems on pair.Removal.ItemId equals item.Id
            join frozen in db.AccountRecords on item.AccountRecordId equals frozen.Id
            from record in db.AccountRecords.Where(a => a.ExtractId == extractId && a.AccountId == pair.Removal.AccountId).DefaultIfEmpty()
            from assignment in db.AssignmentRecords.Where(g => g.AccountRecordId == record!.Id && g.GroupId == pair.Removal.GroupId).DefaultIfEmpty()
            orderby pair.Removal.Number
            select new
            {
                pair.Removal,
                pair.Extract.AsOf,
                frozen.EmailKey,
                frozen.SourceId,
                Absent = pair.Removal.GroupId != null ? assignment == null : record == null,
                Present = pair.Removal.GroupId != null ? assignment != null
                    : record != null && (record.Status != AccountStatus.Disabled || frozen.Status == AccountStatus.Disabled),
                Role = record == null ? "" : record.RoleKey,
                WasPrivileged = HeldRoles.Privileged(db).Any(p => p.Id == frozen.Id),
                IsPrivileged = record != null && HeldRoles.Privileged(db).Any(p => p.Id == record.Id),
            }).ToListAsync(cancel);
        var before = (await (from check in db.RemovalChecks
                             join removal in db.Removals on check.RemovalId equals removal.Id
                             where removal.CampaignId == campaignId
                             select new { check.RemovalId, check.AsOf, check.Result }).AsNoTracking().ToListAsync(cancel)).ToLookup(c => c.RemovalId);
        return [.. seen.Where(s => !s.Absent || leftOut.Why(s.Removal, s.EmailKey, s.SourceId) is null).Select(s => new SeenRemoval(
            s.Removal, s.AsOf,
            s.Present && (s.Removal.ChangeTo is not { } to || !RemovalRules.IsLowered(s.Role, TextKey.Of(to), s.WasPrivileged, s.IsPrivileged)),
            before[s.Removal.Id].Any(c => c.AsOf <= s.AsOf && c.Result == RemovalState.Verified),
            before[s.Removal.Id].Any(c => c.AsOf > s.AsOf)))];
    }
}
