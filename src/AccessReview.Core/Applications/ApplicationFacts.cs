using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Applications;

/// <summary>What an administrator says of an application.</summary>
public sealed record ApplicationFacts
{
    /// <summary>The most days of <see cref="DormantAfterDays"/>.</summary>
    public const int MaxDormantDays = 3650;

    /// <summary>The most hours within which a removal is due.</summary>
    public const int MaxRemovalHours = 8760;

    /// <summary>The most privileged roles.</summary>
    public const int MaxRoles = 100;

    /// <summary>The name people know it by.</summary>
    public required string Name { get; init; }

    /// <summary>Which product it is.</summary>
    public required ApplicationKind Kind { get; init; }

    /// <summary>The plan, in the customer's words.</summary>
    public string? Plan { get; init; }

    /// <summary>The person with a say.</summary>
    public long? OwnerId { get; init; }

    /// <summary>Who carries out removals by hand; the owner when null.</summary>
    public long? RemoverId { get; init; }

    /// <summary>Days without use after which an account is dormant.</summary>
    public int DormantAfterDays { get; init; } = 90;

    /// <summary>Hours within which a removal of an account with a privileged role is due; null: the policy's days.</summary>
    public int? PrivilegedRemovalHours { get; init; }

    /// <summary>Hours within which every other removal is due; null: the policy's days.</summary>
    public int? RemovalHours { get; init; }

    /// <summary>The price of a seat for a year in minor units; null when not entered.</summary>
    public long? SeatPriceMinor { get; init; }

    /// <summary>The price's currency as ISO 4217 writes it.</summary>
    public string? Currency { get; init; }

    /// <summary>The roles that are privileged, as the application writes them.</summary>
    public IReadOnlyList<string> PrivilegedRoles { get; init; } = [];

    /// <summary>What is said of an application, whose privileged roles were read with it.</summary>
    internal static ApplicationFacts Of(Application application) => new()
    {
        Name = application.Name, Kind = application.Kind, Plan = application.Plan, OwnerId = application.OwnerId, RemoverId = application.RemoverId,
        DormantAfterDays = application.DormantAfterDays, PrivilegedRemovalHours = application.PrivilegedRemovalHours, RemovalHours = application.RemovalHours,
        SeatPriceMinor = application.SeatPriceMinor, Currency = application.Currency,
        PrivilegedRoles = [.. application.PrivilegedRoles.Where(r => r.Active).Select(r => r.Role).Order(StringComparer.Ordinal)],
    };

    /// <summary>Whether others say the same.</summary>
    internal bool IsSame(ApplicationFacts other) => this with { PrivilegedRoles = other.PrivilegedRoles } == other && PrivilegedRoles.SequenceEqual(other.PrivilegedRoles);

    /// <summary>What is wrong with the facts for the application with the given key (0 for a new one); null when nothing.</summary>
    internal async Task<Problem?> WrongAsync(ChangeScope scope, long applicationId, CancellationToken cancel)
    {
        var key = TextKey.Of(Name);
        if (key.Length == 0 || Name.Trim().Length > Application.MaxName)
        {
            return new Problem("application.name", $"An application needs a name of at most {Application.MaxName} characters.");
        }

        if (await scope.Db.Applications.AnyAsync(a => a.NameKey == key && a.Id != applicationId, cancel))
        {
            return new Problem("application.name-taken", $"There is an application “{Name.Trim()}” already.");
        }

        foreach (var (person, what) in new[] { (OwnerId, "owner"), (RemoverId, "remover") })
        {
            if (person is { } id && (await CurrentPeople.FindAsync(scope.Db, id, cancel))?.HasLeft(scope.Today) != false)
            {
                return new Problem("application." + what, $"The {what} must be somebody who works here, as the newest staff list has it.");
            }
        }

        return Limits();
    }

    private Problem? Limits() => this switch
    {
        { Plan.Length: > Application.MaxName } => new Problem("application.plan", $"The plan has at most {Application.MaxName} characters."),
        { DormantAfterDays: < 1 or > MaxDormantDays } => new Problem("application.dormant", $"Days until an account is dormant: a whole number from 1 to {MaxDormantDays}."),
        { PrivilegedRemovalHours: < 1 or > MaxRemovalHours } or { RemovalHours: < 1 or > MaxRemovalHours } =>
            new Problem("application.removal-hours", $"Hours within which a removal is due: a whole number from 1 to {MaxRemovalHours}, or nothing for the policy's days."),
        { SeatPriceMinor: < 0 } => new Problem("application.price", "The price of a seat is not negative."),
        { SeatPriceMinor: not null, Currency: null } or { SeatPriceMinor: null, Currency: not null } => new Problem("application.currency", "A seat's price and its currency are given together."),
        { Currency: { } currency } when currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper) => new Problem("application.currency", "The currency is three capital letters, such as USD or EUR."),
        { PrivilegedRoles.Count: > MaxRoles } => new Problem("application.roles", $"At most {MaxRoles} roles can be privileged."),
        _ when PrivilegedRoles.Any(r => r.Trim().Length > PrivilegedRole.MaxRole) => new Problem("application.roles", $"A role has at most {PrivilegedRole.MaxRole} characters."),
        _ => null,
    };
}
