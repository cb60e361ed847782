using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Tests.Journeys;

/// <summary>What the reviewers of a campaign do, by the use cases that their page calls.</summary>
public sealed class Reviewers(IServiceProvider services, int campaign)
{
    /// <summary>Every reviewer revokes what is undecided of the accounts named by address and certifies the rest, with a reason.</summary>
    public async Task DecideAllAsync(IReadOnlySet<string> revoked)
    {
        foreach (var (turnId, kind) in await TurnsAsync(revoked))
        {
            await using var db = Look();
            var turn = await db.ReviewTurns.SingleAsync(t => t.Id == turnId);
            if (turn.State == TurnState.Undecided)
            {
                (await services.GetRequiredService<DecideItem>().RunAsync(
                    Guid.NewGuid(), Actor.Demo(turn.ReviewerId), new ItemChoice(turnId, turn.EventSeq, kind, kind == DecisionKind.Certify ? "Needed for the daily work." : "No longer needed."), CancellationToken.None)).Require();
            }
        }
    }

    /// <summary>Every reviewer certifies in one command what nothing was found on: nobody decides hundreds of rows within a second.</summary>
    public async Task CertifyRoutineAsync()
    {
        await using var db = Look();
        var left = await (from turn in db.ReviewTurns
                          join item in db.ReviewItems on turn.ItemId equals item.Id
                          where turn.State == TurnState.Undecided && item.Findings == Finding.None && db.Campaigns.Any(c => c.Id == turn.CampaignId && c.Number == campaign)
                          orderby turn.Number
                          select new { turn.ReviewerId, turn.Id, turn.EventSeq }).ToListAsync();
        foreach (var reviewer in left.GroupBy(t => t.ReviewerId))
        {
            var choice = new ManyChoice(DecisionKind.Certify, [.. reviewer.Select(t => new SeenTurn(t.Id, t.EventSeq))], "Needed for the daily work.", Confirmed: true);
            (await services.GetRequiredService<DecideMany>().RunAsync(Guid.NewGuid(), Actor.Demo(reviewer.Key), choice, CancellationToken.None)).Require();
        }
    }

    /// <summary>Every reviewer with something unsigned signs off.</summary>
    public async Task SignAllAsync()
    {
        await using var db = Look();
        var id = await db.Campaigns.Where(c => c.Number == campaign).Select(c => c.Id).SingleAsync();
        foreach (var reviewer in await db.ReviewTurns.Where(t => t.CampaignId == id && t.SignOffId == null).Select(t => t.ReviewerId).Distinct().ToListAsync())
        {
            var toSign = (await services.GetRequiredService<SignOffPreview>().RunAsync(Actor.Demo(reviewer), id, CancellationToken.None)).Require();
            (await services.GetRequiredService<SignOffReview>().RunAsync(Guid.NewGuid(), Actor.Demo(reviewer), id, toSign.Text, CancellationToken.None)).Require();
        }
    }

    private ReviewDb Look() => services.GetRequiredService<Databases>().CreateDbContext();

    private async Task<List<(long TurnId, DecisionKind Kind)>> TurnsAsync(IReadOnlySet<string> revoked)
    {
        await using var db = Look();
        var turns = await (from turn in db.ReviewTurns
                           join item in db.ReviewItems on turn.ItemId equals item.Id
                           join record in db.AccountRecords on item.AccountRecordId equals record.Id
                           where db.Campaigns.Any(c => c.Id == turn.CampaignId && c.Number == campaign)
                           orderby turn.Number
                           select new { turn.Id, record.Email }).ToListAsync();
        return [.. turns.Select(t => (t.Id, revoked.Contains(t.Email) ? DecisionKind.Revoke : DecisionKind.Certify))];
    }
}
