using AccessReview.Core.Extracts;

namespace AccessReview.Core.Campaigns;

/// <summary>Somebody as the newest staff lists have them, as far as reviewing goes.</summary>
/// <param name="Id">The person.</param>
/// <param name="Status">What the staff list says of their employment.</param>
/// <param name="EndDate">Their last day, if known.</param>
/// <param name="HasAddress">Whether they can be written to.</param>
/// <param name="ManagerId">Their manager, if known.</param>
public sealed record Candidate(long Id, EmploymentStatus Status, DateOnly? EndDate, bool HasAddress, long? ManagerId)
{
    /// <summary>Their first day, if known.</summary>
    public DateOnly? StartDate { get; init; }

    /// <inheritdoc cref="Employment.HasLeft"/>
    public bool HasLeft(DateOnly on) => new Employment(Status, StartDate, EndDate).HasLeft(on);
}

/// <summary>The access whose reviewer is sought.</summary>
/// <param name="HolderId">Whose access it is; of a declared account its owner inside; null: nobody known.</param>
/// <param name="Involved">Who declared or matched the account by hand, or answers for it inside: they cannot review it.</param>
/// <param name="GroupOwnerId">The owner of the group, for an assignment whose group has one that somebody knows.</param>
public sealed record AccessToReview(long? HolderId, IReadOnlySet<long> Involved, long? GroupOwnerId = null);

/// <summary>Who could review in one application.</summary>
/// <param name="People">Everybody on the newest staff lists.</param>
/// <param name="On">Today, or the day of the application's reading where that is later: who has left by then is no reviewer.</param>
/// <param name="ApplicationOwnerId">The application's owner.</param>
/// <param name="NamedId">The named reviewer.</param>
/// <param name="FallbackId">The fallback.</param>
public sealed record ReviewerPool(IReadOnlyDictionary<long, Candidate> People, DateOnly On, long? ApplicationOwnerId, long? NamedId, long? FallbackId)
{
    /// <summary>Who is away on the day the preview is made, and who reviews for them.</summary>
    public IReadOnlyDictionary<long, long> Delegates { get; init; } = new Dictionary<long, long>();
}

/// <summary>Who reviews an item, why they, and why not whom the rule names.</summary>
/// <param name="ReviewerId">Who; null: nobody usable.</param>
/// <param name="Basis">Why they, or why the one they review for.</param>
/// <param name="Fallback">Why not whom the rule names.</param>
/// <param name="ForId">Who is away, where the reviewer is their delegate.</param>
public sealed record ReviewerChoice(long? ReviewerId, ReviewerBasis Basis, FallbackReason Fallback, long? ForId = null);

/// <summary>Finds the reviewer: by the rule, else the fallback, else the application's owner, else nobody. Nobody ever reviews
/// own access: each of the three is asked the same question.</summary>
public static class ReviewerPolicy
{
    /// <summary>The reviewer of one item.</summary>
    public static ReviewerChoice Choose(ReviewerRule rule, AccessToReview access, ReviewerPool pool)
    {
        var (named, missing) = ByRule(rule, access, pool);
        var reason = named is { } first ? WhyNot(first, rule, access, pool) : missing;
        ReviewerChoice[] chain =
        [
            .. reason == FallbackReason.None ? [new ReviewerChoice(named, BasisOf(rule), reason)] : Array.Empty<ReviewerChoice>(),
            .. Elsewhere(reason == FallbackReason.None ? FallbackReason.Away : reason, access, pool),
        ];

        // Whoever is away is stood in for by their delegate; where that one may not review it, the next of the chain is asked. Better one who
        // is away than nobody.
        return chain.Select(c => Present(c, access, pool)).FirstOrDefault(c => c is not null) ?? chain.FirstOrDefault() ?? new(null, BasisOf(rule), reason);
    }

    private static IEnumerable<ReviewerChoice> Elsewhere(FallbackReason reason, AccessToReview access, ReviewerPool pool)
    {
        if (IsUsable(pool.FallbackId, access, pool))
        {
            yield return new(pool.FallbackId, ReviewerBasis.Fallback, reason);
        }

        if (IsUsable(pool.ApplicationOwnerId, access, pool))
        {
            yield return new(pool.ApplicationOwnerId, ReviewerBasis.ApplicationOwner, reason);
        }
    }

    private static ReviewerChoice? Present(ReviewerChoice choice, AccessToReview access, ReviewerPool pool) =>
        !pool.Delegates.TryGetValue(choice.ReviewerId!.Value, out var standIn) ? choice
        : IsUsable(standIn, access, pool) ? choice with { ReviewerId = standIn, ForId = choice.ReviewerId }
        : null;

    /// <summary>Whether the person may review the access at all; also asked of everybody who is given an item later.</summary>
    public static bool IsUsable(long? personId, AccessToReview access, ReviewerPool pool) =>
        personId is { } id && WhyNot(id, ReviewerRule.Named, access, pool) == FallbackReason.None;

    private static (long? Named, FallbackReason Missing) ByRule(ReviewerRule rule, AccessToReview access, ReviewerPool pool) => rule switch
    {
        ReviewerRule.Manager when access.HolderId is not { } => (null, FallbackReason.NobodyKnown),
        ReviewerRule.Manager => (pool.People.GetValueOrDefault(access.HolderId.Value)?.ManagerId, FallbackReason.NoManager),
        ReviewerRule.GroupOwner => (access.GroupOwnerId, FallbackReason.NoGroupOwner),
        ReviewerRule.ApplicationOwner => (pool.ApplicationOwnerId, FallbackReason.NoApplicationOwner),
        ReviewerRule.Named => (pool.NamedId, FallbackReason.ReviewerLeft),
        _ => throw new InvalidOperationException($"Unknown rule {rule}."),
    };

    private static FallbackReason WhyNot(long id, ReviewerRule rule, AccessToReview access, ReviewerPool pool)
    {
        // Whoever is no longer on the newest staff list has left, as far as anybody knows.
        var person = pool.People.GetValueOrDefault(id);
        return person is null || person.HasLeft(pool.On) ? LeftBy(rule)
            : id == access.HolderId ? FallbackReason.OwnAccess
            : access.Involved.Contains(id) ? FallbackReason.Involved
            : person.HasAddress ? FallbackReason.None
            : FallbackReason.NoAddress;
    }

    private static FallbackReason LeftBy(ReviewerRule rule) => rule switch
    {
        ReviewerRule.Manager => FallbackReason.ManagerLeft,
        ReviewerRule.GroupOwner => FallbackReason.GroupOwnerLeft,
        ReviewerRule.ApplicationOwner or ReviewerRule.Named => FallbackReason.ReviewerLeft,
        _ => throw new InvalidOperationException($"Unknown rule {rule}."),
    };

    private static ReviewerBasis BasisOf(ReviewerRule rule) => rule switch
    {
        ReviewerRule.Manager => ReviewerBasis.Manager,
        ReviewerRule.GroupOwner => ReviewerBasis.GroupOwner,
        ReviewerRule.ApplicationOwner => ReviewerBasis.ApplicationOwner,
        ReviewerRule.Named => ReviewerBasis.Named,
        _ => throw new InvalidOperationException($"Unknown rule {rule}."),
    };
}
