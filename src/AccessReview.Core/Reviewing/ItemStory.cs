using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>The story of one item for its reviewer: the facts, the past, the peers, and what Revoke will do. Its cost is that of the one
/// account, not of the campaign.</summary>
public sealed class ItemStory(Databases databases, PeerCounts peers, TimeProvider time)
{
    /// <summary>Reads it. Only for the item's reviewer.</summary>
    public async Task<Outcome<Story>> RunAsync(Actor actor, long turnId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var row = (await SliceQueries.RowsAsync(db, [turnId], QueueTurns.ReviewerOf(actor), time.Now(), cancel)).SingleOrDefault();
        if (row is null)
        {
            return Problem.NotFound("This item of yours");
        }

        var frozen = await StoryFacts.FrozenAsync(db, row.TurnId, cancel);
        var facts = FindingFacts.Parse(row.Facts);
        var route = await RouteReader.ReadAsync(db, frozen.Application.Id, frozen.Item.AccountId, frozen.Item.GroupId, changeOfRole: false, cancel);
        var findings = row.IsAccount ? FindingSentences.Of(row.Findings, facts) : FindingSentences.OfAssignment(row.Findings, row.Facts);
        return new Story(
            row,
            ReviewItem.Name(frozen.Campaign.Number, row.Number),
            frozen.Application.Name,
            findings,
            FindingHelp.Advice(row.Recommendation, row.Findings, facts),
            row.IsAccount && facts.Change is { } change ? [.. ChangeSentences.Parts(change)] : [],
            await StoryFacts.ReadAsync(db, frozen, row, route, cancel),
            MatchSentences.Label(frozen.Assessed.Match),
            ReviewerWords.Of(frozen.Turn.Basis, frozen.Turn.Fallback, frozen.Turn.ForId is { } away ? (await PersonNames.ReadAsync(db, [away], cancel)).GetValueOrDefault(away, "somebody") : null),
            await StoryPast.ReadAsync(db, frozen, row, cancel),
            row.IsAccount ? facts.NotReviewedBefore : !row.DecidedEver,
            await peers.OfAsync(frozen.Assessed.AssessmentId, row.Department, frozen.Item.GroupId),
            await StoryRevoke.ReadAsync(db, frozen, row, route, time.Now(), cancel),
            await StoryQuestion.ReadAsync(db, actor, row, cancel),
            await StoryGiven.ReadAsync(db, frozen.Turn, cancel));
    }
}
