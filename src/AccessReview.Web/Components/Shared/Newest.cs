namespace AccessReview.Web.Components.Shared;

/// <summary>Which of several readings of a page is the newest. Two may be on their way at once, as when the address changes twice, and are
/// answered in any order: what the older one answers is not shown.</summary>
internal sealed class Newest
{
    private int last;

    /// <summary>A reading begins.</summary>
    /// <returns>Says whether none has begun since.</returns>
    public Func<bool> Begin()
    {
        var mine = ++last;
        return () => mine == last;
    }
}
