using AccessReview.Core.Removals;

namespace AccessReview.Core.Tests.Histories;

/// <summary>What was read of Heap, reading by reading, and what that says of an access somebody decided to remove or to lower: gone, still there, or
/// there again after it was gone. Said without the product's queries.</summary>
internal sealed class ReadingsModel
{
    private readonly List<Reading> readings = [];

    /// <summary>An account as a reading has it.</summary>
    public sealed record Account(string Role, string[] Teams);

    /// <summary>A reading, with its accounts by their holders.</summary>
    public sealed record Reading(DateTime AsOf, IReadOnlyDictionary<string, Account> Accounts);

    /// <summary>What is to go: an account, or its place in a team, or its role, which is to be another.</summary>
    public sealed record Removed(DateTime DecidedAt, string Holder, string Role, string? Team, string? ChangeTo);

    /// <summary>How many there are.</summary>
    public int Count => readings.Count;

    /// <summary>The newest.</summary>
    public Reading Last => readings[^1];

    /// <summary>Notes a reading.</summary>
    public void Read(DateTime asOf, IEnumerable<(string Holder, Account Account)> there) => readings.Add(new Reading(asOf, there.ToDictionary(a => a.Holder, a => a.Account)));

    /// <summary>Whether a reading after the decision showed it gone.</summary>
    public bool WasGone(Removed removed) => After(removed).Any(r => !Shows(r, removed));

    /// <summary>Whether the last reading still has the account, so that what is gone is its role or a team.</summary>
    public bool HasAccount(Removed removed) => Last.Accounts.ContainsKey(removed.Holder);

    /// <summary>How the removal stands by the readings after it was decided; null: none speaks of it.</summary>
    /// <param name="removed">What is to go.</param>
    /// <param name="waivedAfter">How many readings there were when it was said that it stays for a time, which is not over; null: nobody said so. Once it was gone all the same, that is forgotten.</param>
    public RemovalState? Expected(Removed removed, int? waivedAfter)
    {
        var (state, wasGone, waived) = ((RemovalState?)null, false, waivedAfter is not null);
        foreach (var reading in After(removed))
        {
            var there = Shows(reading, removed);
            state = !there ? RemovalState.Verified : wasGone ? RemovalState.Reappeared : RemovalState.StillPresent;
            wasGone |= !there;
            waived &= there || readings.IndexOf(reading) < waivedAfter;
        }

        return waived ? RemovalState.Waived : state;
    }

    private IEnumerable<Reading> After(Removed removed) => readings.Where(r => r.AsOf > removed.DecidedAt);

    // A role is lowered once it is the named one, or, where it was privileged, any that is not.
    private static bool Shows(Reading reading, Removed removed) => reading.Accounts.TryGetValue(removed.Holder, out var account)
        && (removed.Team is { } team ? account.Teams.Contains(team)
            : removed.ChangeTo is not { } to || !(account.Role == to || (removed.Role == SmallCompany.Privileged && account.Role != SmallCompany.Privileged)));
}
