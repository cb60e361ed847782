using AccessReview.Core.Tests.Crashes;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(CrashesFirst))]

namespace AccessReview.Core.Tests.Crashes;

/// <summary>What takes minutes begins first, the longest before all, so that the last minutes of a run are not one test's alone.</summary>
public sealed class CrashesFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => Rank(c.TestCollectionDisplayName))];

    private static int Rank(string name) => name.Contains(nameof(KilledQuarterTests), StringComparison.Ordinal) ? 0 : name.Contains(".Crashes.", StringComparison.Ordinal) ? 1 : 2;
}
