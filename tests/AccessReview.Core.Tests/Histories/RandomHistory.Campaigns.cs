using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;

namespace AccessReview.Core.Tests.Histories;

/// <summary>Lines of routine rows, and the day by which everything is due.</summary>
internal sealed partial class RandomHistory
{
    /// <summary>Certifies rows as one routine line whose names were shown; now and then one that does not belong to it is among them.</summary>
    private async Task LineAsync()
    {
        var actor = Anybody();
        List<ReviewModel.Turn> mine = [.. model!.Turns.Where(t => t.ReviewerId == actor)];
        if (mine.Count == 0)
        {
            return;
        }

        var line = model.Line(mine[chance.Next(mine.Count)]);
        List<ReviewModel.Turn> picked = [.. mine.Where(t => model.Line(t) == line || Sometimes(3))];
        var turns = new List<SeenTurn>();
        foreach (var turn in picked)
        {
            turns.Add(new SeenTurn(turn.Id, await SeqAsync(turn)));
        }

        List<ReviewModel.Turn> chosen = [.. picked.Where(t => t.Findings == Finding.None && model.MayDecide(t, actor, DecisionKind.Certify, reason: false))];
        var together = chosen.Count == 0 || chosen.ConvertAll(model.Line).Distinct().ToList() is [not null];
        var outcome = await database.Get<DecideMany>().RunAsync(Guid.NewGuid(), Actor.Demo(actor), new ManyChoice(DecisionKind.Certify, turns, null, database.Time.Now(), Confirmed: true), default);
        Agree(chosen.Count == 0 ? "line of nothing" : "line", together, outcome.IsOk, $"{string.Join(',', picked.Select(t => t.Number))} by {Name(actor)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            // What had gone with its account comes back with it, and is answered too.
            Assert.Superset(chosen.Select(t => t.Id).ToHashSet(), outcome.Value.Items.Where(i => i.Kind == ItemAnswerKind.Saved).Select(i => i.TurnId).ToHashSet());
            chosen.ForEach(t => model.Decide(t, actor, DecisionKind.Certify));
        }
    }

    private async Task ExtendAsync()
    {
        var due = model!.Due.AddDays(chance.Next(-1, 15));
        var outcome = await database.Get<ExtendDeadline>().RunAsync(Guid.NewGuid(), Actor.Demo(company["Olga"]), Number, due, Why, default);
        Agree("extend", due > model.Due, outcome.IsOk, $"to {due:yyyy-MM-dd}: {outcome.Problem?.Code}");
        model.Due = outcome.IsOk ? due : model.Due;
    }
}
