using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>The last time a reviewer was written to about a campaign.</summary>
/// <param name="Kind">Why.</param>
/// <param name="At">When it was sent or ended; when it was planned, while it waits.</param>
/// <param name="Result">What became of it; null: it waits.</param>
/// <param name="AskedBy">Who reminded by hand.</param>
public sealed record LastTold(NotificationKind Kind, DateTime At, MailResult? Result, string? AskedBy);

/// <summary>Who was written to about a campaign, and whom no mail reaches.</summary>
/// <param name="WhyOff">Why nobody is written to at all; null: mail is on.</param>
/// <param name="Told">The last time, by reviewer.</param>
/// <param name="NoAddress">Reviewers with something left whom the staff list has no address for.</param>
/// <param name="HaveLeft">Reviewers with something left who have left.</param>
/// <param name="Refused">Reviewers with something left whose last mail the mail server refused for good.</param>
public sealed record CampaignMail(
    string? WhyOff, IReadOnlyDictionary<long, LastTold> Told, IReadOnlyList<string> NoAddress, IReadOnlyList<string> HaveLeft, IReadOnlyList<string> Refused)
{
    /// <summary>The same as who have left, by their keys.</summary>
    public IReadOnlyList<long> HaveLeftIds { get; init; } = [];

    internal static async Task<CampaignMail> ReadAsync(ReviewDb db, Campaign campaign, IReadOnlyList<ReviewerLine> reviewers, string? whyOff, DateTime now, CancellationToken cancel)
    {
        var rows = await (
            from told in db.Notifications.AsNoTracking()
            where told.CampaignId == campaign.Id
            join ended in db.MailOutcomes.AsNoTracking() on told.MailId equals ended.MailId into endings
            from ended in endings.DefaultIfEmpty()
            select new { told.Id, told.RecipientId, told.Kind, told.At, told.AskedById, Result = (MailResult?)ended.Result, EndedAt = (DateTime?)ended.At }).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, rows.Select(r => r.AskedById), cancel);
        HashSet<long> open = campaign.State == CampaignState.Active ? [.. reviewers.Where(r => !r.Signed).Select(r => r.PersonId)] : [];
        var people = open.Count == 0 ? [] : (await CurrentPeople.Of(db).ToListAsync(cancel)).Where(r => open.Contains(r.PersonId)).GroupBy(r => r.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Id)!);
        var today = await CurrentPolicy.DayAsync(db, now, cancel);
        List<ReviewerLine> Of(MailResult why) => [.. reviewers.Where(r => open.Contains(r.PersonId) && Unreached.Of(people.GetValueOrDefault(r.PersonId), today) == why)];
        var left = Of(MailResult.HasLeft);
        var last = rows.Where(r => Planned.FamilyOf(r.Kind) == MailFamily.OwnWork).GroupBy(r => r.RecipientId).Select(g => g.MaxBy(r => r.Id)!)
            .ToDictionary(r => r.RecipientId, r => new LastTold(r.Kind, r.EndedAt ?? r.At, r.Result, r.AskedById is { } by ? names.GetValueOrDefault(by) : null));
        return new CampaignMail(
            whyOff, last, [.. Of(MailResult.NoAddress).Select(r => r.Name)], [.. left.Select(r => r.Name)],
            [.. reviewers.Where(r => open.Contains(r.PersonId) && last.GetValueOrDefault(r.PersonId) is { Result: MailResult.Refused }).Select(r => r.Name)])
        {
            HaveLeftIds = [.. left.Select(r => r.PersonId)],
        };
    }
}
