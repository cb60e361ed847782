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
/// <param name="Silence">Why the reading does not tell, as the end of a sentence; null: it does.</param>
internal sealed record SeenRemoval(Removal Removal, DateTime AsOf, bool Present, bool WasGone, bool Newer, string? Silence);

/// <summary>Which readings speak about which removals, and what they show.</summary>
internal static class ReadingsOfRemovals
{
    private const string NoRole = "it gives no role for this account";
    private const string Held = "it still shows the access, and no second person has agreed yet that the product takes it away";
    private const string OnItsWay = "it still shows the access, and the directory where it was taken away may not have told the application yet";

    /// <summary>Every pair not yet held against each other: complete readings of a state after the decision. A reading without
    /// assignments says nothing about an assignment.</summary>
    public static IQueryable<ReadingOfRemoval> Unchecked(ReviewDb db) => Unchecked(db, db.Removals);

    private static IQueryable<ReadingOfRemoval> Unchecked(ReviewDb db, IQueryable<Removal> removals) =>
        from extract in db.Extracts
        join removal in removals on extract.ApplicationId equals removal.ApplicationId
        where extract.Kind == ExtractKind.Access && extract.Completeness == Completeness.Complete
            && extract.AsOf > removal.DecidedAt && (removal.ExecutedAt == null || extract.AsOf > removal.ExecutedAt) && (removal.GroupId == null || extract.CoversAssignments)
            && RemovalRules.WatchedStates.Contains(removal.State)
            && !db.RemovalChecks.Any(c => c.RemovalId == removal.Id && c.ExtractId == extract.Id)
        select new ReadingOfRemoval { Extract = extract, Removal = removal };

    /// <summary>What the reading shows of removals, in the order of their numbers. A disabled account is gone,
    /// unless it was disabled already when it was decided: then only its absence is an answer. That something is missing from a reading that leaves it
    /// out tells nothing, nor does an account without its role where only the role was to go, nor that something is still there which a second person has
    /// to agree to first, or of which a directory may not yet have told the application.</summary>
    public static async Task<List<SeenRemoval>> ReadAsync(ReviewDb db, long extractId, IQueryable<Removal> removals, CancellationToken cancel)
    {
        var leftOut = await LeftOut.OfAsync(db, extractId, cancel);
        var pairs = Unchecked(db, removals).Where(p => p.Extract.Id == extractId);
        var decided = await (
            from pair in pairs
            join item in db.ReviewItems on pair.Removal.ItemId equals item.Id
            join frozen in db.AccountRecords on item.AccountRecordId equals frozen.Id
            from record in db.AccountRecords.Where(a => a.ExtractId == extractId && a.AccountId == pair.Removal.AccountId).DefaultIfEmpty()
            from assignment in db.AssignmentRecords.Where(g => g.AccountRecordId == record!.Id && g.GroupId == pair.Removal.GroupId).DefaultIfEmpty()
            orderby pair.Removal.Number
            select new DecidedRemoval
            {
                Removal = pair.Removal, AsOf = pair.Extract.AsOf, FrozenIn = frozen.ExtractId, EmailKey = frozen.EmailKey, SourceId = frozen.SourceId,
                WasDisabled = frozen.Status == AccountStatus.Disabled, WasPrivileged = HeldRoles.Privileged(db).Any(p => p.Id == frozen.Id),
                Itself = record == null ? null : new Holder { Status = record.Status, Role = record.RoleKey, IsPrivileged = HeldRoles.Privileged(db).Any(p => p.Id == record.Id) },
                HoldsGroup = assignment != null,
                AtDirectory = pair.Removal.ExecutedAt != null && RemovalRules.AtDirectories(db).Any(a => a.RemovalId == pair.Removal.Id),
            }).ToListAsync(cancel);
        var others = await UnderOtherIdsAsync(db, extractId, pairs, [.. decided.Select(d => d.FrozenIn).Distinct()], cancel);
        var before = (await (from check in db.RemovalChecks
                             join removal in removals on check.RemovalId equals removal.Id
                             select new { check.RemovalId, check.AsOf, check.Result }).AsNoTracking().ToListAsync(cancel)).ToLookup(c => c.RemovalId);
        return
        [
            .. from one in decided
               let there = others[one.EmailKey]
               let present = one.IsPresent || there.Any(other => one.IsShownBy(other, other.Groups.Contains(one.Removal.GroupId)))
               let wasGone = before[one.Removal.Id].Any(c => c.AsOf <= one.AsOf && c.Result == RemovalState.Verified)
               select new SeenRemoval(
                   one.Removal, one.AsOf, present, wasGone,
                   before[one.Removal.Id].Any(c => c.AsOf > one.AsOf),
                   present ? one.Removal.State == RemovalState.WaitingForSecondPerson ? Held : one.IsOnItsWay && !wasGone ? OnItsWay : null
                       : (one.IsAbsent ? leftOut.Why(one.Removal, one.EmailKey, one.SourceId) : null) ?? (one.LacksRole || there.Any(one.LacksRoleOf) ? NoRole : null)),
        ];
    }

