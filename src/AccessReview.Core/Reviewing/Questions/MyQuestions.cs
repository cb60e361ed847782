using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A question to the reader about their own access.</summary>
/// <param name="Id">The question.</param>
/// <param name="Application">The application.</param>
/// <param name="Account">Their account there: its address, else its name.</param>
/// <param name="Role">Its role; may be empty.</param>
/// <param name="Group">The group, when the question is about one.</param>
/// <param name="AskedBy">The reviewer's name.</param>
/// <param name="At">When it was asked.</param>
/// <param name="Text">The question; null: purged.</param>
/// <param name="Answer">What the reader answered.</param>
/// <param name="AnsweredAt">When.</param>
/// <param name="IsOpen">Whether the review is still open.</param>
public sealed record QuestionToMe(
    long Id, string Application, string Account, string Role, string? Group, string AskedBy, DateTime At, string? Text, string? Answer, DateTime? AnsweredAt, bool IsOpen)
{
    /// <summary>Whether an answer is waited for.</summary>
    public bool Waits => IsOpen && AnsweredAt is null;
}

/// <summary>Questions to the reader, those that wait first.</summary>
public sealed class MyQuestions(Databases databases)
{
    private const int Most = 200;

    /// <summary>Reads them; empty for whoever is not a person of the staff list.</summary>
    public async Task<IReadOnlyList<QuestionToMe>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var found = await (
            from question in db.Questions.AsNoTracking()
            where question.HolderId == actor.PersonId
            join campaign in db.Campaigns on question.CampaignId equals campaign.Id
            join item in db.ReviewItems on question.ItemId equals item.Id
            join record in db.AccountRecords on item.AccountRecordId equals record.Id
            join plan in db.CampaignApplications on item.CampaignApplicationId equals plan.Id
            join application in db.Applications on plan.ApplicationId equals application.Id
            join text in db.PrivateTexts on question.TextId equals text.Id
            join held in db.GroupRecords on new { record.ExtractId, item.GroupId } equals new { held.ExtractId, GroupId = (long?)held.GroupId } into groups
            from team in groups.DefaultIfEmpty()
            join answered in db.QuestionAnswers on question.Id equals answered.QuestionId into answers
            from answer in answers.DefaultIfEmpty()
            join said in db.PrivateTexts on (long?)answer.TextId equals (long?)said.Id into texts
            from words in texts.DefaultIfEmpty()
            orderby question.Id descending
            select new
            {
                question.Id, Application = application.Name, record.Email, record.Name, record.Role, Group = (string?)team.Name, question.AskedById, question.At, text.Text,
                Answer = (string?)words.Text, AnsweredAt = (DateTime?)answer.At, campaign.State,
            }).Take(Most).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, found.Select(q => (long?)q.AskedById), cancel);
        return
        [
            .. found.Select(q => new QuestionToMe(
                q.Id, q.Application, q.Email.Length > 0 ? q.Email : q.Name, q.Role, q.Group, names.GetValueOrDefault(q.AskedById, "a reviewer"), q.At, q.Text, q.Answer, q.AnsweredAt,
                q.State == CampaignState.Active)).OrderByDescending(q => q.Waits),
        ];
    }

    /// <summary>Questions that wait for a person's answer.</summary>
    internal static IQueryable<Question> Waiting(ReviewDb db, long personId) => db.Questions.AsNoTracking()
        .Where(q => q.HolderId == personId && !db.QuestionAnswers.Any(a => a.QuestionId == q.Id) && db.Campaigns.Any(c => c.Id == q.CampaignId && c.State == CampaignState.Active));
}
