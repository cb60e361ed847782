using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>A launched campaign whose decisions and sign-offs are written past the review's own use cases, to be closed.</summary>
internal static class ClosingWorld
{
    public static async Task<CampaignWorld> LaunchedAsync(DeadlineRule deadline = DeadlineRule.NotReviewed)
    {
        var world = await CampaignWorld.CreateAsync(plan: CampaignWorld.Plan with { Deadline = deadline });
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        return world;
    }

    /// <summary>Decides items by their numbers.</summary>
    public static Task DecideAsync(this CampaignWorld world, DecisionKind kind, string by, params int[] numbers) => world.SeedAsync(async scope =>
    {
        foreach (var turn in await scope.Db.ReviewTurns.Where(t => numbers.Contains(t.Number)).ToListAsync())
        {
            var decision = scope.Add(new Decision
            {
                Id = scope.NewId(), CampaignId = turn.CampaignId, ItemId = turn.ItemId, TurnId = turn.Id, Kind = kind, Mode = DecisionMode.Single, By = "person:" + world.World[by],
                At = scope.At, Recommendation = Recommendation.None, RecommendationRules = 1, Method = AuthenticationMethod.Demo, Session = "test",
                ChangeTo = kind == DecisionKind.Change ? "Consumer" : null,
            });
            decision.RowHash = decision.ToRowText().Hash();
            var to = kind switch { DecisionKind.Certify => TurnState.Certified, DecisionKind.Change => TurnState.Changed, _ => TurnState.Revoked };
            (turn.State, turn.DecisionId) = (to, decision.Id);
            await CountAsync(scope.Db, turn, TurnState.Undecided, -1);
            await CountAsync(scope.Db, turn, to, 1);
        }
    });

    /// <summary>Signs what the reviewer has decided.</summary>
    public static Task SignAsync(this CampaignWorld world, string reviewer) => world.SeedAsync(async scope =>
    {
        var person = world.World[reviewer];
        var turns = await scope.Db.ReviewTurns.Where(t => t.ReviewerId == person && t.DecisionId != null && t.SignOffId == null).ToListAsync();
        var text = scope.Keep("I have reviewed them.");
        var signOff = scope.Add(new SignOff
        {
            Id = scope.NewId(), CampaignId = turns[0].CampaignId, Level = SignOffLevel.Reviewer, SignerId = person, TextId = text.Id, TextHash = text.Hash, Items = turns.Count,
            Certified = 0, Revoked = 0, Changed = 0, ItemsHash = await SignedDecisions.HashAsync(scope.Db, turns), At = scope.At, Late = false, Method = AuthenticationMethod.Demo,
        });
        foreach (var turn in turns)
        {
            turn.SignOffId = signOff.Id;
            scope.Add(new SignOffItem { SignOffId = signOff.Id, ItemId = turn.ItemId, DecisionId = turn.DecisionId!.Value });
        }
    });

    /// <summary>Decides items by their numbers as their reviewer does; of two stages, their own.</summary>
    public static async Task ReviewAsync(this CampaignWorld world, DecisionKind kind, string by, params int[] numbers)
    {
        var person = world.World[by];
        await using var db = world.Database.Look();
        foreach (var number in numbers)
        {
            var turn = await db.ReviewTurns.AsNoTracking().SingleAsync(t => t.ReviewerId == person && t.Number == number);
            var choice = new ItemChoice(turn.Id, turn.EventSeq, kind, "What the work needs", ChangeTo: kind == DecisionKind.Change ? "Consumer" : null);
            (await world.Database.Get<DecideItem>().RunAsync(Guid.NewGuid(), world.World.As(by), choice, default)).Require();
        }
    }

    /// <summary>Signs off as the reviewer does, whose removals are then asked for.</summary>
    public static async Task SignStatementAsync(this CampaignWorld world, string by)
    {
        await using var db = world.Database.Look();
        var campaign = await db.Campaigns.Where(c => c.Number == world.Number).Select(c => c.Id).SingleAsync();
        var text = (await world.Database.Get<SignOffPreview>().RunAsync(world.World.As(by), campaign, default)).Require().Text;
        (await world.Database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), world.World.As(by), campaign, text, default)).Require();
    }

    /// <summary>Reassigns items by their numbers.</summary>
    public static async Task GiveAsync(this CampaignWorld world, string to, params int[] numbers)
    {
        await using var db = world.Database.Look();
        var turns = await db.ReviewTurns.AsNoTracking().Where(t => numbers.Contains(t.Number)).ToListAsync();
        (await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.Owen, turns[0].CampaignId, [.. turns.Select(t => t.Id)], world.World[to], "Knows them", default)).Require();
    }

    public static async Task<CloseView> ViewAsync(this CampaignWorld world, string by = "Owen") => (await world.Database.Get<ClosePreview>().RunAsync(world.World.As(by), world.Number, default)).Require();

    /// <summary>Closes with every exception stated, but for what the test leaves out; once the deadline has come, where it is what decides.</summary>
    public static async Task<Outcome<long>> CloseAsync(this CampaignWorld world, Func<IEnumerable<StatedException>, IEnumerable<StatedException>>? change = null, string conclusion = "The access is in order.", string by = "Owen")
    {
        var view = await world.ViewAsync(by);
        if (view.NotYet is not null)
        {
            world.Database.Time.SetUtcNow(new(view.DueDate.AddDays(1), new(12, 0), TimeSpan.Zero));
            view = await world.ViewAsync(by);
        }

        var stated = view.Exceptions.Select(e => new StatedException(e.Kind, "Known and followed up", world.World["Noa"], new DateOnly(2026, 12, 20)));
        return await world.Database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), world.World.As(by), world.Number, new CloseInput(view.Statement, conclusion, [.. change?.Invoke(stated) ?? stated]), default);
    }

    private static async Task CountAsync(ReviewDb db, ReviewTurn turn, TurnState state, int by)
    {
        var row = await db.CampaignProgress.FindAsync(turn.CampaignId, turn.Stage, turn.ReviewerId, state)
            ?? db.Add(new CampaignProgress { CampaignId = turn.CampaignId, Stage = turn.Stage, ReviewerId = turn.ReviewerId, State = state }).Entity;
        row.Count += by;
    }
}
