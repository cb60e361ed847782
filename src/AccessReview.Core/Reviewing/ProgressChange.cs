using System.Runtime.InteropServices;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Reviewing;

/// <summary>What a command does to the counts of a campaign by reviewer and state, written in the same transaction.</summary>
internal sealed class ProgressChange
{
    private readonly Dictionary<(int Stage, long Reviewer, TurnState State), int> changes = [];

    /// <summary>Adds to one count.</summary>
    public void Add(int stage, long reviewerId, TurnState state, int by) => CollectionsMarshal.GetValueRefOrAddDefault(changes, (stage, reviewerId, state), out _) += by;

    /// <summary>Puts the changes into the counts.</summary>
    public async Task ApplyAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        List<(int Stage, long Reviewer, TurnState State, int By)> counted = [.. changes.Where(c => c.Value != 0).Select(c => (c.Key.Stage, c.Key.Reviewer, c.Key.State, c.Value))];
        if (counted.Count > 0 && await TurnStatements.CountAsync(db, campaignId, counted, cancel) is var changed && changed != counted.Count)
        {
            throw new InvalidOperationException($"{counted.Count} counts of campaign {campaignId} were to change and {changed} could: one would count less than nothing.");
        }
    }
}
