using System.Linq.Expressions;
using AccessReview.Core.Applications;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Removals;

/// <summary>Whether an account was used after the decision to remove it.</summary>
public enum LaterUse
{
    /// <summary>No reading says, or a day alone does not tell.</summary>
    NotKnown,

    /// <summary>It was not.</summary>
    No,

    /// <summary>It was.</summary>
    Yes,
}

/// <summary>Whether somebody noted that they did it by hand.</summary>
public enum Noted
{
    /// <summary>Nobody did.</summary>
    No,

    /// <summary>On a day that was over everywhere at the last reading.</summary>
    BeforeReading,

    /// <summary>No reading made once that day was over everywhere tells yet.</summary>
    Since,
}

/// <summary>What the states of a removal mean, once, for rows in hand and for queries.</summary>
public static class RemovalRules
{
    /// <summary>Hours from UTC to where a day ends last.</summary>
    internal const int FurthestWest = -12;

    /// <summary>How long a directory may take to tell an application what was taken away there: Microsoft Entra ID goes round about every 40
    /// minutes, and may miss a turn. That a reading still shows it until then is no news.</summary>
    internal static readonly TimeSpan DirectoryTells = TimeSpan.FromHours(2);

    /// <summary>The longest that a removal which is the product's to carry out is put off for: after a sign-off or a waiver. A system that passes is left alone for less.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(SetPolicy.MaxRemovalWaitMinutes);

    private static readonly AttemptAct[] DirectoryActs = [AttemptAct.AppAssignment, AttemptAct.DirectoryMember];

    /// <summary>The states in which something is still to be done or to be seen.</summary>
    public static IReadOnlyList<RemovalState> OpenStates { get; } =
    [
        RemovalState.Requested, RemovalState.WaitingForSecondPerson, RemovalState.WaitingForPerson, RemovalState.Executed,
        RemovalState.StillPresent, RemovalState.Reappeared, RemovalState.Failed,
    ];

    /// <summary>The states in which the product has not yet done its part: that it is still there is no news meanwhile.</summary>
    public static IReadOnlyList<RemovalState> AheadStates { get; } = [RemovalState.Requested, RemovalState.WaitingForSecondPerson];

    /// <summary>The states that a later reading still speaks about: all but what was taken back or overruled, and what the product is about to carry
    /// out. What was waived, or waits for a second person, may go all the same, and that it is still there is then no news.</summary>
    public static IReadOnlyList<RemovalState> WatchedStates { get; } = [.. OpenStates.Where(s => s != RemovalState.Requested), RemovalState.Verified, RemovalState.Waived];

    /// <summary>What was decided and is on its way, or may stay for a time: nobody is asked about it again, unless another campaign has kept it since.</summary>
    public static IReadOnlyList<RemovalState> SettledStates { get; } = [.. OpenStates, RemovalState.Waived];

    /// <summary>Nothing is to be taken away for it any more, and nothing was: its decision was taken back, or a newer one holds. Neither readings nor tasks by hand matter to it.</summary>
    public static IReadOnlyList<RemovalState> DroppedStates { get; } = [RemovalState.Cancelled, RemovalState.Overruled];

    /// <summary>Nothing is to be done about it, for good or for a time, and nothing was taken away.</summary>
    public static IReadOnlyList<RemovalState> StayingStates { get; } = [.. DroppedStates, RemovalState.Waived];

    /// <summary>What comes of an act by which something was taken away, or may have been: what is begun so is not taken back any more.</summary>
    public static IReadOnlyList<AttemptResult> TakenAway { get; } = [AttemptResult.Done, AttemptResult.TooMuch, AttemptResult.Unproven];

    /// <summary>What was taken away at directories, or was gone there already.</summary>
    internal static IQueryable<RemovalAttempt> AtDirectories(ReviewDb db) => db.RemovalAttempts.Where(a => DirectoryActs.Contains(a.Act) && a.Result != AttemptResult.Fault);

    /// <summary>The states in which it is a person's turn: the product has nothing to carry out, could not, or a reading says otherwise.</summary>
    private static IReadOnlyList<RemovalState> PersonStates { get; } = [.. OpenStates.Except(AheadStates).Where(s => s != RemovalState.Executed)];

    /// <summary>Whether something is still to be done or to be seen.</summary>
    public static bool IsOpen(RemovalState state) => OpenStates.Contains(state);

