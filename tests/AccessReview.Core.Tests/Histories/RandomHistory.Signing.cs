using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>Signing, and taking a signature back.</summary>
internal sealed partial class RandomHistory
{
    private async Task SignAsync(long reviewer, bool finish)
    {
        foreach (var turn in model.Turns.Where(t => finish && t.ReviewerId == reviewer && t.State == TurnState.Undecided))
        {
            if (model.MayDecide(turn, reviewer, DecisionKind.Certify, reason: true))
            {
                await DecideAsync(turn);
            }
        }

        var may = model.MaySign(reviewer);
        var toSign = model.ToSign(reviewer);
        var preview = await database.Get<SignOffPreview>().RunAsync(Actor.Demo(reviewer), model.Id, default);
        var outcome = await database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), Actor.Demo(reviewer), model.Id, preview.Value?.Text ?? "", default);
        Agree("sign", may, outcome.IsOk, $"by {Name(reviewer)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            Assert.Equal((toSign.Count, toSign.Count(t => t.IsCarried)), (outcome.Value.Counts.Items, outcome.Value.Counts.CarriedForward));
            foreach (var away in toSign.Where(t => !t.WentWithAccount && t.ForId is not null).GroupBy(t => t.ForId!.Value))
            {
                Assert.Contains($"{away.Count()} of them as delegate of {Name(away.Key)}", preview.Value!.Text, StringComparison.Ordinal);
                Done.Add("sign for somebody away");
            }

            model.Sign(reviewer, outcome.Value.SignOffId);
        }
    }

    private async Task WithdrawAsync()
    {
        model = Sometimes(80) ? reviews.Find(r => r.Open && r.SignOffs.Any(s => !r.IsWithdrawn(s))) ?? model : model;
        List<long> signed = [.. model.SignOffs.Where(s => !model.IsWithdrawn(s) || Sometimes(10))];
        if (signed.Count == 0)
        {
            return;
        }

        var signOff = Any(signed);
        await using var db = database.Look();
        var removals = await db.Removals.Where(r => db.SignOffItems.Any(i => i.SignOffId == signOff && i.ItemId == r.ItemId && i.DecisionId == r.DecisionId)).Select(r => r.Id).ToListAsync();
        var carriedOut = (await RemovalsAsync()).Exists(r => removals.Contains(r.Id) && !r.IsCancelled && company.Readings.WasGone(r.Removed));
        var may = model.IsWithdrawn(signOff) || (model.Open && !carriedOut);
        var outcome = await database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), Actor.Demo(model.SignerOf(signOff)), signOff, Why, default);
        Agree("withdraw", may, outcome.IsOk, $"{signOff}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            model.Withdraw(signOff);
        }
    }
}
