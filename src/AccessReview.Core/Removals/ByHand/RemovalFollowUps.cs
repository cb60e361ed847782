using System.Linq.Expressions;
using AccessReview.Core.Applications;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>What the follow-ups of a removal are decided by.</summary>
public sealed class RemovalCase
{
    /// <summary>The removal.</summary>
    public required long RemovalId { get; init; }

    /// <summary>Which product it is in.</summary>
    public required ApplicationKind Kind { get; init; }

    /// <summary>The whole account goes: not one group, and not only its role.</summary>
    public required bool Whole { get; init; }

    /// <summary>Only the role is lowered.</summary>
    public required bool OfRole { get; init; }

    /// <summary>The account holds a privileged role.</summary>
    public required bool Privileged { get; init; }

    /// <summary>The product carried it out, somebody says they did, or a reading shows it gone.</summary>
    public required bool Happened { get; init; }

    internal static IQueryable<RemovalCase> Of(ReviewDb db) =>
        from removal in db.Removals
        where !RemovalRules.StayingStates.Contains(removal.State)
        join application in db.Applications on removal.ApplicationId equals application.Id
        join item in db.ReviewItems on removal.ItemId equals item.Id
        join record in db.AccountRecords on item.AccountRecordId equals record.Id
        select new RemovalCase
        {
            RemovalId = removal.Id, Kind = application.Kind, Whole = removal.GroupId == null && removal.ChangeTo == null, OfRole = removal.ChangeTo != null,
            Privileged = HeldRoles.Privileged(db).Any(p => p.Id == record.Id),
            Happened = removal.ExecutedAt != null || removal.DoneById != null || removal.VerifiedAt != null,
        };
}

/// <summary>Which tasks by hand go with a removal: what no system does by itself, after the vendors' own help pages as they were in
/// autumn 2026.</summary>
public static class RemovalFollowUps
{
    // What is owned is handed over before the account goes; what a switched-off account leaves behind can be seen to only after.
    private static readonly (RemovalTaskKind Task, Expression<Func<RemovalCase, bool>> When)[] Policy =
    [
        (RemovalTaskKind.HandOver, c => c.Whole && ((c.Kind == ApplicationKind.Heap && c.Privileged) || c.Kind == ApplicationKind.Mixpanel)),
        (RemovalTaskKind.ReleaseLicence, c => c.Whole && c.Happened && c.Kind == ApplicationKind.EightByEight),
        (RemovalTaskKind.CheckGrants, c => !c.Whole && c.Happened && c.Kind == ApplicationKind.Mixpanel),
        (RemovalTaskKind.CheckRoleSource, c => c.OfRole && c.Happened && c.Kind == ApplicationKind.Heap),
    ];

    /// <summary>The tasks of a removal as it stands.</summary>
    public static IReadOnlyList<RemovalTaskKind> For(RemovalCase removal) => [.. Policy.Where(p => p.When.Compile()(removal)).Select(p => p.Task)];

    /// <summary>A task in words.</summary>
    /// <param name="task">Which.</param>
    /// <param name="application">The name people know the application by.</param>
    /// <param name="account">The account's address, or its name where it has none.</param>
    public static string Words(RemovalTaskKind task, string application, string account) => task switch
    {
        RemovalTaskKind.HandOver => $"Hand over what {account} owns in {application} (reports, dashboards, definitions) to somebody who stays, before the account goes.",
        RemovalTaskKind.ReleaseLicence => $"Release the licence of {account} in {application} by hand: switching the account off does not free it.",
        RemovalTaskKind.CheckGrants => $"Look at the remaining grants of {account} in {application}: another one may still give the same.",
        RemovalTaskKind.CheckRoleSource => $"See at the identity provider that no group gives {account} the old role in {application} back at its next push.",
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, null),
    };

    /// <summary>Tasks that a removal should have and has not.</summary>
    internal static async Task<List<(long RemovalId, RemovalTaskKind Task)>> MissingAsync(ReviewDb db, CancellationToken cancel)
    {
        var missing = new List<(long, RemovalTaskKind)>();
        foreach (var (task, when) in Policy)
        {
            var kind = task;
            missing.AddRange((await RemovalCase.Of(db).Where(when).Where(c => !db.RemovalTasks.Any(t => t.RemovalId == c.RemovalId && t.Kind == kind))
                .Select(c => c.RemovalId).ToListAsync(cancel)).Select(id => (id, kind)));
        }

        return missing;
    }
}