    /// <summary>What the product is to carry out by now. What is put off for longer than anything is was put off by a clock that ran ahead, and
    /// waits no longer; or it is this clock that is behind: so the brake has a second person agree to it.</summary>
    /// <param name="removals">Of these.</param>
    /// <param name="now">The time by the clock: the record may lie ahead of it, and puts nothing off.</param>
    internal static IQueryable<Removal> DueAt(this IQueryable<Removal> removals, DateTime now)
    {
        var putOff = now + LongestWait + Clock.Apart;
        return removals.Where(r => r.State == RemovalState.Requested && (r.NotBefore <= now || r.NotBefore > putOff));
    }

    /// <summary>Whether an instant is no later than it is due: than its own instant, or else its day where its campaign is held.</summary>
    internal static bool InTime(Removal removal, DateTime at, TimeZoneInfo zone) => removal.DueAt is { } due ? at <= due : Clock.DayIn(at, zone) <= removal.DueDate;

    /// <summary>Open ones that were in time as of one instant and are late as of another. What a reading once showed gone was in time by then, or was not.</summary>
    internal static IQueryable<Removal> FellDue(this IQueryable<Removal> removals, DateTime from, DateTime to, TimeZoneInfo zone)
    {
        if (from > to)
        {
            (from, to) = (to, from);
        }

        var (day, until) = (Clock.DayIn(from, zone), Clock.DayIn(to, zone));
        return removals.Where(r => OpenStates.Contains(r.State) && r.VerifiedAt == null
            && ((r.DueAt != null && r.DueAt >= from && r.DueAt < to) || (r.DueAt == null && r.DueDate >= day && r.DueDate < until)));
    }

    /// <summary>Open, its instant or else its day where its campaign is held has passed, and nobody says it was done; or somebody did and a reading says
    /// otherwise. Not what another campaign has kept since: until a person settles which of the two holds, nobody is late with it.</summary>
    internal static IQueryable<Removal> LateAt(this IQueryable<Removal> removals, ReviewDb db, Moment now) => removals.NotDone(db).PastDue(db, now);

    /// <summary>As late as that, but noted as done, and no reading tells since: nobody knows whether they are late.</summary>
    internal static IQueryable<Removal> OnlyNoted(this IQueryable<Removal> removals, ReviewDb db, Moment now)
    {
        var notDone = db.Removals.NotDone(db);
        return removals.PastDue(db, now).Where(r => !notDone.Any(n => n.Id == r.Id));
    }

    private static IQueryable<Removal> PastDue(this IQueryable<Removal> removals, ReviewDb db, Moment now)
    {
        var (today, yesterday) = (now.Utc, now.Utc.AddDays(-1));
        return removals.Where(r => OpenStates.Contains(r.State) && !KeptSince.Of(db).Any(k => k.RemovalId == r.Id)
            && ((r.DueAt != null && r.DueAt < now.At) || (r.DueAt == null && (r.DueDate < yesterday
                || (r.DueDate == yesterday && !db.Campaigns.Any(c => c.Id == r.CampaignId && now.Behind.Contains(c.TimeZone)))
                || (r.DueDate == today && db.Campaigns.Any(c => c.Id == r.CampaignId && now.Ahead.Contains(c.TimeZone)))))));
    }

    /// <summary>A person has to do it, and nobody says it was done; or somebody did and a reading says otherwise.</summary>
    internal static IQueryable<Removal> WaitsForPerson(this IQueryable<Removal> removals, ReviewDb db) => removals.NotDone(db).Where(r => PersonStates.Contains(r.State));

    /// <summary>Whether somebody says it was done, and whether the last reading can tell: only one of a day that is later everywhere speaks against
    /// the note, whose day is the remover's own.</summary>
    /// <param name="doneOn">The noted day.</param>
    /// <param name="readAt">The time of the last reading.</param>
    public static Noted NotedBy(DateOnly? doneOn, DateTime? readAt) =>
        doneOn is null ? Noted.No : readAt is { } at && DateOnly.FromDateTime(at.AddHours(FurthestWest)) > doneOn ? Noted.BeforeReading : Noted.Since;

