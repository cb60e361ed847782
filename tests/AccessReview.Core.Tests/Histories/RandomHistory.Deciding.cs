using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>Deciding: one by one, a selection, a routine line, and back again; and asking, which decides nothing.</summary>
internal sealed partial class RandomHistory
{
    private async Task DecideAsync(ReviewModel.Turn turn, long? other = null)
    {
        var (actor, kind, reason) = (other ?? turn.ReviewerId, Sometimes(60) ? DecisionKind.Certify : Sometimes(60) ? DecisionKind.Revoke : DecisionKind.Change, Sometimes(80));
        var to = kind != DecisionKind.Change ? null : model.Lower(turn) is { Count: > 0 } lower && Sometimes(80) ? Any(lower) : SmallCompany.Privileged;
        var stale = Sometimes(5) && seen.TryGetValue(turn.Id, out var old) ? old : (long?)null;
        var now = await SeqAsync(turn);
        var may = model.MayDecide(turn, actor, kind, reason) && (to is null || model.Lower(turn).Contains(to));
        var command = Guid.NewGuid();
        Task<Outcome<DecideAnswer>> Send() => database.Get<DecideItem>().RunAsync(command, Actor.Demo(actor), new ItemChoice(turn.Id, stale ?? now, kind, reason ? Why : null, ChangeTo: to), default);
        var outcome = await Send();
        if (outcome.IsOk && outcome.Value.Items is [{ Kind: ItemAnswerKind.Conflict }])
        {
            Assert.True(stale is not null && stale != now, $"{Told}\na conflict over a row as it was seen");
            Tell("conflict", true, $"item {turn.Number}");
            return;
        }

        Agree(kind == DecisionKind.Change ? "change" : "decide", may && !(stale is not null && stale != now), outcome.IsOk, $"item {turn.Number} {kind} {to} {(reason ? "with" : "without")} a reason by {Name(actor)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            seen[turn.Id] = now;
            model.Decide(turn, actor, kind);
            again = async () => Assert.Equal(outcome.Value.Items, (await Send()).Require().Items);
            Note("decide for somebody away", turn.ForId is not null);
            Note("decide in a second wave", model.Main is not null);
        }
    }

    private async Task UndoAsync(ReviewModel.Turn turn)
    {
        var may = model.MayUndo(turn, turn.ReviewerId);
        var outcome = await database.Get<UndoDecision>().RunAsync(Guid.NewGuid(), Actor.Demo(turn.ReviewerId), turn.Id, await SeqAsync(turn), wholeBatch: false, default);
        Agree("undo", may, outcome.IsOk, $"item {turn.Number}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            model.Undo(turn);
        }
    }

    private async Task BulkAsync()
    {
        var (actor, kind) = (Anybody(), Sometimes(60) ? DecisionKind.Certify : DecisionKind.Revoke);
        var picked = model.Turns.Where(t => t.ReviewerId == actor && Sometimes(60)).ToList();
        if (picked.Count == 0)
        {
            return;
        }

        var answer = (await database.Get<DecideMany>().RunAsync(Guid.NewGuid(), Actor.Demo(actor), new ManyChoice(kind, await SeenAsync(picked), Why, Confirmed: true), default)).Require();
        var saved = answer.Items.Where(i => i.Kind == ItemAnswerKind.Saved).Select(i => i.TurnId).ToHashSet();
        var last = answer.Items.Where(i => i.Code == "item.last-administrator").Select(i => i.TurnId).ToHashSet();
        Tell("bulk", saved.Count > 0, $"{kind} {string.Join(',', picked.Select(t => t.Number))} by {Name(actor)}");
        var chosen = picked.Where(t => model.MayDecide(t, actor, kind, reason: true) && (kind == DecisionKind.Revoke || (t.Findings == Finding.None && !model.IsRevokedBefore(t))) && !last.Contains(t.Id)).ToList();
        chosen.RemoveAll(t => kind == DecisionKind.Revoke && model.Account(t) is { } account && chosen.Contains(account));
        chosen.ForEach(t => model.Decide(t, actor, kind));
        Assert.True(chosen.TrueForAll(t => saved.Contains(t.Id)), $"{Told}\nthe selection left out {string.Join(',', chosen.Where(t => !saved.Contains(t.Id)).Select(t => t.Number))}");
    }

