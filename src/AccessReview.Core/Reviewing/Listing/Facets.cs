using AccessReview.Core.Findings;

namespace AccessReview.Core.Reviewing;

/// <summary>One line of a facet: what it would show and how many there are.</summary>
/// <param name="Value">The value a filter takes.</param>
/// <param name="Label">Its words.</param>
/// <param name="Count">How many rows.</param>
public sealed record Facet<T>(T Value, string Label, int Count);

/// <summary>The facets beside a reviewer's list. Each counts what the other filters leave.</summary>
public sealed record Facets
{
    /// <summary>Undecided items.</summary>
    public required int ToDecide { get; init; }

    /// <summary>Decided ones.</summary>
    public required int Decided { get; init; }

    /// <summary>By finding; an item with several counts in each.</summary>
    public required IReadOnlyList<Facet<Finding>> Findings { get; init; }

    /// <summary>By recommendation.</summary>
    public required IReadOnlyList<Facet<Recommendation>> Advice { get; init; }

    /// <summary>Accounts and assignments.</summary>
    public required IReadOnlyList<Facet<QueueWhat>> What { get; init; }

    /// <summary>By application.</summary>
    public required IReadOnlyList<Facet<long>> Applications { get; init; }

    /// <summary>By role.</summary>
    public required IReadOnlyList<Facet<string>> Roles { get; init; }

    /// <summary>By group.</summary>
    public required IReadOnlyList<Facet<long>> Groups { get; init; }

    /// <summary>By department.</summary>
    public required IReadOnlyList<Facet<string>> Departments { get; init; }

    /// <summary>By last use.</summary>
    public required IReadOnlyList<Facet<LastUse>> Used { get; init; }

    /// <summary>By what changed; an item with several changes counts in each.</summary>
    public required IReadOnlyList<Facet<ReviewChange>> Changes { get; init; }

    /// <summary>By how the question to the holder stands.</summary>
    public required IReadOnlyList<Facet<QuestionState>> Questions { get; init; }
}