    /// <summary>Late, and not because it waits for this person: for another, for the product, or for a second person.</summary>
    internal static IQueryable<Removal> LateElsewhere(this IQueryable<Removal> removals, ReviewDb db, Moment now, long? person) =>
        removals.LateAt(db, now).Where(r => person == null || r.PersonId != person || !PersonStates.Contains(r.State));

    /// <summary>A person has to do it, and nobody is named for it, or somebody who has left.</summary>
    internal static IQueryable<Removal> WaitForNobody(this IQueryable<Removal> removals, ReviewDb db, DateOnly today)
    {
        var here = CurrentPeople.Here(db, today);
        return removals.WaitsForPerson(db).Where(r => !here.Any(p => p.PersonId == r.PersonId));
    }

    /// <summary>Whether a task by hand that goes with it is still to be done; what was taken back, overruled or waived leaves none.</summary>
    /// <param name="db">The database.</param>
    /// <param name="person">By this person; null: by whomever.</param>
    internal static Expression<Func<Removal, bool>> HasTasks(ReviewDb db, long? person = null) => r =>
        !StayingStates.Contains(r.State) && db.RemovalTasks.Any(t => t.RemovalId == r.Id && t.DoneById == null && (person == null || t.PersonId == person));

    /// <summary>A task by hand that goes with it is late, or nobody who works here is named for it; and it is not this person's.</summary>
    internal static IQueryable<Removal> TasksElsewhere(this IQueryable<Removal> removals, ReviewDb db, DateOnly today, long? person)
    {
        var here = CurrentPeople.Here(db, today);
        return removals.Where(HasTasks(db)).Where(r => db.RemovalTasks.Any(t => t.RemovalId == r.Id && t.DoneById == null && (person == null || t.PersonId != person)
            && (t.DueDate < today || !here.Any(p => p.PersonId == t.PersonId))));
    }

    /// <summary>The whole accounts that are on their way out, or may stay for a time: not what another campaign has kept since, which nothing takes away by itself.</summary>
    internal static IQueryable<Removal> OnTheirWay(ReviewDb db) =>
        db.Removals.Where(FreesSeat).Where(r => SettledStates.Contains(r.State) && !KeptSince.Of(db).Any(k => k.RemovalId == r.Id));

    /// <summary>Once verified, a seat is free: a whole account goes, not a group and not a role.</summary>
    public static Expression<Func<Removal, bool>> FreesSeat => r => r.GroupId == null && r.ChangeTo == null;

    /// <summary>Whether a seat is paid for no more because of it: a whole account is verified gone, and of several removals of the account, under whichever
    /// ids, this one is the newest. An account that was disabled already when it was decided counted as no cost, unless it was a removal before this one
    /// that had it disabled. A licence that switching off leaves in place is paid for until somebody says that it was released.</summary>
    internal static Expression<Func<Removal, bool>> RecoversSeat(ReviewDb db) => r =>
        r.GroupId == null && r.ChangeTo == null && r.State == RemovalState.Verified
        && (UsableItems(db).Contains(r.ItemId) || db.Removals.Any(o => o.ApplicationId == r.ApplicationId && o.AccountId == r.AccountId && o.GroupId == null && o.ChangeTo == null
            && o.State == RemovalState.Verified && o.Number < r.Number && UsableItems(db).Contains(o.ItemId)))
        && !db.Removals.Any(o => o.ApplicationId == r.ApplicationId && o.AccountId == r.AccountId && o.GroupId == null && o.ChangeTo == null && o.State == RemovalState.Verified && o.Number > r.Number)

        // Not where a reading had it under another id instead, as which it was removed once more: the few readings that spoke against it are asked first.
        && !db.RemovalChecks.Any(c => c.RemovalId == r.Id && c.Result != RemovalState.Verified
            && !db.AccountRecords.Any(a => a.ExtractId == c.ExtractId && a.AccountId == r.AccountId && a.Status != AccountStatus.Disabled)
            && db.Removals.Any(o => o.ApplicationId == r.ApplicationId && o.State == RemovalState.Verified && o.GroupId == null && o.ChangeTo == null
                && o.Number > r.Number && o.AccountId != r.AccountId
                && db.AccountRecords.Any(x => x.ExtractId == c.ExtractId && x.AccountId == o.AccountId && x.EmailKey != ""
                    && db.ReviewItems.Any(i => i.Id == r.ItemId && db.AccountRecords.Any(f => f.Id == i.AccountRecordId && f.EmailKey == x.EmailKey
                        && !db.AccountRecords.Any(a => a.ExtractId == f.ExtractId && a.AccountId == x.AccountId))))))
        && !db.RemovalTasks.Any(t => t.RemovalId == r.Id && t.Kind == RemovalTaskKind.ReleaseLicence && t.DoneById == null);

