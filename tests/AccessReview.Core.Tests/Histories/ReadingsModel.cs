using AccessReview.Core.Removals;

namespace AccessReview.Core.Tests.Histories;

/// <summary>What was read of Heap, reading by reading, and what that says of an access somebody decided to remove: gone, still there, or
/// there again after it was gone. Said without the product's queries.</summary>
internal sealed class ReadingsModel
{
    private readonly List<(DateTime AsOf, HashSet<string> Accounts, HashSet<(string Account, string Team)> Teams)> readings = [];

    /// <summary>Notes a reading.</summary>
    public void Read(DateTime asOf, IEnumerable<(string Account, string[] Teams)> there)
    {
        var all = there.ToList();
        readings.Add((asOf, [.. all.Select(a => a.Account)], [.. all.SelectMany(a => a.Teams.Select(t => (a.Account, t)))]));
    }

    /// <summary>How the removal of an account, or of its place in a team, stands by the readings after it was decided; null: none speaks of it.</summary>
    public RemovalState? Expected(DateTime decidedAt, string account, string? team)
    {
        var (state, wasGone) = ((RemovalState?)null, false);
        foreach (var reading in readings.Where(r => r.AsOf > decidedAt).OrderBy(r => r.AsOf))
        {
            var there = team is null ? reading.Accounts.Contains(account) : reading.Teams.Contains((account, team));
            state = !there ? RemovalState.Verified : wasGone ? RemovalState.Reappeared : RemovalState.StillPresent;
            wasGone |= !there;
        }

        return state;
    }
}
