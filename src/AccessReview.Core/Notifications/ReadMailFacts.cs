using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Workload;
using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Reads what a mail says in the moment in which it goes, which may be days after it was planned.</summary>
internal sealed class ReadMailFacts(ReviewDb db, Mailing mailing, DateTime now)
{
    /// <summary>Of the reasons that go in one mail; null: none of them holds any more.</summary>
    internal async Task<MailFacts?> RunAsync(IReadOnlyList<Notification> planned, CancellationToken cancel)
    {
        var reasons = await TheirsStillAsync(planned, cancel);
        if (reasons.Count == 0)
        {
            return null;
        }

        var recipient = reasons[0].RecipientId;
        var campaigns = await CampaignsAsync(reasons, cancel);
        var receipt = reasons[0].Kind == NotificationKind.Receipt ? await SignedAsync(reasons[0].SignOffId, cancel) : null;
        if (campaigns.Count == 0 || (reasons[0].Kind == NotificationKind.Receipt && receipt is null))
        {
            return null;
        }

        var policy = (await CurrentPolicy.ReadAsync(db, cancel)).Policy;
        var asked = reasons.Select(r => r.AskedById).FirstOrDefault(id => id is not null);
        var names = await PersonNames.ReadAsync(db, [recipient, asked], cancel);
        var kind = Urgent(reasons, campaigns);
        return new MailFacts
        {
            Kind = kind,
            Name = names.GetValueOrDefault(recipient, ""),
            Campaigns = [.. campaigns.OrderBy(c => c.Facts.DueDate).ThenBy(c => c.Number).Select(c => c.Facts)],
            Organisation = policy.Organisation,
            Note = policy.MailNote,
            Link = mailing.Links.Of(kind, campaigns.OrderByDescending(c => IsOf(kind, c.Facts)).ThenBy(c => c.Facts.DueDate).First().Number),
            AskedBy = asked is { } by ? names.GetValueOrDefault(by) : null,
            Signed = receipt,
        };
    }

    // What was for the owner of a campaign is told to nobody who owns it no more; what is about launching one sees to that itself.
    private async Task<List<Notification>> TheirsStillAsync(IReadOnlyList<Notification> planned, CancellationToken cancel)
    {
        List<Notification> theirs = [];
        foreach (var reason in planned)
        {
            if (reason.Kind is not (NotificationKind.OwnerEscalation or NotificationKind.AccessReturned or NotificationKind.RemovalsLate or NotificationKind.FollowUpsLate or NotificationKind.SecondReviewerMissing)
                || await CampaignOwners.AnswersAsync(db, await db.Campaigns.Where(c => c.Id == reason.CampaignId).Select(c => c.OwnerId).SingleAsync(cancel), reason.RecipientId, cancel))
            {
                theirs.Add(reason);
            }
        }

        return theirs;
    }

    private static NotificationKind Urgent(IReadOnlyList<Notification> reasons, List<InMail> campaigns) => reasons switch
    {
        _ when campaigns.Select(c => c.Facts.Cycle?.Kind).Max() is { } gravest => gravest,
        _ when campaigns.Select(c => c.Facts.Word).Min() is { } word => word,
        _ when campaigns.SelectMany(c => c.Facts.Waivers).ToList() is { Count: > 0 } waivers => waivers.Exists(w => w.Over) ? NotificationKind.WaiverEnded : NotificationKind.WaiverEnding,
        _ when Afterwards(Planned.FamilyOf(reasons[0].Kind), campaigns) is { } said => said,
        _ when campaigns.Exists(c => c.Facts.Answers is not null) => NotificationKind.WaiverAnswered,
        _ when reasons.Any(r => r.Kind is NotificationKind.OwnersReminder) => NotificationKind.OwnersReminder,
        _ when Planned.FamilyOf(reasons[0].Kind) == MailFamily.OwnWork && campaigns.Exists(c => c.Facts.DaysLate > 0) => NotificationKind.Overdue,
        _ when reasons.Any(r => r.Kind is NotificationKind.OwnerEscalation) => NotificationKind.OwnerEscalation,
        _ when reasons.Any(r => r.Kind is NotificationKind.Invitation) => NotificationKind.Invitation,
        [{ Kind: NotificationKind.Overdue }, ..] => NotificationKind.Reminder, // Its campaign was extended since.
        _ => reasons[0].Kind,
    };

    // Of what comes of campaigns the mail begins with what it says, not with what it was planned for: that may hold no more.
    private static NotificationKind? Afterwards(MailFamily family, List<InMail> campaigns) => family switch
    {
        MailFamily.OwnHandWork => campaigns.Exists(c => c.Facts.HandWork is { OfProduct: true }) ? NotificationKind.RemovalsNeedPerson : NotificationKind.RemovalsWait,
        MailFamily.OwnRemovals => campaigns.Exists(c => c.Facts.Items > 0) ? NotificationKind.AccessReturned : NotificationKind.RemovalsLate,
        MailFamily.OwnFollowUps => campaigns.Exists(c => c.Facts.FollowUps is { Own: > 0 }) ? NotificationKind.FollowUpsWait : NotificationKind.FollowUpsLate,
        _ => null,
    };

