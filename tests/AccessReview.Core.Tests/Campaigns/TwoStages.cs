using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>What two reviewers of one campaign do, by the use cases that their pages call.</summary>
internal static class TwoStages
{
    // Priya is privileged; Tomas and Viktor are routine, Viktor with two teams. Mia reviews, Owen owns Heap, Noa is asked a second time.
    public static async Task<CampaignWorld> LaunchedAsync(
        SecondReviewRule rule = SecondReviewRule.Everything, DeadlineRule deadline = DeadlineRule.NotReviewed, CampaignScope? scope = null)
    {
        var world = await CampaignWorld.CreateAsync(scope, CampaignWorld.Plan with { Deadline = deadline });
        (await world.SecondAsync(rule, "Noa")).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        return world;
    }

    public static Task<Outcome<Done>> SecondAsync(this CampaignWorld world, SecondReviewRule rule, string? second) => world.Database.Get<SetSecondReview>().RunAsync(
        Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, rule, second is null ? null : world.World[second], default);

    public static Task<Outcome<SecondReviewsSent>> AskAsync(this CampaignWorld world, string to) => world.Database.Get<AskSecondReview>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World[to], default);

    public static Task FollowAsync(this CampaignWorld world) => world.Database.Get<FollowUps>().RunAsync(default);

    /// <summary>The turn of the holder's account, or of its team.</summary>
    public static async Task<ReviewTurn> TurnAsync(this CampaignWorld world, string holder, int stage = 1, string? team = null)
    {
        await using var db = world.Database.Look();
        var person = world.World[holder];
        return await db.ReviewTurns.SingleAsync(t => t.Stage == stage && db.ReviewItems.Any(
            i => i.Id == t.ItemId && i.HolderId == person && (team == null ? i.GroupId == null : db.Groups.Any(g => g.Id == i.GroupId && g.Name == team))));
    }

    public static async Task<Outcome<DecideAnswer>> TryAsync(
        this CampaignWorld world, string by, string holder, DecisionKind kind, string? reason = null, int stage = 1, string? to = null, string? team = null)
    {
        var turn = await world.TurnAsync(holder, stage, team);
        return await world.Database.Get<DecideItem>().RunAsync(Guid.NewGuid(), world.World.As(by), new ItemChoice(turn.Id, turn.EventSeq, kind, reason, ChangeTo: to), default);
    }

    public static async Task DecideAsync(this CampaignWorld world, string by, string holder, DecisionKind kind, string? reason = null, int stage = 1, string? to = null, string? team = null) =>
        (await world.TryAsync(by, holder, kind, reason, stage, to, team)).Require();

    public static async Task UndoAsync(this CampaignWorld world, string by, string holder, int stage = 1)
    {
        var turn = await world.TurnAsync(holder, stage);
        (await world.Database.Get<UndoDecision>().RunAsync(Guid.NewGuid(), world.World.As(by), turn.Id, turn.EventSeq, wholeBatch: false, default)).Require();
    }

    /// <summary>Certifies what is left undecided before the reviewer in the stage.</summary>
    public static async Task CertifyAllAsync(this CampaignWorld world, string by, int stage = 1)
    {
        await using var db = world.Database.Look();
        var person = world.World[by];
        foreach (var id in await db.ReviewTurns.Where(t => t.ReviewerId == person && t.Stage == stage && t.State == TurnState.Undecided).OrderBy(t => t.Number).Select(t => t.Id).ToListAsync())
        {
            var seen = await db.ReviewTurns.Where(t => t.Id == id).Select(t => t.EventSeq).SingleAsync();
            (await world.Database.Get<DecideItem>().RunAsync(Guid.NewGuid(), world.World.As(by), new ItemChoice(id, seen, DecisionKind.Certify, "Needed for the work"), default)).Require();
        }
    }

    public static async Task<Outcome<SignedOff>> TrySignOffAsync(this CampaignWorld world, string by)
    {
        await using var db = world.Database.Look();
        var campaign = (await db.Campaigns.SingleAsync()).Id;
        var text = (await world.Database.Get<SignOffPreview>().RunAsync(world.World.As(by), campaign, default)).Require().Text;
        return await world.Database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), world.World.As(by), campaign, text, default);
    }

    public static async Task<SignedOff> SignOffAsync(this CampaignWorld world, string by) => (await world.TrySignOffAsync(by)).Require();

    public static async Task WithdrawAsync(this CampaignWorld world, string by, SignedOff signed) =>
        (await world.Database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.World.As(by), signed.SignOffId, "Looked again", default)).Require();

    public static async Task<bool> TiesAsync(this CampaignWorld world)
    {
        await using var db = world.Database.Look();
        return await CountedProgress.DifferenceAsync(db, (await db.Campaigns.SingleAsync()).Id, null, default) is null;
    }

    public static async Task<IReadOnlyList<QueueRow>> BeforeAsync(this CampaignWorld world, string reviewer)
    {
        await using var db = world.Database.Look();
        var person = world.World[reviewer];
        return await world.Database.Get<ReviewQueue>().RowsAsync(world.World.As(reviewer), await db.ReviewTurns.Where(t => t.ReviewerId == person).Select(t => t.Id).ToListAsync(), default);
    }

    /// <summary>The record proves itself. The world's readings are written past the import, without their files; everything else holds.</summary>
    public static async Task SoundAsync(this CampaignWorld world) =>
        Assert.Equal([], (await world.Database.Get<VerifyChain>().RunAsync(world.Owen, null, default)).Require().Findings.Where(f => !f.Code.StartsWith("file.", StringComparison.Ordinal)).Select(f => $"{f.Code}: {f.Sentence}"));
}
