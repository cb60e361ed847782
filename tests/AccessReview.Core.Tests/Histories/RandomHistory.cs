using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>A life of campaigns, step by step, as chance has it: each act is done to the product and to the model, and they must agree
/// on whether it may be and on what is so afterwards. Chance may order what nobody should: the wrong person, a row long changed, the same
/// command twice, a clock that goes back.</summary>
internal sealed partial class RandomHistory(TestDatabase database, int seed)
{
    private const string Why = "As chance has it";
    private readonly Random chance = new(seed);
    private readonly SmallCompany company = new(database);
    private readonly List<string> told = [];
    private readonly Dictionary<long, long> seen = [];
    private ReviewModel? model;
    private Func<Task>? again;

    /// <summary>What happened so far, for the report of a failure.</summary>
    public string Told => string.Join('\n', told);

    /// <summary>The campaign that was launched last.</summary>
    public int Number { get; private set; }

    /// <summary>Kinds of acts that were allowed at least once.</summary>
    public HashSet<string> Done { get; } = new(StringComparer.Ordinal);

    /// <summary>The open campaign as it should be; null before the first.</summary>
    public ReviewModel? Model => model;

    /// <summary>The company, before anything happened.</summary>
    public Task BeginAsync() => company.FoundAsync();

    /// <summary>One more act.</summary>
    public async Task StepAsync()
    {
        database.Time.Advance(TimeSpan.FromSeconds(chance.Next(1, 4000)));
        if (model is not { Open: true })
        {
            await LaunchAsync();
            return;
        }

        await (chance.Next(100) switch
        {
            < 30 => DecideAsync(AnyTurn(), Sometimes(10) ? Anybody() : null),
            < 42 => UndoAsync(AnyTurn()),
            < 49 => BulkAsync(),
            < 53 => LineAsync(),
            < 54 => ExtendAsync(),
            < 60 => ReassignAsync(),
            < 66 => HandOverAsync(),
            < 78 => SignAsync(Anybody(), finish: Sometimes(70)),
            < 83 => WithdrawAsync(),
            < 87 => RereadAsync(),
            < 91 => StepBackAsync(),
            < 98 => AgainAsync(),
            _ => CloseAsync(),
        });
    }

    /// <summary>Ends the open campaign, as everything ends.</summary>
    public async Task EndAsync()
    {
        if (model is { Open: true })
        {
            await CloseAsync();
        }
    }

    private async Task LaunchAsync()
    {
        var deadline = Sometimes(50) ? DeadlineRule.Revoke : DeadlineRule.NotReviewed;
        Number = await company.LaunchAsync("Heap " + (Number + 1), deadline: deadline);
        await using var db = database.Look();
        var turns = await (from turn in db.ReviewTurns
                           join item in db.ReviewItems on turn.ItemId equals item.Id
                           join record in db.AccountRecords on item.AccountRecordId equals record.Id
                           where db.Campaigns.Any(c => c.Id == turn.CampaignId && c.Number == Number)
                           orderby turn.Number
                           select new ReviewModel.Turn
                           {
                               Id = turn.Id, Number = turn.Number, ItemId = item.Id, ParentItemId = item.ParentItemId, HolderId = item.HolderId, Findings = item.Findings,
                               Role = record.Role, GroupId = item.GroupId, Recommendation = item.Recommendation, ReviewerId = turn.ReviewerId,
                           }).ToListAsync();
        model = new ReviewModel { Turns = turns, Deadline = deadline, Due = await db.Campaigns.Where(c => c.Number == Number).Select(c => c.DueDate).SingleAsync() };
        seen.Clear();
        Tell("launch", true, $"{turns.Count} items");
    }

