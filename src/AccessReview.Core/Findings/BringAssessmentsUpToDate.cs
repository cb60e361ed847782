using AccessReview.Core.Persistence;

namespace AccessReview.Core.Findings;

/// <summary>Assesses every application whose assessment is missing or no longer of what lies in the database. One that cannot be
/// assessed just now is found again by the next run.</summary>
public sealed class BringAssessmentsUpToDate(Databases databases, AssessApplication assess) : IFollowUp
{
    /// <inheritdoc/>
    public int Order => 10;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        foreach (var application in await AssessmentFreshness.StaleAsync(db, cancel))
        {
            _ = await assess.RunIfStaleAsync(application, cancel);
        }
    }
}
