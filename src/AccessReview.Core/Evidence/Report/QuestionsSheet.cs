using System.Globalization;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>What reviewers asked holders about their access, and what they said. It decided nothing.</summary>
internal static class QuestionsSheet
{
    internal const string Name = "Questions";

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var db = scope.Db;
        var last = scope.Last.Seq;
        var rows = await (
            from question in db.Questions.AsNoTracking()
            where question.CampaignId == scope.Campaign.Id && question.EventSeq <= last
            join item in db.ReviewItems on question.ItemId equals item.Id
            join text in db.PrivateTexts on question.TextId equals text.Id
            join answered in db.QuestionAnswers.Where(a => a.EventSeq <= last) on question.Id equals answered.QuestionId into answers
            from answer in answers.DefaultIfEmpty()
            join said in db.PrivateTexts on (long?)answer.TextId equals (long?)said.Id into texts
            from words in texts.DefaultIfEmpty()
            orderby question.Id
            select new Line(question, item.Number, text.Text ?? "purged", answer, answer == null ? null : words.Text ?? "purged")).ToListAsync(cancel);
        return Sheet.Of(Name, Columns(scope), rows);
    }

    private static SheetColumns<Line> Columns(ReportScope scope) => new SheetColumns<Line>()
        .Text("Item id", 14, l => scope.ItemName(l.Item), "The item it is about.", "The sheet Decisions.")
        .Text("Asked by", 24, l => scope.People.Name(l.Question.AskedById), "The reviewer who asked.", "The reviewer's act.")
        .Text("Holder", 24, l => scope.People.Name(l.Question.HolderId), "Who was asked: whose access it was known to be then.", "The match when it was asked.")
        .Instant("Asked", l => l.Question.At, "When.", "The chain.")
        .Text("Question", 60, l => l.Text, "The question, word for word.", "The reviewer's act.")
        .Instant("Answered", l => l.Answer?.At, "When the holder answered.", "The chain.", "Not answered by this edition.")
        .Text("Answer", 60, l => l.Words, "The answer, word for word. It decided nothing.", "The holder's act, after signing in.", "not answered")
        .Text("Signed in by", 16, l => l.Answer is null ? null : Words.Of(l.Answer.Method), "How the holder proved who they are.", "The holder's session.", Words.DoesNotApply)
        .Text("Event", 10, l => l.Question.EventSeq.ToString(CultureInfo.InvariantCulture), "The event of the question.", "The chain: events.jsonl.");

    private sealed record Line(Question Question, int Item, string Text, QuestionAnswer? Answer, string? Words);
}
