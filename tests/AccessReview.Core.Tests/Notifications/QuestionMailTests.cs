using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>Whoever is asked about their access is told by mail, without a word of what it is; question and answer stand in the evidence.</summary>
public sealed class QuestionMailTests
{
    [Fact]
    public async Task The_holder_gets_one_mail_a_day_that_says_nothing_of_the_access_and_none_once_they_answered()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        await AskAsync(world, "Priya", "Do you still need Heap?");
        var letter = Assert.Single(await world.TickAsync());
        Assert.Equal(("Access review: a question to you", "priya@example.test"), (letter.Subject, letter.To.Mailboxes.Single().Address));
        var text = TestPost.TextOf(letter);
        Assert.Contains("1 question waits.", text, StringComparison.Ordinal);
        Assert.Contains("https://review.example/questions", text, StringComparison.Ordinal);
        Assert.DoesNotContain("still need", text, StringComparison.Ordinal);
        Assert.Empty(await world.TickAsync());

        // One who answers before the mail has gone is not written to.
        await AskAsync(world, "Tomas", "And you?");
        await AnswerAsync(world, "Tomas", "No, take it away");
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task A_second_question_on_the_same_day_is_told_the_day_after()
    {
        await using var world = await MailWorld.LaunchedAsync([], SecondReviewRule.None, new TestAccount("Priya", Groups: ["Pricing"]), new TestAccount("Noa"));
        await world.TickAsync();
        await AskAsync(world, "Priya", "Do you still need Heap?");
        Assert.Equal(["priya"], (await world.TickAsync()).To());
        await AskAsync(world, "Priya", "And the group Pricing?", ofGroup: true);
        Assert.Empty(await world.TickAsync());

        world.At(11, 24);
        var letter = Assert.Single(await world.TickAsync());
        Assert.Contains("2 questions wait.", letter.Words(), StringComparison.Ordinal);
        world.At(11, 25);
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task Question_and_answer_are_a_sheet_and_covered_by_the_chain()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await AskAsync(world, "Priya", "Do you still need Heap?");
        await AskAsync(world, "Tomas", "And you?");
        await AnswerAsync(world, "Tomas", "No, take it away");
        await using var db = world.Database.Look();
        var scope = await ReportScope.ReadAsync(db, await db.Campaigns.Select(c => c.Id).SingleAsync(), new EditionName(EditionKind.Interim, 1), world.Database.Time.Now(), default);
        var file = new MemoryStream();
        await EvidenceWorkbook.WriteAsync(new WorkbookContents("Evidence", "Interim", scope.At, [await QuestionsSheet.OfAsync(scope, default)]), file);
        using var book = new RawWorkbook(file);
        Assert.Equal(
            ["Mia | Priya | Do you still need Heap? | not answered", "Mia | Tomas | And you? | No, take it away"],
            book["Questions"].Rows().Select(r => string.Join(" | ", r["Asked by"], r["Holder"], r["Question"], r["Answer"])));
        var verified = (await world.Database.Get<VerifyChain>().RunAsync(world.Campaign.Owen, null, default)).Require();
        Assert.DoesNotContain(verified.Findings, f => f.Code.StartsWith("row.", StringComparison.Ordinal) || f.Code.StartsWith("text.", StringComparison.Ordinal));
    }

    private static async Task AskAsync(MailWorld world, string holder, string text, bool ofGroup = false)
    {
        await using var db = world.Database.Look();
        var turn = await db.ReviewTurns.Where(t => db.ReviewItems.Any(i => i.Id == t.ItemId && i.GroupId != null == ofGroup && i.HolderId == world.World[holder])).Select(t => t.Id).SingleAsync();
        (await world.Database.Get<AskHolder>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), turn, text, default)).Require();
    }

    private static async Task AnswerAsync(MailWorld world, string holder, string text)
    {
        var question = (await world.Database.Get<MyQuestions>().RunAsync(world.World.As(holder), default)).Single(q => q.Waits);
        (await world.Database.Get<AnswerQuestion>().RunAsync(Guid.NewGuid(), world.World.As(holder), question.Id, text, default)).Require();
    }
}
