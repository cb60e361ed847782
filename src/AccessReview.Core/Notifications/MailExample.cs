using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Notifications;

/// <summary>A mail of each kind about an invented campaign, in the organisation's own words: what a preview shows and a test sends.</summary>
internal static class MailExample
{
    internal static async Task<MailFacts> ReadAsync(ReviewDb db, Actor actor, NotificationKind kind, Mailing mailing, DateTime now, CancellationToken cancel)
    {
        var policy = (await CurrentPolicy.ReadAsync(db, cancel)).Policy;
        var name = actor.PersonId is { } id && (await PersonNames.ReadAsync(db, [id], cancel)).TryGetValue(id, out var own) ? own : "Alex Example";
        var late = kind is NotificationKind.Overdue or NotificationKind.ManagerEscalation or NotificationKind.OwnerEscalation or NotificationKind.CycleMissed or NotificationKind.RemovalsLate or NotificationKind.FollowUpsLate;
        var due = Clock.DayIn(now, TimeZoneInfo.FindSystemTimeZoneById(policy.TimeZone)).AddDays(late ? -2 : 7);
        List<LateReviewer> reviewers = kind is NotificationKind.ManagerEscalation or NotificationKind.OwnerEscalation ? [new("Robin Example", 12, null), new("Kim Example", 3, "no address")] : [];
        return new MailFacts
        {
            Kind = kind,
            Name = name,
            Campaigns = [new MailCampaign("Example, Q4", ItemsOf(kind), 5, 3, due, policy.TimeZone, late ? 2 : 0, Revokes: false, reviewers)
            {
                Word = Planned.FamilyOf(kind) is MailFamily.AbsencesToApprove or MailFamily.OwnWord ? kind : null, Answers = kind == NotificationKind.WaiverAnswered ? new MailAnswers(2, 1) : null,
                Cycle = CycleOf(kind, due), HandWork = HandWorkOf(kind), Waivers = WaiversOf(kind, due),
                LateRemovals = kind == NotificationKind.RemovalsLate ? new MailLate(3, 1, 1) : MailLate.Nothing, FollowUps = FollowUpsOf(kind, due),
                Owners = kind == NotificationKind.ManagerEscalation ? [new CampaignContact("Sam Example", "sam@example.com")] : [],
            }],
            Organisation = policy.Organisation,
            Note = policy.MailNote,
            Link = mailing.Links.Of(kind, 1),
            AskedBy = "Sam Example",
            Signed = kind == NotificationKind.Receipt ? new SignedFacts(now, $"I, {name}, have reviewed the 42 items put before me in Example, Q4: 40 certified, 2 revoked.", 40, 2, 0, new string('0', 64)) : null,
        };
    }

    private static MailCycle? CycleOf(NotificationKind kind, DateOnly due) => kind switch
    {
        NotificationKind.CyclePrepared => new MailCycle(kind, due.AddDays(-3), 0, LaunchesItself: true),
        NotificationKind.CycleLate => new MailCycle(kind, due.AddDays(-8), 2, LaunchesItself: false),
        NotificationKind.CycleMissed => new MailCycle(kind, due.AddDays(-14), 0, LaunchesItself: false),
        NotificationKind.LeaversWait => new MailCycle(kind, due.AddDays(-7), 1, LaunchesItself: true),
        _ => null,
    };

    private static int ItemsOf(NotificationKind kind) => kind switch
    {
        NotificationKind.Question or NotificationKind.AccessReturned or NotificationKind.AbsenceWaits or NotificationKind.ScopeWaits or NotificationKind.SignatureWaits or NotificationKind.WaiverWaits => 1,
        NotificationKind.SecondReviewerMissing => 3,
        NotificationKind.RemovalsLate => 0,
        _ => 42,
    };

    private static MailHandWork? HandWorkOf(NotificationKind kind) => kind switch
    {
        NotificationKind.RemovalsNeedPerson => new MailHandWork(2, 1, 1, 3),
        NotificationKind.RemovalsWait => new MailHandWork(0, 0, 0, 0) { ByHand = 12, Late = 3 },
        _ => null,
    };

    private static MailFollowUps? FollowUpsOf(NotificationKind kind, DateOnly due) => kind switch
    {
        NotificationKind.FollowUpsWait => new MailFollowUps(2, due, 0, 0),
        NotificationKind.FollowUpsLate => new MailFollowUps(0, due, 0, 2),
        _ => null,
    };

    private static IReadOnlyList<MailWaivers> WaiversOf(NotificationKind kind, DateOnly due) => kind switch
    {
        NotificationKind.WaiverEnding => [new MailWaivers(1, due, Over: false)],
        NotificationKind.WaiverEnded => [new MailWaivers(1, due.AddDays(-8), Over: true)],
        _ => [],
    };
}
