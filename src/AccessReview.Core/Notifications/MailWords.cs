using System.Globalization;

namespace AccessReview.Core.Notifications;

/// <summary>The words of every mail: one place, so that another language is another file.</summary>
internal static class MailWords
{
    /// <summary>Fixed words and a date: subjects are read over shoulders and on locked screens.</summary>
    internal static string Subject(MailFacts facts) => facts.Kind switch
    {
        NotificationKind.Invitation => $"Access review: your decisions are needed by {Day(facts)}",
        NotificationKind.Reminder => $"Access review: due on {Day(facts)}",
        NotificationKind.Overdue => $"Access review: overdue since {Day(facts)}",
        NotificationKind.OwnersReminder => $"Access review: a reminder, due on {Day(facts)}",
        NotificationKind.ManagerEscalation => "Access review: people you manage are late",
        NotificationKind.OwnerEscalation => "Access review: reviewers are late",
        NotificationKind.Receipt => "Access review: your receipt",
        NotificationKind.Question => "Access review: a question to you",
        NotificationKind.CyclePrepared => "Access review: the next campaign is prepared",
        NotificationKind.CycleLate => "Access review: a campaign was not launched",
        NotificationKind.CycleMissed => "Access review: a campaign was missed",
        NotificationKind.LeaversWait => "Access review: a campaign could not be launched",
        NotificationKind.RemovalsNeedPerson => "Access review: removals need a person",
        NotificationKind.RemovalsWait => "Access review: removals wait for you",
        NotificationKind.RemovalsLate => "Access review: removals are late",
        NotificationKind.FollowUpsWait => "Access review: something to follow up",
        NotificationKind.FollowUpsLate => "Access review: follow-ups are late",
        NotificationKind.WaiverEnding => "Access review: waivers end soon",
        NotificationKind.WaiverEnded => "Access review: waivers are over",
        NotificationKind.AbsenceWaits => "Access review: an absence waits for your yes",
        NotificationKind.ScopeWaits => "Access review: your approval is asked for",
        NotificationKind.SignatureWaits => "Access review: your signature is asked for",
        NotificationKind.WaiverWaits => "Access review: a waiver waits for your answer",
        NotificationKind.WaiverAnswered => "Access review: your waiver is answered",
        NotificationKind.SecondReviewerMissing => "Access review: a second reviewer is missing",
        NotificationKind.AccessReturned => "Access review: removed access came back",
        _ => throw new InvalidOperationException($"Unknown kind {facts.Kind}."),
    };

    internal static IReadOnlyList<MailPart> Body(MailFacts facts) =>
    [
        new MailPart.Words($"Hello {Isolated.Of(facts.Name)},"),
        new MailPart.Words(Lead(facts)),
        .. facts.Campaigns.Select(c => Entry(facts, c)),
        .. facts.Signed is { } signed ? Receipt(signed) : [],
        .. facts.Link is { } link ? LeadingTo(ActionOf(facts.Kind), link) : [],
        .. facts.Note.Length > 0 ? [new MailPart.Small(facts.Note)] : Array.Empty<MailPart>(),
        new MailPart.Small(facts.Organisation.Length > 0 ? $"AccessReview at {facts.Organisation}" : "AccessReview"),
    ];

    /// <summary>What the close does to what nobody has decided; decisions count until then, however late.</summary>
    internal static string Silence(bool revokes) => revokes ? "What nobody has decided when the review is closed is revoked." : "What nobody has decided when the review is closed counts as not reviewed.";

    private static MailPart[] LeadingTo(string label, Uri link) =>
        [new MailPart.Action(label, link), new MailPart.Small("The page asks you to sign in. Nothing can be decided from this mail.")];

