using AccessReview.Benchmarks.World;
using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Benchmarks;

/// <summary>10,000 routine items certified in one command, against the same rows by prepared statements in one transaction.</summary>
internal sealed class DecideManyItems : Floor
{
    private Organisation organisation = null!;
    private HandDecisions hand = null!;
    private Actor reviewer = Actor.Product;
    private List<SeenTurn> ours = [];
    private List<(long Turn, long Seen)> floor = [];
    private List<(long Turn, long Seen)> turns = [];
    private int size;
    private int oursFrom;
    private int floorFrom;

    public override string Name => "decide-many";

    public override int Size => 10_000;

    public override double Target => 1.0;

    public override async Task PrepareAsync(int size)
    {
        this.size = size;

        // One selection for each run of a side, the warm-up included; a twentieth of the accounts is no routine item.
        var items = (Pairs + WarmUps) * size * 11 / 10;
        organisation = await Organisation.CreateAsync(people: items / 2, accounts: items / 2, assignments: items / 2);
        reviewer = await organisation.PersonAsync(1);
        await organisation.LaunchAsync(await organisation.DraftAsync(CampaignScope.Default with { AccountReviewer = ReviewerRule.Named, NamedReviewerId = reviewer.PersonId, FallbackReviewerId = organisation.Owner.PersonId }));
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

    public override Task ResetAsync()
    {
        ours = [.. turns.Skip(oursFrom).Take(size).Select(t => new SeenTurn(t.Turn, t.Seen))];
        floor = [.. turns.Skip(floorFrom).Take(size)];
        return ours.Count == size || floor.Count == size ? Task.CompletedTask : throw new InvalidOperationException($"{turns.Count} routine items are too few.");
    }

    public override async Task OursAsync()
    {
        oursFrom += size;
        var answer = (await organisation.Get<DecideMany>().RunAsync(Guid.NewGuid(), reviewer, new ManyChoice(DecisionKind.Certify, ours, Confirmed: true), CancellationToken.None)).Require();
        if (answer.Saved != size)
        {
            throw new InvalidOperationException($"{answer.Saved} of {size} were saved.");
        }
    }

    public override Task FloorAsync()
    {
        floorFrom += size;
        hand.DecideMany(floor, reviewer.PersonId!.Value);
        return Task.CompletedTask;
    }

    public override async Task CleanUpAsync()
    {
        hand.Dispose();
        await organisation.DisposeAsync();
    }
}
