using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>What of an application is reviewed and by whom, as the page sends it.</summary>
/// <param name="IncludeAssignments">Whether group assignments are reviewed as well as accounts.</param>
/// <param name="IncludeDisabled">Whether disabled accounts are reviewed; left out and listed otherwise.</param>
/// <param name="AccountReviewer">Who reviews accounts.</param>
/// <param name="AssignmentReviewer">Who reviews assignments; null: whoever reviews the account.</param>
/// <param name="NamedReviewerId">The person of <see cref="ReviewerRule.Named"/>.</param>
/// <param name="FallbackReviewerId">Who takes what the rule has no usable reviewer for; null: the application's owner.</param>
public sealed record CampaignScope(
    bool IncludeAssignments, bool IncludeDisabled, ReviewerRule AccountReviewer, ReviewerRule? AssignmentReviewer, long? NamedReviewerId, long? FallbackReviewerId)
{
    /// <summary>Everything but disabled accounts, each before its person's manager.</summary>
    public static CampaignScope Default { get; } = new(IncludeAssignments: true, IncludeDisabled: false, ReviewerRule.Manager, null, null, null);

    /// <summary>What of an application a campaign reviews, and by whom.</summary>
    public static CampaignScope Of(CampaignApplication application) => new(
        application.IncludeAssignments, application.IncludeDisabled, application.AccountReviewer, application.AssignmentReviewer, application.NamedReviewerId, application.FallbackReviewerId);

    /// <summary>Whether a rule asks for one named person.</summary>
    public bool HasNamedReviewer => AccountReviewer == ReviewerRule.Named || AssignmentReviewer == ReviewerRule.Named;

    /// <summary>Whether a rule asks for one named person, and nobody is named.</summary>
    public bool LacksNamedReviewer => HasNamedReviewer && NamedReviewerId is null;

    /// <summary>What is chosen, as the event says it.</summary>
    public IReadOnlyList<Code> Includes =>
        [new("accounts"), .. IncludeAssignments ? [new Code("assignments")] : Array.Empty<Code>(), .. IncludeDisabled ? [new Code("disabled")] : Array.Empty<Code>()];

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public async Task<Problem?> CheckAsync(ReviewDb db, CancellationToken cancel)
    {
        if (AccountReviewer == ReviewerRule.GroupOwner)
        {
            return new Problem("scope.rule", "A group's owner reviews who is in the group; choose somebody else for the accounts.");
        }

        if (LacksNamedReviewer)
        {
            return new Problem("scope.named", "Choose the person who reviews.");
        }

        long[] people = [.. new[] { NamedReviewerId, FallbackReviewerId }.OfType<long>().Distinct()];
        foreach (var person in people)
        {
            if (!await db.People.AnyAsync(p => p.Id == person, cancel))
            {
                return Problem.NotFound("The person");
            }
        }

        return null;
    }

    /// <summary>Writes it into the campaign's application.</summary>
    public void WriteTo(CampaignApplication application)
    {
        (application.IncludeAssignments, application.IncludeDisabled) = (IncludeAssignments, IncludeDisabled);
        (application.AccountReviewer, application.AssignmentReviewer) = (AccountReviewer, AssignmentReviewer);
        (application.NamedReviewerId, application.FallbackReviewerId) = (NamedReviewerId, FallbackReviewerId);
    }
}