    private static string Lead(MailFacts facts) => facts.Kind switch
    {
        NotificationKind.Invitation => "Please review who can get into what. For each account and each group you choose Certify (keep) or Revoke (remove), and sign at the end.",
        NotificationKind.Reminder => "You have something left in an access review.",
        NotificationKind.Overdue => "An access review that waits for you is overdue. Please finish it today.",
        NotificationKind.OwnersReminder => facts.AskedBy is { } owner ? $"{Isolated.Of(owner)}, who runs the review, asks you to finish what is left." : "Whoever runs the review asks you to finish what is left.",
        NotificationKind.ManagerEscalation => "People you manage have not finished an access review that is overdue. Please talk to them, or ask whoever owns the review to give their items to somebody else.",
        NotificationKind.OwnerEscalation => "Reviewers of a campaign have not finished, and its deadline has passed. You can remind them, give their items to somebody else, or close with what is missing.",
        NotificationKind.Question => "A reviewer asks about access of your own. Your answer helps them decide; it decides nothing by itself.",
        NotificationKind.CyclePrepared => "The next campaign of a series is drafted like the last one. Please look through it.",
        NotificationKind.CycleLate => "A campaign was to be launched and was not. Its reviewers lose the days that it waits.",
        NotificationKind.CycleMissed => "A campaign was not held: the day by which it was to be done has passed. The register shows it as missed; it can still be held late.",
        NotificationKind.LeaversWait => "A campaign about people who have left was drafted, and could not be launched. Until it is, nobody is asked about what they can still get into.",
        NotificationKind.RemovalsNeedPerson => "Removals that the product was to carry out wait for you. Until they are done, whoever they were decided about may still get in.",
        NotificationKind.RemovalsWait => "Removals wait for you to carry them out by hand. Until they are done, whoever they were decided about may still get in.",
        NotificationKind.RemovalsLate => "Removals of a campaign of yours are late. Until they are done, whoever they were decided about may still get in. What waits for somebody by hand you can give to somebody else.",
        NotificationKind.FollowUpsWait => "When a campaign was closed you were named to follow up what it did not reach. Please say there what was done about it.",
        NotificationKind.FollowUpsLate => "What a campaign of yours did not reach was to be followed up by others, and nobody has said that it was. You can ask them, or say yourself what was done.",
        NotificationKind.WaiverEnding => "Waivers that you asked for or approved end soon. After the last day their removals are open again, as decided; whoever still needs the access asks for a longer waiver before.",
        NotificationKind.WaiverEnded => "Waivers that you asked for or approved are over. Their removals are open again, as decided; whoever still needs the access asks for another waiver.",
        NotificationKind.AbsenceWaits => "Somebody with something left to review is to be away, and nobody stands in for them before you agree.",
        NotificationKind.ScopeWaits => "The next campaign of a series would leave out something of an application that you own. It is not launched before you approve that; if it is to be reviewed, tell the campaign's owner.",
        NotificationKind.SignatureWaits => "Whoever may close a campaign decided items of an application that you own, or alone approved what it leaves out. A second person signs for that: you.",
        NotificationKind.WaiverWaits => "Somebody asks that access stays for a time although its removal was decided. Nothing changes before you or another second person approves it.",
        NotificationKind.WaiverAnswered => "Waivers that you asked for are answered. What was approved stays until its last day; what was refused goes as decided, or when a waiver that runs is over.",
        NotificationKind.SecondReviewerMissing => "Items that their first reviewer kept need a second review, and nobody was found who may do it. Until you name somebody they count as not reviewed.",
        NotificationKind.AccessReturned => "Access that a campaign decided to take away or to lower, and that was verified, is there again by the newest reading. Somebody has to find out what gives it back.",
        NotificationKind.Receipt => "This is your receipt for what you signed. If you did not sign it, tell your administrator now.",
        _ => throw new InvalidOperationException($"Unknown kind {facts.Kind}."),
    };

    private static string ActionOf(NotificationKind kind) => kind switch
    {
        NotificationKind.Invitation or NotificationKind.Reminder or NotificationKind.Overdue or NotificationKind.OwnersReminder => "Open My reviews",
        NotificationKind.OwnerEscalation or NotificationKind.CyclePrepared or NotificationKind.CycleLate or NotificationKind.CycleMissed or NotificationKind.LeaversWait or NotificationKind.AccessReturned or NotificationKind.FollowUpsLate or NotificationKind.SecondReviewerMissing => "Open the campaign",
        NotificationKind.FollowUpsWait => "Open the follow-ups",
        NotificationKind.RemovalsNeedPerson or NotificationKind.RemovalsWait or NotificationKind.RemovalsLate or NotificationKind.WaiverEnding or NotificationKind.WaiverEnded or NotificationKind.WaiverAnswered => "Open the removals",
        NotificationKind.Receipt => "Open your receipts",
        NotificationKind.Question => "Open the questions",
        NotificationKind.AbsenceWaits => "Open the absences",
        NotificationKind.ScopeWaits or NotificationKind.SignatureWaits or NotificationKind.WaiverWaits => "Open what waits for you",
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };

