using AccessReview.Benchmarks.World;
using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Benchmarks;

/// <summary>One decision as the page sends it, against the same transaction by hand.</summary>
internal sealed class Decide : Floor
{
    private Organisation organisation = null!;
    private HandDecisions hand = null!;
    private Actor reviewer = Actor.Product;
    private List<(long Turn, long Seen)> turns = [];
    private int ours;
    private int floor;

    public override string Name => "decide";

    public override int Size => 5_000;

    public override double Target => 3.0;

    public override int Pairs => 301;

    public override int WarmUps => 1_500;

    public override async Task PrepareAsync(int size)
    {
        organisation = await Organisation.CreateAsync(people: size / 2, accounts: size / 2, assignments: size / 2);
        reviewer = await organisation.PersonAsync(1);
        await organisation.LaunchAsync(await organisation.DraftAsync(CampaignScope.Default with { AccountReviewer = ReviewerRule.Named, NamedReviewerId = reviewer.PersonId }));
        await using (var db = organisation.Look())
        {
            turns = [.. (await (from turn in db.ReviewTurns.AsNoTracking()
                                join item in db.ReviewItems on turn.ItemId equals item.Id
                                where item.Findings == Finding.None && turn.ReviewerId == reviewer.PersonId
                                orderby turn.Number
                                select new { turn.Id, turn.EventSeq }).ToListAsync()).Select(t => (t.Id, t.EventSeq))];
        }

        hand = new HandDecisions(await organisation.CopyAsync("floor.db"));
    }

    public override async Task OursAsync()
    {
        var (turn, seen) = turns[ours++];
        _ = (await organisation.Get<DecideItem>().RunAsync(Guid.NewGuid(), reviewer, new ItemChoice(turn, seen, DecisionKind.Certify), CancellationToken.None)).Require();
    }

    public override Task FloorAsync()
    {
        var (turn, seen) = turns[floor++];
        hand.Decide(turn, seen, reviewer.PersonId!.Value);
        return Task.CompletedTask;
    }

    public override async Task CleanUpAsync()
    {
        hand.Dispose();
        await organisation.DisposeAsync();
    }
}
