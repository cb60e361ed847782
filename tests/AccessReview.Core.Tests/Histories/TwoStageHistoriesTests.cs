using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Findings;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>Two stages in whatever order of decisions, second thoughts and signatures: after each act the campaign stands where the sentence
/// puts it (any revoke wins; kept is what every stage has kept, at a lower role where one of them said so; what one of them has not seen is not reviewed).</summary>
public sealed class TwoStageHistoriesTests
{
    private const int Steps = 40;

    private static int Histories => Environment.GetEnvironmentVariable("ACCESSREVIEW_LONG") == "1" ? 100 : 3;

    [Fact]
    public async Task After_each_act_a_campaign_in_two_stages_stands_where_the_sentence_puts_it_and_ends_so()
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 1; seed <= Histories; seed++)
        {
            await using var world = await CampaignWorld.CreateAsync(
                ["Priya", "Tomas", "Viktor"], [], null, null,
                new TestAccount("Priya", "Admin", Finding.Privileged), new TestAccount("Tomas", "Analyst"), new TestAccount("Viktor", Groups: ["Pricing", "Core"]));
            (await world.Database.Get<SetSecondReview>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, SecondReviewRule.Everything, world.World["Noa"], default)).Require();
            await world.PreviewAsync();
            (await world.LaunchAsync()).Require();
            var history = new History(world, seed, done);
            for (var step = 0; step < Steps; step++)
            {
                await history.StepAsync();
                await history.CheckAsync();
            }

            await history.EndAsync();
        }

        Assert.Empty(((string[])["decide 1", "decide 2", "change 1", "change 2", "undo 1", "undo 2", "bulk", "reassign 1", "reassign 2", "follow", "sign", "withdraw"]).Except(done));
    }

    private sealed class History(CampaignWorld world, int seed, HashSet<string> done)
    {
        private readonly Random chance = new(seed);
        private readonly HashSet<long> opened = [];
        private readonly List<string> told = [$"seed {seed}"];

        private string Told => string.Join('\n', told);

        public async Task StepAsync()
        {
            world.Database.Time.Advance(TimeSpan.FromSeconds(chance.Next(1, 900)));
            await (chance.Next(100) switch
            {
                < 42 => DecideAsync(),
                < 46 => BulkAsync(),
                < 54 => ReassignAsync(),
                < 64 => UndoAsync(),
                < 82 => FollowAsync(),
                < 92 => SignAsync(),
                _ => WithdrawAsync(),
            });
        }

        public async Task CheckAsync()
        {
            await using var db = world.Database.Look();
            var turns = await db.ReviewTurns.AsNoTracking().ToListAsync();
            Assert.True(opened.SetEquals(turns.Where(t => t.Stage == 2).Select(t => t.ItemId)), $"{Told}\nthe second stage is open for other items than the first had kept");
            var parents = await db.ReviewItems.Where(i => i.ParentItemId != null).ToDictionaryAsync(i => i.Id, i => i.ParentItemId!.Value);
            var gone = turns.Where(t => t.State == TurnState.Revoked).Select(t => t.ItemId).ToHashSet();
            Assert.True(turns.TrueForAll(t => !parents.TryGetValue(t.ItemId, out var account) || !gone.Contains(account) || t.State == TurnState.Revoked), $"{Told}\nan account is revoked and an assignment of it is not");
            Assert.True(turns.GroupBy(t => t.ItemId).All(g => g.Select(t => t.ReviewerId).Distinct().Count() == g.Count()), $"{Told}\nsomebody reviews an item twice");
            var facts = (await world.ViewAsync()).Facts;
            var ends = Ends(turns);
            Assert.True(
                (facts.Certified, facts.Changed, facts.Revoked, facts.Undecided) == (Count(OutcomeKind.Certified), Count(OutcomeKind.Changed), Count(OutcomeKind.Revoked), Count(OutcomeKind.NotReviewed)),
                $"{Told}\nthe page counts {facts.Certified}, {facts.Changed}, {facts.Revoked}, {facts.Undecided}");
            Assert.True(await CountedProgress.DifferenceAsync(db, turns[0].CampaignId, null, default) is null, $"{Told}\nthe counters differ from the turns");
            Assert.True(await db.Removals.Where(r => r.State != RemovalState.Cancelled).GroupBy(r => r.ItemId).AllAsync(g => g.Count() == 1), $"{Told}\nan item is removed twice");
            var removed = (await db.Removals.Where(r => r.State != RemovalState.Cancelled).Select(r => r.ItemId).ToListAsync()).ToHashSet();
            var final = turns.Where(t => t is { State: TurnState.Revoked, SignOffId: not null } && !(parents.TryGetValue(t.ItemId, out var account) && gone.Contains(account)));
            Assert.True(final.All(t => removed.Contains(t.ItemId)), $"{Told}\na revoke is signed and nothing is removed");
            var lowered = ends.Where(e => e.Value is { Kind: OutcomeKind.Changed, Signed: true });
            Assert.True(lowered.All(e => removed.Contains(e.Key)), $"{Told}\na change is signed by both and nothing is to be lowered");

            int Count(OutcomeKind kind) => ends.Values.Count(e => e.Kind == kind);
        }

        public async Task EndAsync()
        {
            await using var db = world.Database.Look();
            var expected = Ends(await db.ReviewTurns.AsNoTracking().ToListAsync());
            await TiesOutAsync();
            (await world.CloseAsync()).Require();
            await TiesOutAsync();
            Assert.Equal(
                expected.OrderBy(e => e.Key).Select(e => (e.Key, e.Value.Kind, e.Value.Signed)),
                (await db.ItemOutcomes.AsNoTracking().OrderBy(o => o.ItemId).ToListAsync()).Select(o => (o.ItemId, o.Kind, o.Signed)));
            Assert.DoesNotContain((await world.Database.Get<VerifyChain>().RunAsync(world.Owen, null, default)).Require().Findings, f => !f.Code.StartsWith("file.", StringComparison.Ordinal));
        }

        private async Task TiesOutAsync()
        {
            using var book = await BuiltWorkbook.OfAsync(world.Database, world.Number);
            Assert.True(!book.Different().Any(), $"{Told}\nthe evidence says {string.Join("; ", book.Different())}");
        }

        // The sentence itself, said without the product's rule: every item needs both stages here.
        private static Dictionary<long, (OutcomeKind Kind, bool Signed)> Ends(List<ReviewTurn> turns) => turns.GroupBy(t => t.ItemId).ToDictionary(g => g.Key, g =>
        {
            var stages = g.OrderBy(t => t.Stage).ToList();
            return stages.Find(t => t.State == TurnState.Revoked) is { } revoke ? (OutcomeKind.Revoked, revoke.SignOffId is not null)
                : stages.Count == 2 && stages.TrueForAll(t => t.State != TurnState.Undecided)
                    ? (stages.Exists(t => t.State == TurnState.Changed) ? OutcomeKind.Changed : OutcomeKind.Certified, stages.TrueForAll(t => t.SignOffId is not null))
                : (OutcomeKind.NotReviewed, false);
        });

        private async Task DecideAsync()
        {
            var turn = await AnyTurnAsync();
            var kind = chance.Next(100) switch { < 50 => DecisionKind.Certify, < 75 => DecisionKind.Change, _ => DecisionKind.Revoke };
            var choice = new ItemChoice(turn.Id, turn.EventSeq, kind, "As chance has it", ChangeTo: kind != DecisionKind.Change ? null : chance.Next(2) == 0 ? "Consumer" : "Analyst");
            var outcome = await world.Database.Get<DecideItem>().RunAsync(Guid.NewGuid(), Actor.Demo(turn.ReviewerId), choice, default);
            Tell($"{(kind == DecisionKind.Change ? "change" : "decide")} {turn.Stage}", outcome.IsOk, $"item {turn.Number} {kind}: {outcome.Problem?.Code}");
        }

        private async Task BulkAsync()
        {
            var (reviewer, kind) = ((await AnyTurnAsync()).ReviewerId, chance.Next(100) < 70 ? DecisionKind.Certify : DecisionKind.Revoke);
            await using var db = world.Database.Look();
            var turns = (await db.ReviewTurns.AsNoTracking().Where(t => t.ReviewerId == reviewer).OrderBy(t => t.Id).ToListAsync()).FindAll(_ => chance.Next(100) < 60);
            if (turns.Count > 0)
            {
                var choice = new ManyChoice(kind, [.. turns.Select(t => new SeenTurn(t.Id, t.EventSeq))], "As chance has it", Confirmed: true);
                var answer = (await world.Database.Get<DecideMany>().RunAsync(Guid.NewGuid(), Actor.Demo(reviewer), choice, default)).Require();
                Tell("bulk", answer.Items.Any(i => i.Kind == ItemAnswerKind.Saved), $"{kind} {string.Join(',', turns.Select(t => $"{t.Number}.{t.Stage}"))}");
            }
        }

        private async Task ReassignAsync()
        {
            var (turn, to) = (await AnyTurnAsync(), new[] { "Mia", "Noa", "Owen", "Ada" }[chance.Next(4)]);
            var outcome = await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.Owen, turn.CampaignId, [turn.Id], world.World[to], "As chance has it", default);
            Tell($"reassign {turn.Stage}", outcome.IsOk, $"item {turn.Number} to {to}: {outcome.Problem?.Code}");
        }

        private async Task UndoAsync()
        {
            var turn = await AnyTurnAsync();
            var outcome = await world.Database.Get<UndoDecision>().RunAsync(Guid.NewGuid(), Actor.Demo(turn.ReviewerId), turn.Id, turn.EventSeq, wholeBatch: false, default);
            Tell($"undo {turn.Stage}", outcome.IsOk, $"item {turn.Number}: {outcome.Problem?.Code}");
        }

        private async Task FollowAsync()
        {
            await using (var db = world.Database.Look())
            {
                opened.UnionWith(await db.ReviewTurns.Where(t => t.Stage == 1 && (t.State == TurnState.Certified || t.State == TurnState.Changed)).Select(t => t.ItemId).ToListAsync());
            }

            await world.Database.Get<FollowUps>().RunAsync(default);
            Tell("follow", true, "");
        }

        private async Task SignAsync()
        {
            await using var db = world.Database.Look();
            var campaign = (await db.Campaigns.SingleAsync()).Id;
            var reviewer = (await AnyTurnAsync()).ReviewerId;
            if (chance.Next(100) < 60)
            {
                // Whoever signs has decided the rest.
                foreach (var turn in await db.ReviewTurns.AsNoTracking().Where(t => t.ReviewerId == reviewer && t.State == TurnState.Undecided).ToListAsync())
                {
                    await world.Database.Get<DecideItem>().RunAsync(Guid.NewGuid(), Actor.Demo(reviewer), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify, "As chance has it"), default);
                }
            }

            var preview = await world.Database.Get<SignOffPreview>().RunAsync(Actor.Demo(reviewer), campaign, default);
            var outcome = await world.Database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), Actor.Demo(reviewer), campaign, preview.Value?.Text ?? "", default);
            Tell("sign", outcome.IsOk, $"{reviewer}: {outcome.Problem?.Code}");
        }

        private async Task WithdrawAsync()
        {
            await using var db = world.Database.Look();
            var signed = await db.SignOffs.Where(s => s.WithdrawnAt == null).OrderBy(s => s.Id).ToListAsync();
            if (signed.Count > 0)
            {
                var one = signed[chance.Next(signed.Count)];
                var outcome = await world.Database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), Actor.Demo(one.SignerId), one.Id, "As chance has it", default);
                Tell("withdraw", outcome.IsOk, $"{one.Id}: {outcome.Problem?.Code}");
            }
        }

        private async Task<ReviewTurn> AnyTurnAsync()
        {
            await using var db = world.Database.Look();
            var turns = await db.ReviewTurns.AsNoTracking().OrderBy(t => t.Id).ToListAsync();
            return turns.FindAll(t => t.Stage == 2) is { Count: > 0 } second && chance.Next(2) == 0 ? second[chance.Next(second.Count)] : turns[chance.Next(turns.Count)];
        }

        private void Tell(string act, bool did, string what)
        {
            told.Add($"{told.Count}. {act} {(did ? "done" : "refused")} {what}");
            if (did)
            {
                done.Add(act);
            }
        }
    }
}