    private static MailPart.Entry Entry(MailFacts facts, MailCampaign campaign) => new(campaign.Name, facts.Kind switch
    {
        _ when campaign.Cycle is { } cycle => Cycle(campaign, cycle),
        _ when campaign.HandWork is { } work => HandWork(work),
        _ when campaign.FollowUps is { } followUps => FollowUps(followUps),
        _ when campaign.Word is { } word => Word(campaign, word),
        NotificationKind.WaiverEnding or NotificationKind.WaiverEnded or NotificationKind.WaiverAnswered => [.. campaign.Waivers.Select(Waivers), .. Answers(campaign.Answers)],
        NotificationKind.Receipt => [],
        NotificationKind.AccessReturned or NotificationKind.RemovalsLate => OwnRemovals(campaign),
        NotificationKind.Question => [N(campaign.Items, "question") + (campaign.Items == 1 ? " waits." : " wait."), Due(campaign)],
        NotificationKind.OwnerEscalation => [Due(campaign), .. campaign.Late.Select(Late)],
        NotificationKind.ManagerEscalation => [Due(campaign), .. campaign.Late.Select(Late), .. campaign.Owners.Select(Owner)],
        _ => [campaign.Items == 0 ? "Everything is decided; only your signature is missing." : Left(campaign), .. campaign.InsteadOf.Select(InsteadOf), Due(campaign), .. Deadline(campaign)],
    });

    private static List<string> Cycle(MailCampaign campaign, MailCycle cycle) => cycle.Kind switch
    {
        NotificationKind.CycleMissed => [$"It was to be launched on {Long(cycle.Launch)} and to be done by {Long(campaign.DueDate)}."],
        NotificationKind.LeaversWait when !cycle.LaunchesItself =>
        [
            $"It was drafted on {Long(cycle.Launch)} for somebody who is no campaign owner any more, and is not launched by itself. Launch it, or have the policy name another owner for such campaigns.",
            InTheWay(cycle),
        ],
        NotificationKind.LeaversWait => [$"It was drafted on {Long(cycle.Launch)}, and is launched by itself once nothing stands in the way.", InTheWay(cycle)],
        _ =>
        [
            $"It {(cycle.Kind == NotificationKind.CycleLate ? "was" : "is")} to be launched {(cycle.LaunchesItself ? "by itself " : "")}on {Long(cycle.Launch)}, and due on {Long(campaign.DueDate)} ({campaign.TimeZone}).",
            .. cycle.IsHeld ? ["Whoever set its series is no campaign owner any more, so it is not launched by itself. Launch it once nothing stands in the way, and set the series anew."] : Array.Empty<string>(),
            InTheWay(cycle),
        ],
    };

    private static string InTheWay(MailCycle cycle) =>
        cycle.InTheWay == 0 ? "Nothing stands in the way of the launch." : $"{N(cycle.InTheWay, "thing")} to settle before it can be launched; its page says what.";

    private static List<string> HandWork(MailHandWork work) =>
    [
        .. work.Failed > 0 ? [$"{N(work.Failed, "removal")} failed; what the system answered is beside {(work.Failed == 1 ? "it" : "each")}."] : Array.Empty<string>(),
        .. work.NoWay > 0 ? [$"{N(work.NoWay, "removal")} the product does not carry out."] : Array.Empty<string>(),
        .. work.StillThere > 0 ? [$"{N(work.StillThere, "removal")} {(work.StillThere == 1 ? "was" : "were")} carried out or noted as done, and a later reading still shows {(work.StillThere == 1 ? "it" : "them")}."] : Array.Empty<string>(),
        .. work.Held > 0 ? [$"{N(work.Held, "removal")} {(work.Held == 1 ? "is" : "are")} held until you or another second person agrees."] : Array.Empty<string>(),
        .. work.ByHand > 0 ? [$"{N(work.ByHand, "removal")} {(work.ByHand == 1 ? "is" : "are")} to be carried out by hand."] : Array.Empty<string>(),
        .. work.Late > 0 ? [$"{N(work.Late, "removal")} by hand {(work.Late == 1 ? "is" : "are")} late."] : Array.Empty<string>(),
    ];

    private static List<string> OwnRemovals(MailCampaign campaign) =>
    [
        .. campaign.Items > 0 ? [$"{N(campaign.Items, "removal")} came back."] : Array.Empty<string>(),
        .. Late(campaign.LateRemovals.ByHand, "removal", " by hand"),
        .. Late(campaign.LateRemovals.OfProduct, "removal", $" that {(campaign.LateRemovals.OfProduct == 1 ? "was" : "were")} the product's to carry out"), .. Late(campaign.LateRemovals.Tasks, "task", " by hand"),
    ];

