using AccessReview.Core.Persistence;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>Exceptions of closed campaigns that the reader was named to follow up, those that are open first.</summary>
public sealed class MyFollowUps(Databases databases)
{
    private const int Most = 200;

    /// <summary>Exceptions that nobody has said were followed up. What was purged waits for nobody.</summary>
    internal static IQueryable<CampaignException> Waiting(ReviewDb db) =>
        db.CampaignExceptions.Where(e => !db.FollowUpsDone.Any(d => d.ExceptionId == e.Id) && db.PrivateTexts.Any(t => t.Id == e.ReasonId && t.Text != null));

    /// <summary>Reads them; empty for whoever is not a person of the staff list.</summary>
    public async Task<IReadOnlyList<ExceptionLine>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return actor.PersonId is { } me
            ? [.. (await ExceptionLine.ReadAsync(db, db.CampaignExceptions.Where(e => e.PersonId == me).OrderByDescending(e => e.Id).Take(Most), actor, cancel)).OrderBy(l => !l.MayEnd).ThenBy(l => l.FollowUp)]
            : [];
    }
}
