using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>Ask: one question to the account's holder, answered after signing in, deciding nothing.</summary>
public sealed class QuestionsTests
{
    private const string Need = "Do you still need this access?";

    [Fact]
    public async Task The_holder_answers_once_and_the_reviewer_sees_it_and_nothing_is_decided()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await AskAsync(world, "Rob")).Require();
        Assert.Equal("question.twice", (await AskAsync(world, "Rob")).Problem?.Code);
        Assert.Null((await StoryAsync(world, "Rob")).Question!.AnsweredAt);

        var asked = Assert.Single(await world.Database.Get<MyQuestions>().RunAsync(world.World.As("Rob"), default));
        Assert.Equal(("Heap", "Mia", Need, true), (asked.Application, asked.AskedBy, asked.Text, asked.Waits));
        Assert.Equal("not-found", (await AnswerAsync(world, "Tim", asked.Id, "Mine!")).Problem?.Code);
        Assert.Equal("question.short", (await AnswerAsync(world, "Rob", asked.Id, " no ")).Problem?.Code);
        (await AnswerAsync(world, "Rob", asked.Id, " Yes, for the weekly report ")).Require();
        Assert.Equal("question.answered", (await AnswerAsync(world, "Rob", asked.Id, "No")).Problem?.Code);

        var story = (await StoryAsync(world, "Rob")).Question!;
        Assert.Equal(("Rob", "Mia", Need, "Yes, for the weekly report"), (story.Holder, story.AskedBy, story.Text, story.Answer));
        Assert.Equal(TurnState.Undecided, (await world.TurnAsync("Rob")).State);
        Assert.Empty(await world.DecisionsAsync());
        Assert.False(Assert.Single(await world.Database.Get<MyQuestions>().RunAsync(world.World.As("Rob"), default)).Waits);
    }

    [Fact]
    public async Task Only_the_item_s_reviewer_asks_and_only_somebody_known_who_still_works_here()
    {
        await using var world = await ReviewWorld.CreateAsync();
        Assert.Equal(Problem.DeniedCode, (await AskAsync(world, "Rob", by: "Noa")).Problem?.Code);
        Assert.Equal("question.left", (await AskAsync(world, "Vera")).Problem?.Code);
        Assert.Equal("question.short", (await AskAsync(world, "Rob", text: "?")).Problem?.Code);
        Assert.Equal("question.long", (await AskAsync(world, "Rob", text: new string('?', 1001))).Problem?.Code);
        await using var db = world.Database.Look();
        Assert.False(await db.Questions.AnyAsync());
    }

    [Theory]
    [InlineData("Rob")]
    [InlineData("Vera")]
    public async Task Whoever_holds_the_account_by_now_is_asked_and_not_whom_it_was_taken_for_at_launch(string account)
    {
        await using var world = await ReviewWorld.CreateAsync();
        await MatchAsync(world, account, "Tim");
        Assert.True(await RowAsync(world, account) is { MayAsk: true, Holder: "Tim" });
        (await AskAsync(world, account)).Require();
        Assert.Equal(Need, Assert.Single(await world.Database.Get<MyQuestions>().RunAsync(world.World.As("Tim"), default)).Text);
        Assert.Empty(await world.Database.Get<MyQuestions>().RunAsync(world.World.As(account), default));
        Assert.True((await StoryAsync(world, account)).Question is { Holder: "Tim", Holds: true });
    }

    [Fact]
    public async Task Whom_a_newer_reading_takes_it_for_is_asked()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.ReadAsOfAsync("Rob", "Tim");
        Assert.Equal("Tim", (await RowAsync(world)).Holder);
        (await AskAsync(world, "Rob")).Require();
        Assert.Single(await world.Database.Get<MyQuestions>().RunAsync(world.World.As("Tim"), default));
    }

    [Fact]
    public async Task An_answer_of_somebody_who_turned_out_not_to_be_the_holder_is_marked_as_that()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await AskAsync(world, "Rob")).Require();
        Assert.True((await StoryAsync(world, "Rob")).Question!.Holds);
        await MatchAsync(world, "Rob", "Tim");
        (await AnswerAsync(world, "Rob", (await world.Database.Get<MyQuestions>().RunAsync(world.World.As("Rob"), default))[0].Id, "It is not mine")).Require();
        Assert.True((await StoryAsync(world, "Rob")).Question is { Holder: "Rob", Answer: "It is not mine", Holds: false });
    }

    [Fact]
    public async Task After_the_campaign_nobody_waits_for_an_answer()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await AskAsync(world, "Rob")).Require();
        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), 1, "Not now", default)).Require();
        var asked = Assert.Single(await world.Database.Get<MyQuestions>().RunAsync(world.World.As("Rob"), default));
        Assert.False(asked.Waits);
        Assert.Equal("question.over", (await AnswerAsync(world, "Rob", asked.Id, "Yes, I do")).Problem?.Code);
    }

    [Fact]
    public async Task The_row_says_that_somebody_was_asked_and_that_they_answered()
    {
        await using var world = await ReviewWorld.CreateAsync();
        Assert.True(await RowAsync(world) is { MayAsk: true, Asked: false, Answered: false });
        (await AskAsync(world, "Rob")).Require();
        Assert.True(await RowAsync(world) is { MayAsk: false, Asked: true, Answered: false });
        (await AnswerAsync(world, "Rob", (await world.Database.Get<MyQuestions>().RunAsync(world.World.As("Rob"), default))[0].Id, "Yes, I do")).Require();
        Assert.True(await RowAsync(world) is { Asked: true, Answered: true });
    }

    [Fact]
    public async Task Who_has_left_is_not_offered_to_be_asked()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var rows = await world.Database.Get<ReviewQueue>().RowsAsync(world.World.As("Mia"), [(await world.TurnAsync("Vera")).Id], default);
        Assert.True(rows.Single() is { HolderId: not null, MayAsk: false });
        Assert.Equal("question.left", (await AskAsync(world, "Vera")).Problem?.Code);
    }

    [Fact]
    public async Task Whoever_left_after_the_launch_is_not_offered_to_be_asked_in_the_row_nor_in_its_story()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.World.LeaveAsync("Rob");
        Assert.True(await RowAsync(world) is { Holder: "Rob", MayAsk: false });
        Assert.False((await StoryAsync(world, "Rob")).Row.MayAsk);
        Assert.Equal("question.left", (await AskAsync(world, "Rob")).Problem?.Code);
    }

    [Fact]
    public async Task Whoever_had_left_at_the_launch_and_came_back_since_is_offered_to_be_asked()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.World.ComesBackAsync("Vera", EmploymentStatus.Left, new DateOnly(2026, 10, 14), new DateOnly(2026, 11, 2));
        Assert.True((await RowAsync(world, "Vera")).MayAsk);
        Assert.True((await StoryAsync(world, "Vera")).Row.MayAsk);
        (await AskAsync(world, "Vera")).Require();
    }

    [Fact]
    public async Task A_list_that_lies_open_learns_of_the_question_and_of_the_answer_without_any_decision()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var (queue, mia, turn) = (world.Database.Get<ReviewQueue>(), world.World.As("Mia"), (await world.TurnAsync("Rob")).Id);
        var slice = await queue.SliceAsync(mia, world.CampaignId, default);
        async Task<QuestionState> SeenAsync()
        {
            Assert.True(slice.Put(await queue.SinceAsync(mia, world.CampaignId, slice.Seq, default)));
            return slice.Row(turn)!.Question;
        }

        Assert.Equal(QuestionState.NotAsked, await SeenAsync());
        (await AskAsync(world, "Rob")).Require();
        Assert.Equal(QuestionState.Waiting, await SeenAsync());
        (await AnswerAsync(world, "Rob", (await world.Database.Get<MyQuestions>().RunAsync(world.World.As("Rob"), default))[0].Id, "Yes, I do")).Require();
        Assert.Equal(QuestionState.Answered, await SeenAsync());
    }

    private static async Task<Outcome<long>> AskAsync(ReviewWorld world, string account, string by = "Mia", string text = Need) =>
        await world.Database.Get<AskHolder>().RunAsync(Guid.NewGuid(), world.World.As(by), (await world.TurnAsync(account)).Id, text, default);

    private static Task<Outcome<Done>> AnswerAsync(ReviewWorld world, string by, long question, string text) =>
        world.Database.Get<AnswerQuestion>().RunAsync(Guid.NewGuid(), world.World.As(by), question, text, default);

    private static async Task MatchAsync(ReviewWorld world, string account, string person)
    {
        await using var db = world.Database.Look();
        var id = await db.AccountRecords.Where(r => r.Name == account).Select(r => r.AccountId).SingleAsync();
        (await world.Database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), id, world.World[person], "He took it over", default)).Require();
    }

    private static async Task<Story> StoryAsync(ReviewWorld world, string account) =>
        (await world.Database.Get<ItemStory>().RunAsync(world.World.As("Mia"), (await world.TurnAsync(account)).Id, default)).Require();

    private static async Task<QueueRow> RowAsync(ReviewWorld world, string account = "Rob") =>
        Assert.Single(await world.Database.Get<ReviewQueue>().RowsAsync(world.World.As("Mia"), [(await world.TurnAsync(account)).Id], default));
}