    private async Task DecideAsync(ReviewModel.Turn turn, long? other = null)
    {
        var (actor, kind, reason) = (other ?? turn.ReviewerId, Sometimes(60) ? DecisionKind.Certify : Sometimes(60) ? DecisionKind.Revoke : DecisionKind.Change, Sometimes(80));
        var to = kind != DecisionKind.Change ? null : model!.Lower(turn) is { Count: > 0 } lower && Sometimes(80) ? lower[chance.Next(lower.Count)] : SmallCompany.Privileged;
        var stale = Sometimes(5) && seen.TryGetValue(turn.Id, out var old) ? old : (long?)null;
        var now = await SeqAsync(turn);
        var may = model!.MayDecide(turn, actor, kind, reason) && (to is null || model.Lower(turn).Contains(to));
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
        }
    }

    private async Task UndoAsync(ReviewModel.Turn turn)
    {
        var may = model!.MayUndo(turn, turn.ReviewerId);
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
        var picked = model!.Turns.Where(t => t.ReviewerId == actor && Sometimes(60)).ToList();
        if (picked.Count == 0)
        {
            return;
        }

        var turns = new List<SeenTurn>();
        foreach (var turn in picked)
        {
            turns.Add(new SeenTurn(turn.Id, await SeqAsync(turn)));
        }

        var answer = (await database.Get<DecideMany>().RunAsync(Guid.NewGuid(), Actor.Demo(actor), new ManyChoice(kind, turns, Why, Confirmed: true), default)).Require();
        var saved = answer.Items.Where(i => i.Kind == ItemAnswerKind.Saved).Select(i => i.TurnId).ToHashSet();
        var last = answer.Items.Where(i => i.Code == "item.last-administrator").Select(i => i.TurnId).ToHashSet();
        Tell("bulk", saved.Count > 0, $"{kind} {string.Join(',', picked.Select(t => t.Number))} by {Name(actor)}");
        var chosen = picked.Where(t => model.MayDecide(t, actor, kind, reason: true) && (kind == DecisionKind.Revoke || t.Findings == Finding.None) && !last.Contains(t.Id)).ToList();
        chosen.RemoveAll(t => kind == DecisionKind.Revoke && model.Account(t) is { } account && chosen.Contains(account));
        chosen.ForEach(t => model.Decide(t, actor, kind));
        Assert.True(chosen.TrueForAll(t => saved.Contains(t.Id)), $"{Told}\nthe selection left out {string.Join(',', chosen.Where(t => !saved.Contains(t.Id)).Select(t => t.Number))}");
    }

    private async Task ReassignAsync()
    {
        var (turn, to) = (AnyTurn(), Anybody());
        var may = model!.MayGive(turn, to) && to != company["Hal"];
        await using var db = database.Look();
        var campaign = await db.Campaigns.Where(c => c.Number == Number).Select(c => c.Id).SingleAsync();
        var outcome = await database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), Actor.Demo(company["Olga"]), campaign, [turn.Id], to, Why, default);
        Agree("reassign", may, outcome.IsOk, $"item {turn.Number} to {Name(to)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            model.Give(turn, to);
        }
    }

    private async Task HandOverAsync()
    {
        var (turn, to, actor) = (AnyTurn(), Anybody(), Anybody());
        var may = actor == turn.ReviewerId && model!.MayGive(turn, to) && to != company["Hal"];
        var outcome = await database.Get<HandOverItem>().RunAsync(Guid.NewGuid(), Actor.Demo(actor), turn.Id, to, Why, withGroups: false, default);
        Agree("hand over", may, outcome.IsOk, $"item {turn.Number} by {Name(actor)} to {Name(to)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            model!.Give(turn, to);
        }
    }

    private async Task CloseAsync()
    {
        var owner = Actor.Demo(company["Olga"]);
        var view = (await database.Get<ClosePreview>().RunAsync(owner, Number, default)).Require();
        var today = DateOnly.FromDateTime(database.Time.GetUtcNow().UtcDateTime);
        var stated = view.Exceptions.Select(e => new StatedException(e.Kind, Why, company["Noa"], today.AddDays(30))).ToList();
        (await database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, Number, new CloseInput(view.Statement, "As chance had it.", stated), default)).Require();
        var revoked = model!.Close();
        Tell("close", true, "");
        Tell("the deadline revokes", revoked > 0, $"{revoked} items");
        await CheckOutcomesAsync();
    }

    private void Agree(string act, bool may, bool did, string what)
    {
        Tell(act, did, what);
        Assert.True(may == did, $"{Told}\nthe model says it {(may ? "may" : "may not")} be");
    }

    private void Tell(string act, bool did, string what)
    {
        told.Add($"{told.Count + 1}. {act} {(did ? "done" : "refused")} {what}");
        if (did)
        {
            Done.Add(act);
        }
    }

    private bool Sometimes(int percent) => chance.Next(100) < percent;

    private ReviewModel.Turn AnyTurn() => model!.Turns[chance.Next(model.Turns.Count)];

    private long Anybody() => company.Reviewers[chance.Next(company.Reviewers.Count)];

    private string Name(long person) => new[] { "Mia", "Noa", "Olga", "Cai", "Hal" }.FirstOrDefault(n => company[n] == person) ?? person.ToString();

    private async Task<long> SeqAsync(ReviewModel.Turn turn)
    {
        await using var db = database.Look();
        return await db.ReviewTurns.Where(t => t.Id == turn.Id).Select(t => t.EventSeq).SingleAsync();
    }
}
