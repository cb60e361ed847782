using AccessReview.Core.Evidence.Samples;

namespace AccessReview.Web.Components.Evidence;

/// <summary>Populations in words that follow "of".</summary>
internal static class SampleWords
{
    /// <summary>Of which items.</summary>
    public static string Of(SamplePopulation population) => population switch
    {
        SamplePopulation.All => "all items",
        SamplePopulation.Exceptions => "items with a finding",
        SamplePopulation.Privileged => "items of privileged accounts",
        SamplePopulation.Certified => "certified items",
        SamplePopulation.Revoked => "revoked items",
        SamplePopulation.Changed => "items kept at a lower role",
        SamplePopulation.NotReviewed => "items not reviewed",
        _ => throw new ArgumentOutOfRangeException(nameof(population), population, null),
    };
}
