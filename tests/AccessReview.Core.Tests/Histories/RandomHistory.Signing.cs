using AccessReview.Core.Campaigns;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>Signing, what follows from it, and what goes on around a review.</summary>
internal sealed partial class RandomHistory
{
    private async Task SignAsync(long reviewer, bool finish)
    {
        foreach (var turn in model!.Turns.Where(t => finish && t.ReviewerId == reviewer && t.State == TurnState.Undecided))
        {
            if (model.MayDecide(turn, reviewer, DecisionKind.Certify, reason: true))
            {
                await DecideAsync(turn);
            }
        }

        await using var db = database.Look();
        var campaign = await db.Campaigns.Where(c => c.Number == Number).Select(c => c.Id).SingleAsync();
        var may = model.MaySign(reviewer);
        var preview = await database.Get<SignOffPreview>().RunAsync(Actor.Demo(reviewer), campaign, default);
        var outcome = await database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), Actor.Demo(reviewer), campaign, preview.Value?.Text ?? "", default);
        Agree("sign", may, outcome.IsOk, $"by {Name(reviewer)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            Assert.Equal(model.ToSign(reviewer).Count, outcome.Value.Counts.Items);
            model.Sign(reviewer, outcome.Value.SignOffId);
        }
    }

    private async Task WithdrawAsync()
    {
        if (model!.SignOffs.Count == 0)
        {
            return;
        }

        var signOff = model.SignOffs.ElementAt(chance.Next(model.SignOffs.Count));
        await using var db = database.Look();
        var carriedOut = await db.Removals.AnyAsync(r => (r.VerifiedAt != null || r.State == RemovalState.Reappeared) && r.State != RemovalState.Cancelled
            && db.SignOffItems.Any(i => i.SignOffId == signOff && i.ItemId == r.ItemId && i.DecisionId == r.DecisionId));
        var may = model.IsWithdrawn(signOff) || !carriedOut;
        var outcome = await database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), Actor.Demo(model.SignerOf(signOff)), signOff, Why, default);
        Agree("withdraw", may, outcome.IsOk, $"{signOff}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            model.Withdraw(signOff);
        }
    }

    /// <summary>The next reading, as chance has it.</summary>
    public async Task RereadAsync()
    {
        database.Time.Advance(TimeSpan.FromDays(1));
        var without = chance.Next(1 << 11) & chance.Next(1 << 11);
        await company.ReadAccessAsync(without);
        Tell("read", true, $"without {without}");
        await CheckRemovalsAsync();
    }

    /// <summary>Every removal stands as the readings say, and none otherwise.</summary>
    public async Task CheckRemovalsAsync()
    {
        RemovalState[] spoken = [RemovalState.Verified, RemovalState.StillPresent, RemovalState.Reappeared];
        await using var db = database.Look();
        var removals = await (from removal in db.Removals
                              where removal.State != RemovalState.Cancelled
                              join item in db.ReviewItems on removal.ItemId equals item.Id
                              join record in db.AccountRecords on item.AccountRecordId equals record.Id
                              orderby removal.Number
                              select new
                              {
                                  removal.Number, removal.State, removal.DecidedAt, record.Name, Team = db.GroupRecords.Where(g => g.GroupId == removal.GroupId).Select(g => g.Name).FirstOrDefault(),
                              }).ToListAsync();
        foreach (var removal in removals)
        {
            var expected = company.Readings.Expected(removal.DecidedAt, removal.Name, removal.Team);
            Assert.True(
                expected == (spoken.Contains(removal.State) ? removal.State : null),
                $"{Told}\nR{removal.Number} of {removal.Name} {removal.Team} is {removal.State}; the readings say {expected?.ToString() ?? "nothing"}");
            if (expected is { } stands)
            {
                Done.Add(stands.ToString());
            }
        }
    }

    private Task StepBackAsync()
    {
        // The machine's clock was set right.
        database.Time.AdjustTime(database.Time.GetUtcNow().AddMinutes(-chance.Next(1, 90)));
        Tell("clock back", true, "");
        return Task.CompletedTask;
    }

    private async Task AgainAsync()
    {
        if (again is not null)
        {
            await again();
            Tell("again", true, "the last decision, by its id");
        }
    }

    private async Task CheckOutcomesAsync()
    {
        await using var db = database.Look();
        var outcomes = await db.ItemOutcomes.Where(o => db.Campaigns.Any(c => c.Id == o.CampaignId && c.Number == Number)).ToDictionaryAsync(o => o.ItemId);
        Assert.Equal(
            model!.Turns.Select(t => (t.Number, t.State == TurnState.Undecided ? "NotReviewed" : t.State.ToString(), t.SignOffId is not null)),
            model.Turns.Select(t => (t.Number, outcomes[t.ItemId].Kind.ToString(), outcomes[t.ItemId].Signed)));

        // The checks that people explain (who came, who went) may differ; the gates never do.
        Assert.Empty((await db.CompletenessChecks.Where(c => c.Result == CheckResult.Fail).ToListAsync()).Where(c => c.Check is not ("C5" or "C8" or "C9" or "C10")).Select(c => c.Check));
    }
}
