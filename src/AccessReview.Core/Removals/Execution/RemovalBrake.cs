using AccessReview.Core.Settings;

namespace AccessReview.Core.Removals;

/// <summary>A removal that is due, as the brake sees it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Privileged">Whether the account holds a privileged role.</param>
/// <param name="Agreed">Whether a second person has agreed to it.</param>
public sealed record DueRemoval(long Id, bool Privileged, bool Agreed);

/// <summary>Stops a run that would remove too much until a second person agrees: a wrong mapping must not empty an application.</summary>
public static class RemovalBrake
{
    /// <summary>Which of the removals of one application need a second person first.</summary>
    /// <param name="due">Everything that would be carried out in this run.</param>
    /// <param name="accounts">How many accounts the application has.</param>
    /// <param name="policy">Where the limits stand.</param>
    public static IReadOnlyList<long> Held(IReadOnlyList<DueRemoval> due, int accounts, Policy policy)
    {
        var open = due.Where(d => !d.Agreed).ToList();
        var many = open.Count > policy.BrakeAbove && open.Count * 100L > (long)policy.BrakePercent * accounts;
        return [.. open.Where(d => many || d.Privileged).Select(d => d.Id)];
    }
}
