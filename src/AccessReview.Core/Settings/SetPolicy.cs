using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Settings;

/// <summary>Sets the policy: a new version, from which later campaigns are launched. Running campaigns keep theirs.</summary>
public sealed class SetPolicy(Change change)
{
    /// <summary>The most days any limit may have.</summary>
    public const int MaxDays = 365;

    /// <summary>The most hours of work by hand a year.</summary>
    public const int MaxHours = 1_000_000;

    /// <summary>The most minutes the product waits after a sign-off before it removes.</summary>
    public const int MaxRemovalWaitMinutes = 7 * 24 * 60;

    private const long MaxMinor = 100_000_000;

    /// <summary>The most characters of the words at the end of every mail.</summary>
    public const int MaxMailNote = 500;

    /// <summary>Sets it; gives the version's number. What it has of a looser brake stays as it is until a second person agrees.</summary>
    /// <param name="commandId">Names this command.</param>
    /// <param name="actor">Who sets it.</param>
    /// <param name="policy">The policy from now on.</param>
    /// <param name="edited">The policy it was made from, which is refused when another is in force by now; null: from none.</param>
    /// <param name="cancel">Stops it.</param>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, Policy policy, Policy? edited, CancellationToken cancel) =>
        change.RunAsync<int>(commandId, actor, nameof(SetPolicy), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator changes the policy.");
            }

            var (_, inForce) = await CurrentPolicy.ReadAsync(scope.Db, token);
            if (edited is not null && edited != inForce)
            {
                return new Problem("policy.changed", "Somebody saved another version meanwhile, which is shown now. Make your change to that one.");
            }

            if ((Wrong(policy) ?? await WrongLeaversAsync(scope, policy, inForce, token)) is { } problem)
            {
                return problem;
            }

            var held = await LooserBrakeJob.AskAsync(scope, policy, inForce, token);
            if (held is not null && scope.Actor.Kind != ActorKind.Person)
            {
                return Problem.Denied("A looser brake is asked for by a person, so that another one can agree. Sign in as yourself.");
            }

            var version = await PolicyVersion.AddAsync(scope, held ?? policy, token);
            scope.Record(new PolicySet(version.Number, version.Fingerprint(), held is null ? null : policy.BrakeAbove, held is null ? null : policy.BrakePercent));
            return version.Number;
        }, cancel);

    private static Problem? Wrong(Policy policy)
    {
        (string Name, int Value, int Most)[] numbers =
        [
            ("Days until an application's file is stale", policy.ApplicationStaleAfterDays, MaxDays),
            ("Days until a staff list is stale", policy.StaffListStaleAfterDays, MaxDays),
            ("Days until a removal is due", policy.RemovalDueDays, MaxDays),
            ("Minutes the product waits before it removes", policy.RemovalWaitMinutes, MaxRemovalWaitMinutes),
            ("Removals within a day above which a second person is needed", policy.BrakeAbove, 1000),
            ("Percent of an application above which a second person is needed", policy.BrakePercent, 100),
            ("Years a campaign is kept", policy.RetentionYears, 30),
            ("Items above which a bulk act asks", policy.BulkAsksAbove, 10_000),
            ("Days before the deadline of the first reminder", policy.FirstReminderDays, 90),
            ("Days until the owner is told who is late", policy.OwnerEscalationDays, 90),
            ("Days until a late reviewer's manager is told", policy.ManagerEscalationDays, 90),
            ("Days within which a campaign of leavers is due", policy.LeaversDueDays, 30),
        ];
        if (policy.ReminderHour is < 0 or > 23)
        {
            return new Problem("policy.range", "The hour from which reminders go out: a whole number from 0 to 23.");
        }

        if (policy.MailNote.Length > MaxMailNote)
        {
            return new Problem("policy.range", $"The words at the end of every mail: at most {MaxMailNote} characters.");
        }

        if (WrongCosts(policy) is { } costs)
        {
            return costs;
        }

        return numbers.Where(n => n.Value < 1 || n.Value > n.Most).Select(n => new Problem("policy.range", $"{n.Name}: a whole number from 1 to {n.Most}.")).FirstOrDefault()
            ?? (TimeZoneInfo.TryFindSystemTimeZoneById(policy.TimeZone, out _) ? null : new Problem("policy.time-zone", $"“{policy.TimeZone}” is no time zone. Choose one such as Europe/Berlin."));
    }

    // Asked when it is chosen: that the named person lost the role later must not keep other settings from being saved.
    private static async Task<Problem?> WrongLeaversAsync(ChangeScope scope, Policy policy, Policy before, CancellationToken cancel) =>
        policy switch
        {
            { Leavers: LeaversRule.NextCampaign } => null,
            { LeaversOwnerId: null } => new Problem("policy.leavers", "Asking about leavers at once needs a campaign owner who runs those campaigns. Choose one."),
            { LeaversOwnerId: { } owner } when (before.Leavers, before.LeaversOwnerId) == (LeaversRule.AtOnce, owner) => null,
            { LeaversOwnerId: { } owner } => (await RolesOf.InForceAsync(scope.Db, owner, cancel) & Role.CampaignOwner) != Role.None
                ? null
                : new Problem("policy.leavers", "Whoever runs the campaigns of leavers must be a campaign owner. Choose one who is."),
        };

    private static Problem? WrongCosts(Policy policy) =>
        policy.HandHoursAYear is < 0 or > MaxHours ? new Problem("policy.costs", $"Hours by hand a year: a whole number up to {MaxHours:N0}, or nothing.")
        : policy.HourCostMinor is < 0 or > MaxMinor || policy.MissedRemovalCostMinor is < 0 or > MaxMinor ? new Problem("policy.costs", "A cost is a number from 0 to 1,000,000, or nothing.")
        : (policy.HourCostMinor ?? policy.MissedRemovalCostMinor) is not null && !IsCurrency(policy.CostCurrency) ? new Problem("policy.costs", "Costs have a currency: its three letters, such as USD.")
        : policy.CostSource.Length > MaxMailNote ? new Problem("policy.costs", $"Where the figures come from: at most {MaxMailNote} characters.")
        : null;

    private static bool IsCurrency(string code) => code.Length == 3 && code.All(char.IsAsciiLetterUpper);
}

/// <summary>The policy was set.</summary>
/// <param name="Number">The version.</param>
/// <param name="Json">The SHA-256 of its text.</param>
/// <param name="AskedAbove">Removals within a day up to which nobody is to be asked: a looser brake, which waits for a second person.</param>
/// <param name="AskedPercent">Percent of an application, likewise.</param>
public sealed record PolicySet(int Number, Sha256 Json, int? AskedAbove, int? AskedPercent) : EventBody
{
    private const int SinceItAsksForALooserBrake = 2;

    /// <inheritdoc/>
    public override int Version => SinceItAsksForALooserBrake;
}