    /// <summary>Removals whose last reading does not have what goes under the id that was decided about: where it is there all the same, it is under
    /// another.</summary>
    public static IQueryable<Removal> NotAsItself(ReviewDb db) =>
        from removal in db.Removals
        join item in db.ReviewItems on removal.ItemId equals item.Id
        join frozen in db.AccountRecords on item.AccountRecordId equals frozen.Id
        where !db.AccountRecords.Any(a => a.ExtractId == removal.LastExtractId && a.AccountId == removal.AccountId
            && (removal.GroupId != null ? db.AssignmentRecords.Any(g => g.AccountRecordId == a.Id && g.GroupId == removal.GroupId)
                : a.Status != AccountStatus.Disabled || frozen.Status == AccountStatus.Disabled))
        select removal;

    // Who was taken out and is made anew gets another id: the address says that it is the same access. What the frozen reading has under that
    // id is decided about as itself.
    private static async Task<ILookup<string, Holder>> UnderOtherIdsAsync(ReviewDb db, long extractId, IQueryable<ReadingOfRemoval> pairs, List<long> frozen, CancellationToken cancel)
    {
        var addresses =
            from pair in pairs
            join item in db.ReviewItems on pair.Removal.ItemId equals item.Id
            join record in db.AccountRecords on item.AccountRecordId equals record.Id
            select record.EmailKey;
        var holders = await (
            from record in db.AccountRecords
            where record.ExtractId == extractId && record.EmailKey != "" && addresses.Contains(record.EmailKey)
                && !db.AccountRecords.Any(a => frozen.Contains(a.ExtractId) && a.AccountId == record.AccountId)
            select new
            {
                record.EmailKey,
                Holder = new Holder
                {
                    Status = record.Status, Role = record.RoleKey, IsPrivileged = HeldRoles.Privileged(db).Any(p => p.Id == record.Id),
                    Groups = db.AssignmentRecords.Where(g => g.AccountRecordId == record.Id).Select(g => (long?)g.GroupId).ToList(),
                },
            }).AsNoTracking().ToListAsync(cancel);
        return holders.ToLookup(h => h.EmailKey, h => h.Holder, StringComparer.Ordinal);
    }

    /// <summary>An account in the reading.</summary>
    private sealed class Holder
    {
        public required AccountStatus Status { get; init; }

        public required string Role { get; init; }

        public required bool IsPrivileged { get; init; }

        /// <summary>Its groups, where it has another id than the account that was decided about.</summary>
        public List<long?> Groups { get; init; } = [];
    }

    /// <summary>A removal, what was decided about, and what the reading has of it.</summary>
    private sealed class DecidedRemoval
    {
        public required Removal Removal { get; init; }

        public required DateTime AsOf { get; init; }

        public required long FrozenIn { get; init; }

        public required string EmailKey { get; init; }

        public required string SourceId { get; init; }

        public required bool WasDisabled { get; init; }

        public required bool WasPrivileged { get; init; }

        public required Holder? Itself { get; init; }

        public required bool HoldsGroup { get; init; }

        public required bool AtDirectory { get; init; }

        public bool IsOnItsWay => AtDirectory && AsOf <= Removal.ExecutedAt + RemovalRules.DirectoryTells;

        public bool IsAbsent => Removal.GroupId is null ? Itself is null : !HoldsGroup;

        public bool IsPresent => Itself is not null && IsShownBy(Itself, HoldsGroup);

        public bool LacksRole => Itself is not null && LacksRoleOf(Itself);

        public bool IsShownBy(Holder holder, bool holdsGroup) => Removal.GroupId is not null ? holdsGroup
            : IsUsable(holder) && (Removal.ChangeTo is not { } to
                || (holder.Role.Length > 0 && !RemovalRules.IsLowered(holder.Role, TextKey.Of(to), WasPrivileged, holder.IsPrivileged)));

        public bool LacksRoleOf(Holder holder) => Removal.ChangeTo is not null && IsUsable(holder) && holder.Role.Length == 0;

        private bool IsUsable(Holder holder) => holder.Status != AccountStatus.Disabled || WasDisabled;
    }
}