    /// <summary>Certifies rows as one routine line whose names were shown; now and then one that does not belong to it is among them.</summary>
    private async Task LineAsync()
    {
        var first = AnyTurn(t => t.State == TurnState.Undecided && model.Line(t) is not null);
        var (actor, line) = (first.ReviewerId, model.Line(first));
        List<ReviewModel.Turn> picked = [.. model.Turns.Where(t => t.ReviewerId == actor && (model.Line(t) == line || Sometimes(3)))];
        List<ReviewModel.Turn> chosen = [.. picked.Where(t => t.Findings == Finding.None && !model.IsRevokedBefore(t) && model.MayDecide(t, actor, DecisionKind.Certify, reason: false))];
        var lines = chosen.ConvertAll(model.Line).Distinct().ToList();
        var outcome = await database.Get<DecideMany>().RunAsync(
            Guid.NewGuid(), Actor.Demo(actor), new ManyChoice(DecisionKind.Certify, await SeenAsync(picked), null, database.Time.Now(), Confirmed: true), default);
        var act = chosen.Count == 0 ? "line of nothing" : lines is [{ Carries: true }] ? "carry forward" : "line";
        Agree(act, lines is [] or [not null], outcome.IsOk, $"{string.Join(',', picked.Select(t => t.Number))} by {Name(actor)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            // What had gone with its account comes back with it, and is answered too.
            Assert.Superset(chosen.Select(t => t.Id).ToHashSet(), outcome.Value.Items.Where(i => i.Kind == ItemAnswerKind.Saved).Select(i => i.TurnId).ToHashSet());
            chosen.ForEach(t => model.Decide(t, actor, DecisionKind.Certify, carried: lines is [{ Carries: true }]));
        }
    }

    private async Task AskAsync()
    {
        var turn = AnyTurn(t => model.MayAsk(t, t.ReviewerId, left: company["Hal"]));
        var actor = Sometimes(80) ? turn.ReviewerId : Anybody();
        var may = model.MayAsk(turn, actor, left: company["Hal"]);
        var outcome = await database.Get<AskHolder>().RunAsync(Guid.NewGuid(), Actor.Demo(actor), turn.Id, "Do you still need it?", default);
        Agree("ask", may, outcome.IsOk, $"about item {turn.Number} by {Name(actor)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            model.Ask(turn);
        }
    }

    private async Task AnswerAsync()
    {
        model = reviews.Find(r => r.Open && r.Questions.Values.Contains(false)) ?? model;
        List<ReviewModel.Turn> asked = [.. model.Turns.Where(t => model.Questions.ContainsKey(t.ItemId))];
        if (asked.Count == 0)
        {
            return;
        }

        var turn = Any(asked);
        var actor = Sometimes(70) ? turn.HolderId!.Value : Anybody();
        await using var db = database.Look();
        var question = await db.Questions.Where(q => q.ItemId == turn.ItemId).Select(q => q.Id).SingleAsync();
        var outcome = await database.Get<AnswerQuestion>().RunAsync(Guid.NewGuid(), Actor.Demo(actor), question, "Every day.", default);
        Agree("answer", model.MayAnswer(turn, actor), outcome.IsOk, $"about item {turn.Number} by {Name(actor)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            model.Answer(turn);
        }
    }

    private async Task<List<SeenTurn>> SeenAsync(IEnumerable<ReviewModel.Turn> turns)
    {
        var seenNow = new List<SeenTurn>();
        foreach (var turn in turns)
        {
            seenNow.Add(new SeenTurn(turn.Id, await SeqAsync(turn)));
        }

        return seenNow;
    }
}
