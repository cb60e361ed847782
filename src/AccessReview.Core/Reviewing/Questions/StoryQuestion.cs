using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>What the holder was asked about an item, and what they said.</summary>
/// <param name="Holder">Who was asked.</param>
/// <param name="AskedBy">Who asked; whoever looks a second time is not told it.</param>
/// <param name="At">When.</param>
/// <param name="Text">The question; null: purged.</param>
/// <param name="Answer">The answer; null: none, or purged.</param>
/// <param name="AnsweredAt">When they answered; null: not yet.</param>
/// <param name="Holds">Whether the access is still known as theirs.</param>
public sealed record StoryQuestion(string Holder, string AskedBy, DateTime At, string? Text, string? Answer, DateTime? AnsweredAt, bool Holds)
{
    /// <summary>Reads it; null: nobody was asked.</summary>
    internal static async Task<StoryQuestion?> ReadAsync(ReviewDb db, Actor reader, QueueRow row, CancellationToken cancel)
    {
        if (await db.Questions.AsNoTracking().SingleOrDefaultAsync(q => q.ItemId == row.ItemId, cancel) is not { } question)
        {
            return null;
        }

        var answer = await db.QuestionAnswers.AsNoTracking().SingleOrDefaultAsync(a => a.QuestionId == question.Id, cancel);
        var texts = await db.PrivateTexts.AsNoTracking().Where(t => t.Id == question.TextId || (answer != null && t.Id == answer.TextId)).ToDictionaryAsync(t => t.Id, t => t.Text, cancel);
        var names = await PersonNames.ReadAsync(db, [question.HolderId, question.AskedById], cancel);
        var asked = row.IsSecond && question.AskedById != reader.PersonId ? "a reviewer" : names.GetValueOrDefault(question.AskedById, "a reviewer");
        return new StoryQuestion(
            names.GetValueOrDefault(question.HolderId, "the holder"), asked, question.At, texts[question.TextId],
            answer is null ? null : texts[answer.TextId], answer?.At, question.HolderId == row.HolderId);
    }
}
