using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>An exception as the campaign's owner stated it when closing.</summary>
/// <param name="Id">The exception.</param>
/// <param name="Campaign">The campaign's name.</param>
/// <param name="Words">What was not reached, with its count.</param>
/// <param name="Reason">Why; null: purged.</param>
/// <param name="Person">Who follows it up.</param>
/// <param name="FollowUp">By when.</param>
public sealed record ExceptionLine(long Id, string Campaign, string Words, string? Reason, string Person, DateOnly FollowUp)
{
    /// <summary>The campaign's number.</summary>
    public required int Number { get; init; }

    /// <summary>Which exception.</summary>
    public required ExceptionKind Kind { get; init; }

    /// <summary>Whether it is a check that differs, and accounts that appeared since the launch are among what differs.</summary>
    public bool AppearedSince { get; init; }

    /// <summary>By whom and when it was said to be followed up, and what was done; its text is null once purged. Null: it is open.</summary>
    public (string By, DateTime At, string? Text)? Done { get; init; }

    /// <summary>Whether the reader may say that it was followed up.</summary>
    public bool MayEnd { get; init; }

    /// <summary>Those of a campaign; none before it is closed.</summary>
    internal static Task<IReadOnlyList<ExceptionLine>> ReadAsync(ReviewDb db, long campaignId, Actor actor, CancellationToken cancel) =>
        ReadAsync(db, db.CampaignExceptions.Where(e => e.CampaignId == campaignId), actor, cancel);

    /// <summary>The given ones.</summary>
    internal static async Task<IReadOnlyList<ExceptionLine>> ReadAsync(ReviewDb db, IQueryable<CampaignException> which, Actor actor, CancellationToken cancel)
    {
        var stated = await (
            from e in which.AsNoTracking()
            join campaign in db.Campaigns on e.CampaignId equals campaign.Id
            join text in db.PrivateTexts on e.ReasonId equals text.Id into reasons
            from reason in reasons.DefaultIfEmpty()
            join followed in db.FollowUpsDone on e.Id equals followed.ExceptionId into dones
            from done in dones.DefaultIfEmpty()
            join said in db.PrivateTexts on (long?)done.TextId equals (long?)said.Id into texts
            from words in texts.DefaultIfEmpty()
            orderby e.CampaignId, e.Kind, e.Id
            select new
            {
                e.Id, Campaign = campaign.Name, campaign.Number, campaign.OwnerId, e.Kind, e.Count, Reason = (string?)reason.Text, e.PersonId, e.FollowUp,
                ById = (long?)done.ById, At = (DateTime?)done.At, Text = (string?)words.Text,
                AppearedSince = e.Kind == ExceptionKind.Differs && db.CompletenessChecks.Any(c => c.CampaignId == e.CampaignId && c.Check == "C10" && c.Result == CheckResult.Fail),
            }).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, stated.SelectMany(e => new[] { e.PersonId, e.ById }), cancel);
        var answers = actor.PersonId is { } me ? await CampaignOwners.AnsweredByAsync(db, stated.Select(e => e.OwnerId), me, cancel) : [];
        return
        [
            .. stated.Select(e => new ExceptionLine(e.Id, e.Campaign, StatedExceptions.Words(e.Kind, e.Count), e.Reason, names.GetValueOrDefault(e.PersonId, "not known"), e.FollowUp)
            {
                Number = e.Number,
                Kind = e.Kind,
                AppearedSince = e.AppearedSince,
                Done = e is { ById: { } by, At: { } at } ? (names.GetValueOrDefault(by, "not known"), at, e.Text) : null,
                MayEnd = e is { ById: null, Reason: not null } && (e.PersonId == actor.PersonId || answers.Contains(e.OwnerId)),
            }),
        ];
    }
}