    // The link leads to a campaign of which the mail says what it begins with.
    private static bool IsOf(NotificationKind kind, MailCampaign campaign) => kind switch
    {
        NotificationKind.OwnerEscalation => campaign.IsOwners,
        NotificationKind.AccessReturned => campaign.Items > 0,
        NotificationKind.FollowUpsLate => campaign.FollowUps is { OfOthers: > 0 },
        _ => campaign.Cycle is null || campaign.Cycle.Kind == kind,
    };

    /// <summary>One's own mail names all open work there is; every other mail what it was planned for.</summary>
    private async Task<List<InMail>> CampaignsAsync(IReadOnlyList<Notification> reasons, CancellationToken cancel)
    {
        var family = Planned.FamilyOf(reasons[0].Kind);
        if (family is MailFamily.OwnCycles or MailFamily.AbsencesToApprove or MailFamily.OwnWord)
        {
            return await OneByOneAsync(await ReadCycles.WithLostAsync(db, reasons, cancel), cancel);
        }

        if (family is MailFamily.OwnRemovals or MailFamily.OwnHandWork or MailFamily.OwnWaivers or MailFamily.OwnFollowUps)
        {
            return await AfterwardsAsync(reasons, cancel);
        }

        var left = family is MailFamily.Receipt or MailFamily.Question ? [] : await OpenWork.ReadAsync(db, family == MailFamily.OwnWork ? reasons[0].RecipientId : null, cancel);
        var mine = left.Where(l => l.ReviewerId == reasons[0].RecipientId).ToList();
        HashSet<long> about = [.. reasons.Select(r => r.CampaignId)];
        if (family == MailFamily.OwnWork && !mine.Exists(l => about.Contains(l.CampaignId)))
        {
            return [];
        }

        List<long> ids = [.. family == MailFamily.OwnWork ? mine.Select(l => l.CampaignId) : about];
        var campaigns = await db.Campaigns.AsNoTracking().Where(c => ids.Contains(c.Id) && (c.State == CampaignState.Active || family == MailFamily.Receipt)).ToListAsync(cancel);
        var found = new List<InMail>();
        foreach (var campaign in campaigns)
        {
            var late = family == MailFamily.WorkOfOthers && now > campaign.DueAt ? await LateAsync(reasons, campaign.Id, [.. left.Where(l => l.CampaignId == campaign.Id)], cancel) : [];
            if (family == MailFamily.WorkOfOthers && late.Count == 0)
            {
                continue;
            }

            if (family == MailFamily.Question)
            {
                if (await WaitingAsync(campaign.Id, reasons[0].RecipientId, cancel) is > 0 and var questions)
                {
                    found.Add(new InMail(campaign.Number, await FactsAsync(campaign, null, [], cancel) with { Items = questions }));
                }

                continue;
            }

            found.Add(new InMail(campaign.Number, await FactsAsync(campaign, mine.Find(l => l.CampaignId == campaign.Id), late, cancel) with
            {
                Owners = late.Count > 0 ? await OwnersAsync(campaign, cancel) : [],
                IsOwners = reasons.Any(r => r.CampaignId == campaign.Id && r.Kind == NotificationKind.OwnerEscalation),
            }));
        }

        return found;
    }

    private async Task<List<InMail>> OneByOneAsync(IReadOnlyList<Notification> reasons, CancellationToken cancel)
    {
        var found = new List<InMail>();
        foreach (var reason in reasons)
        {
            var read = reason.Kind switch
            {
                NotificationKind.LeaversWait => ReadLeavers.RunAsync(db, reason, now, cancel),
                _ when Planned.FamilyOf(reason.Kind) is MailFamily.AbsencesToApprove or MailFamily.OwnWord => ReadApprovals.RunAsync(db, reason, now, cancel),
                _ => ReadCycles.RunAsync(db, reason, now, cancel),
            };
            if (await read is var (number, facts))
            {
                found.Add(new InMail(number, facts));
            }
        }

        return found;
    }

    // What comes of a campaign, open or closed.
    private async Task<List<InMail>> AfterwardsAsync(IReadOnlyList<Notification> reasons, CancellationToken cancel)
    {
        var found = new List<InMail>();
        foreach (var ofCampaign in reasons.GroupBy(r => r.CampaignId))
        {
            var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == ofCampaign.Key, cancel);
            var said = await FactsAsync(campaign, null, [], cancel);
            var read = Planned.FamilyOf(reasons[0].Kind) == MailFamily.OwnFollowUps ? DueFollowUps.FactsAsync(db, [.. ofCampaign], said, now, cancel) : ReadRemovals.RunAsync(db, [.. ofCampaign], said, now, cancel);
            if (await read is { } facts)
            {
                found.Add(new InMail(campaign.Number, facts));
            }
        }