    private static string[] Late(int count, string of, string which) => count == 0 ? [] : [$"{N(count, of)}{which} {(count == 1 ? "is" : "are")} late."];

    private static List<string> FollowUps(MailFollowUps work) =>
    [
        .. work.Own == 0 ? Array.Empty<string>()
            : [$"{N(work.Own, "exception")} to follow up, {(work.OwnLate > 0 ? $"{N(work.OwnLate)} late: the first was to be done" : "the first")} by {Long(work.By)}."],
        .. work.OfOthers > 0 ? [$"{N(work.OfOthers, "exception")} that others were to follow up {(work.OfOthers == 1 ? "waits" : "wait")}."] : Array.Empty<string>(),
    ];

    private static List<string> Word(MailCampaign campaign, NotificationKind word) => word switch
    {
        NotificationKind.AbsenceWaits => [$"{N(campaign.Items, "absence")} {(campaign.Items == 1 ? "waits" : "wait")} for your yes.", Due(campaign)],
        NotificationKind.ScopeWaits => [$"What it leaves out of {N(campaign.Items, "application")} waits for your approval.", Due(campaign)],
        NotificationKind.SignatureWaits => [$"What the campaign's owner decided of {N(campaign.Items, "application")} waits for your signature.", Due(campaign)],
        NotificationKind.WaiverWaits => [$"{N(campaign.Items, "waiver")} {(campaign.Items == 1 ? "waits" : "wait")} for your answer."],
        NotificationKind.SecondReviewerMissing => [$"{N(campaign.Items, "item")} {(campaign.Items == 1 ? "waits" : "wait")} for a second review that nobody was found for.", Due(campaign)],
        _ => throw new InvalidOperationException($"Unknown kind {word}."),
    };

    private static string[] Answers(MailAnswers? answers) => answers is null ? [] : [.. Answered(answers.Approved, "approved"), .. Answered(answers.Refused, "refused")];

    private static string[] Answered(int count, string how) => count == 0 ? [] : [$"{N(count, "waiver")} that you asked for {(count == 1 ? "was" : "were")} {how}."];

    private static string Waivers(MailWaivers waivers) => waivers.Over
        ? $"{N(waivers.Count, "removal")} {(waivers.Count == 1 ? "is" : "are")} open again: the last day was {Long(waivers.LastDay)}."
        : $"{N(waivers.Count, "waiver")} {(waivers.Count == 1 ? "ends" : "end")} after {Long(waivers.LastDay)}.";

    private static string Left(MailCampaign campaign) =>
        $"{N(campaign.Items, "item")} left{(campaign.Exceptions > 0 ? $", {N(campaign.Exceptions)} of them worth a closer look" : "")}; about {N(campaign.Minutes, "minute")}.";

    private static string InsteadOf((string Name, int Items) one) => $"{N(one.Items)} of them as delegate of {Isolated.Of(one.Name)}.";

    private static string Due(MailCampaign campaign) => campaign.DaysLate > 0
        ? $"It was due on {Long(campaign.DueDate)}: {N(campaign.DaysLate, "day")} late."
        : $"It is due by the end of {Long(campaign.DueDate)} ({campaign.TimeZone}).";

    private static IEnumerable<string> Deadline(MailCampaign campaign) => campaign.Items > 0 ? [Silence(campaign.Revokes)] : [];

    private static string Late(LateReviewer one) =>
        $"{Isolated.Of(one.Name)}: {(one.Items == 0 ? "the signature" : N(one.Items, "item"))} left{(one.WhyUnreached is { } why ? $"; no mail reaches them: {why}" : "")}";

    private static string Owner(CampaignContact one) => $"Owned by {Isolated.Of(one.Name)}{(one.Address is { } address ? $", {address}" : "")}.";

    private static IEnumerable<MailPart> Receipt(SignedFacts signed) =>
    [
        new MailPart.Entry(
            string.Create(CultureInfo.InvariantCulture, $"Signed on {signed.At:d MMMM yyyy, HH:mm} UTC"),
            [$"{N(signed.Certified)} certified, {N(signed.Revoked)} revoked{(signed.Changed > 0 ? $", {N(signed.Changed)} changed" : "")}", signed.Statement, $"SHA-256 of the decisions covered: {signed.ItemsSha256}"]),
    ];

    private static string Day(MailFacts facts) => facts.Campaigns.Min(c => c.DueDate).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Long(DateOnly day) => day.ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string N(int count, string? of = null) =>
        count.ToString("N0", CultureInfo.InvariantCulture) + (of is null ? "" : count == 1 ? " " + of : $" {of}s");
}