    /// <summary>Whether an account with a privileged role goes, or loses that role: as it was when it was frozen, by the roles that are
    /// privileged now.</summary>
    internal static Expression<Func<Removal, bool>> Privileged(ReviewDb db) => r =>
        r.GroupId == null && db.ReviewItems.Any(i => i.Id == r.ItemId && HeldRoles.Privileged(db).Any(a => a.Id == i.AccountRecordId));

    /// <summary>Whether a role is the one it was to be lowered to, or lower: no longer privileged where it was. Of two roles without privilege
    /// nobody knows which is lower, so only the named one counts.</summary>
    /// <param name="role">The key of the role in the reading.</param>
    /// <param name="to">The key of the named role.</param>
    /// <param name="wasPrivileged">The role as it was decided about is privileged.</param>
    /// <param name="isPrivileged">The role in the reading is.</param>
    public static bool IsLowered(string role, string to, bool wasPrivileged, bool isPrivileged) => role == to || (wasPrivileged && !isPrivileged && role.Length > 0);

    /// <summary>Whether the account was used after the decision, as the reading that spoke last about the removal has it. Never invented:
    /// where the reading does not say, it is not known.</summary>
    /// <param name="decidedAt">When it was decided.</param>
    /// <param name="state">What that reading knows of the last use; null: it no longer has the account, or there is no such reading.</param>
    /// <param name="usedAt">When that was, or on which day (<see cref="UseTime"/>).</param>
    /// <param name="zone">Where the campaign's days end.</param>
    public static LaterUse UsedAfter(DateTime decidedAt, LastUsedState? state, DateTime? usedAt, TimeZoneInfo zone) => (state, usedAt) switch
    {
        (LastUsedState.Known, { } at) => UseTime.IsAfter(at, decidedAt, zone) switch { true => LaterUse.Yes, false => LaterUse.No, null => LaterUse.NotKnown },
        (LastUsedState.Never, _) => LaterUse.No,
        _ => LaterUse.NotKnown,
    };

    /// <summary>What a reading says of a removal. It is gone when the reading no longer has it, or has the account as disabled
    /// where it was not disabled when it was decided.</summary>
    /// <param name="present">The reading still has it.</param>
    /// <param name="wasGone">An earlier reading had shown it gone.</param>
    public static RemovalState Judge(bool present, bool wasGone) => (present, wasGone) switch
    {
        (false, _) => RemovalState.Verified,
        (true, true) => RemovalState.Reappeared,
        (true, false) => RemovalState.StillPresent,
    };

    private static IQueryable<long> UsableItems(ReviewDb db) =>
        from item in db.ReviewItems
        join frozen in db.AccountRecords on item.AccountRecordId equals frozen.Id
        where frozen.Status != AccountStatus.Disabled
        select item.Id;

    /// <summary>Nobody says it was done; or somebody did and the last reading says otherwise, which one of the noted day or before does not
    /// (<see cref="NotedBy"/>).</summary>
    internal static IQueryable<Removal> NotDone(this IQueryable<Removal> removals, ReviewDb db) => removals.Where(r => r.DoneOn == null
        || ((r.State == RemovalState.StillPresent || r.State == RemovalState.Reappeared

                // Tried again since that reading: the note is no truer for it.
                || r.State == RemovalState.Requested || r.State == RemovalState.Failed || r.State == RemovalState.WaitingForPerson)
            && db.Extracts.Any(e => e.Id == r.LastExtractId && DateOnly.FromDateTime(e.AsOf.AddHours(FurthestWest)) > r.DoneOn))

        // What waits for a second person is verified by a reading without it, and no reading is noted that shows it.
        || (r.State == RemovalState.WaitingForSecondPerson && db.Extracts.Any(e => e.ApplicationId == r.ApplicationId && e.Kind == ExtractKind.Access
            && e.Completeness == Completeness.Complete && (r.GroupId == null || e.CoversAssignments) && DateOnly.FromDateTime(e.AsOf.AddHours(FurthestWest)) > r.DoneOn)));
}