        return found;
    }

    private Task<int> WaitingAsync(long campaignId, long holder, CancellationToken cancel) =>
        db.Questions.CountAsync(q => q.CampaignId == campaignId && q.HolderId == holder && !db.QuestionAnswers.Any(a => a.QuestionId == q.Id), cancel);

    private async Task<MailCampaign> FactsAsync(Campaign campaign, WorkLeft? work, IReadOnlyList<LateReviewer> late, CancellationToken cancel)
    {
        var exceptions = work is not { Undecided: > 0 } ? 0 : await (
            from turn in await OwnTurns.OthersLeftAsync(db, campaign.Id, work.ReviewerId, cancel)
            join item in db.ReviewItems on turn.ItemId equals item.Id
            where item.Findings != Finding.None
            select item.Id).CountAsync(cancel);
        var pace = await OwnPace.ReadAsync(db, work is { Undecided: > 0 } ? [work.ReviewerId] : [], cancel);
        var today = Clock.DayIn(now, TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone));
        return new MailCampaign(
            campaign.Name, work?.Undecided ?? 0, exceptions, pace.Minutes(work?.ReviewerId ?? 0, work?.Undecided ?? 0, exceptions), campaign.DueDate, campaign.TimeZone,
            Math.Max(0, today.DayNumber - campaign.DueDate.DayNumber), campaign.Deadline == DeadlineRule.Revoke, late) { InsteadOf = work is { Undecided: > 0 } ? await InsteadOfAsync(work, cancel) : [] };
    }

    private async Task<IReadOnlyList<(string Name, int Items)>> InsteadOfAsync(WorkLeft work, CancellationToken cancel)
    {
        var away = await (await OwnTurns.OthersLeftAsync(db, work.CampaignId, work.ReviewerId, cancel)).Where(t => t.ForId != null)
            .GroupBy(t => t.ForId).Select(g => new { Id = g.Key, Count = g.Count() }).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, away.Select(a => a.Id), cancel);
        return [.. away.Select(a => (Name: names.GetValueOrDefault(a.Id!.Value, "somebody"), Items: a.Count)).OrderBy(a => a.Name, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<CampaignContact>> OwnersAsync(Campaign campaign, CancellationToken cancel)
    {
        var owners = await CampaignOwners.OfAsync(db, campaign.OwnerId, cancel);
        return await CurrentPeople.Of(db).Where(r => owners.Contains(r.PersonId)).OrderBy(r => r.NameSort).ThenBy(r => r.PersonId)
            .Select(r => new CampaignContact(r.Name, r.WorkEmail.Length > 0 ? r.WorkEmail : null)).ToListAsync(cancel);
    }

    private async Task<List<LateReviewer>> LateAsync(IReadOnlyList<Notification> reasons, long campaignId, List<WorkLeft> left, CancellationToken cancel)
    {
        var asOwner = reasons.Any(r => r.CampaignId == campaignId && r.Kind == NotificationKind.OwnerEscalation);
        var reviewers = left.ConvertAll(l => l.ReviewerId);
        var people = (await CurrentPeople.Of(db).Where(r => EF.Parameter(reviewers).Contains(r.PersonId)).ToListAsync(cancel)).GroupBy(r => r.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Id)!);
        var names = await PersonNames.ReadAsync(db, left.Select(l => (long?)l.ReviewerId), cancel);
        var today = await CurrentPolicy.DayAsync(db, now, cancel);
        return
        [
            .. left.Where(l => asOwner || people.GetValueOrDefault(l.ReviewerId)?.ManagerId == reasons[0].RecipientId)
                .Select(l => new LateReviewer(names.GetValueOrDefault(l.ReviewerId, "not known"), l.Undecided, Unreached.Why(people.GetValueOrDefault(l.ReviewerId), today)))
                .OrderByDescending(l => l.Items).ThenBy(l => l.Name, StringComparer.Ordinal),
        ];
    }

    private async Task<SignedFacts?> SignedAsync(long signOffId, CancellationToken cancel) => await (
        from sign in db.SignOffs.AsNoTracking()
        where sign.Id == signOffId && sign.WithdrawnAt == null
        join text in db.PrivateTexts on sign.TextId equals text.Id
        select new SignedFacts(sign.At, text.Text ?? "", sign.Certified, sign.Revoked, sign.Changed, Convert.ToHexStringLower(sign.ItemsHash))).SingleOrDefaultAsync(cancel);

    private sealed record InMail(int Number, MailCampaign Facts);
}
