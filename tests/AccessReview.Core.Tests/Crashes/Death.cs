namespace AccessReview.Core.Tests.Crashes;

/// <summary>Where a life is to end: right before or right after its n-th commit.</summary>
internal readonly record struct Death(bool Before, int N)
{
    /// <summary>The side of the commit, as the child is told it.</summary>
    public string Side => Before ? "before" : "after";

    /// <inheritdoc/>
    public override string ToString() => $"killed {Side} commit {N}";
}
