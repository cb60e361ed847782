using System.Text.RegularExpressions;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns.SecondStage;

namespace AccessReview.Core.Campaigns;

/// <summary>What an event says, as a sentence.</summary>
internal static partial class HistoryWords
{
    /// <summary>The sentence. An event of a type without words of its own says its name.</summary>
    public static string Of(string type, EventFacts e) => type switch
    {
        nameof(CampaignDrafted) => "Started the plan.",
        nameof(Addenda.AddendumDrafted) => "Started the plan of an addendum.",
        nameof(Seats.SeatReviewDrafted) => $"Started the plan of a campaign about {Number(e.Count("accounts"), "account")} of {e.Application} that nobody uses.",
        nameof(Leavers.LeaversDrafted) => $"Found {Number(e.Count("accounts"), "account")} of people who have left in {e.Application}, and drafted this campaign about them.",
        nameof(CampaignRepeated) => "Started the plan, like an earlier campaign.",
        nameof(Schedules.CyclePrepared) => $"Prepared it like the last one, to be launched on {e.Day("launch")}.",
        nameof(Schedules.CycleMissed) => $"It was missed: not launched by {e.Day("due")}.",
        nameof(Schedules.ScheduleSet) => $"Set that it is held again; next on {e.Day("launch")}.",
        nameof(Schedules.ScheduleEnded) => "Stopped it from being held again.",
        nameof(CampaignPlanChanged) => $"Changed the plan; due {e.Day("due")}.",
        nameof(CampaignApplicationAdded) => $"Added {e.Application}.",
        nameof(CampaignApplicationChanged) => $"Changed what of {e.Application} is reviewed, or by whom: {Reviewers(e)}.",
        nameof(CampaignApplicationRemoved) => $"Took {e.Application} out.",
        nameof(ScopeApproved) => $"Approved that {Number(e.Count("accounts"), "account")} of {e.Application} {(e.Count("accounts") == 1 ? "is" : "are")} left out.",
        nameof(CampaignLaunched) => $"Launched it: {Number(e.Count("accounts"), "account")}, {Number(e.Count("assignments"), "assignment")}, {e.Count("leftOut"):N0} left out.",
        nameof(DeadlineExtended) => $"Extended it from {e.Day("from")} to {e.Day("to")}.",
        nameof(CampaignCancelled) => $"Cancelled it{GivenUp(e)}.",
        nameof(Closing.CampaignClosed) => $"Closed it: {e.Count("certified"):N0} certified{Changed(e)}, {e.Count("revoked"):N0} revoked{(e.Count("byDeadline") is > 0 and var fallen ? $", of these {fallen:N0} by the deadline" : "")}, {e.Count("notReviewed"):N0} not reviewed.",
        nameof(Closing.ExceptionFollowedUp) => $"Followed up {(Enum.TryParse<ExceptionKind>(e.Code("kind"), out var kind) ? Closing.StatedExceptions.Words(kind, e.Count("count")) : "an exception")}.",
        nameof(Purging.CampaignKeptLonger) => $"Kept its evidence longer: until {e.Day("retainUntil")} instead of {e.Day("from")}.",
        nameof(Closing.ApplicationOwnerSigned) => $"Signed as owner of {e.Application}: {Number(e.Count("items"), "item")}.",
        "SecondReviewSet" => $"Set what of {e.Application} has a second reviewer: {Second(e)}.",
        "SecondReviewsOpened" => $"{Number(e.Count("items"), "item")} came before a second reviewer.",
        "SecondReviewsAsked" => $"Sent {Number(e.Count("items"), "item")} to {e.To} for a second review.",
        "SampleDrawn" => $"Drew a sample of {Number(e.Count("size"), "item")} for testing.",
        "HolderAsked" => "Asked the holder of an item.",
        "HolderAnswered" => "Answered a question about their access.",
        "ItemDecided" => $"{Verb(e.Code("kind"))} an item{Followed(e)}.",
        "ItemsDecided" => $"{Verb(e.Code("kind"))} {Number(e.Count("items"), "item")} at once{Followed(e)}.",
        "DecisionsUndone" => $"Took {Number(e.Count("items"), "decision")} back.",
        "ItemsReassigned" => $"Reassigned {Number(e.Count("items"), "item")}{Moved(e)}",
        "ItemHandedOver" => $"Handed an item{(e.Count("groups") is > 0 and var groups ? $" and {Number(groups, "group")} of its account" : "")} over{Moved(e)}",
        "ItemsDelegated" => $"{Number(e.Count("items"), "item")} went to {e.To}, who reviews for somebody who is away.",
        "ItemsReturned" => $"{Number(e.Count("items"), "item")} came back to {e.To}.",
        "WorkloadShifted" => $"Gave {Number(e.Count("accounts"), "account")} to {e.To} before the launch.",
        "WorkloadShiftTakenBack" => $"Took back what {e.To} was given.",
        "OwnAccessRerouted" => $"An item went to {e.To}: it was its reviewer's own access, could be, or they answer for it.",
        "ReviewSignedOff" => $"Signed off {Number(e.Count("items"), "item")}: {e.Count("certified"):N0} certified{Changed(e)}, {e.Count("revoked"):N0} revoked.",
        "ProofAttached" => "Attached a file to what was done by hand for removals.",
        "RemovalNotesTakenBack" => "Took back the note that removals were done by hand.",
        "RemovalTaskDone" => $"Noted a task by hand as done on {e.Day("doneOn")}: {EventWords.Words(e.Code("kind")).ToLowerInvariant()}.",
        "RemovalTaskTakenBack" => $"Took back the note that a task by hand was done on {e.Day("doneOn")}: {EventWords.Words(e.Code("kind")).ToLowerInvariant()}.",
        "RemovalTasksAssigned" => "Gave tasks by hand that go with a removal to somebody else.",
        "RemovalTasksPlanned" => "Wrote tasks by hand that go with removals.",
        "RemovalTried" => $"Carried out a removal, or tried to: {EventWords.Words(e.Code("state")).ToLowerInvariant()} now.",
        "RemovalsHeld" => "Held removals until a second person agrees.",
        "RemovalsAgreed" => "Agreed to removals as the second person.",
        "RemovalsReleased" => "Ended the wait of removals.",
        "RemovalsOverruled" => "Ended removals as overruled: newer signed decisions keep the access.",
        "RemovalsTriedAgain" => "Had removals tried again.",
        "RemovalsChecked" => $"Held a reading against the removals: {e.Count("verified"):N0} verified, {e.Count("stillPresent"):N0} still present, {e.Count("reappeared"):N0} reappeared.",
        "WaiverAsked" => $"Asked that access stays until {e.Day("until")}, although its removal was decided.",
        "WaiverAnswered" => $"{e.Code("verdict")} a waiver that would last until {e.Day("until")}.",
        "WaiversEnded" => "Opened removals again: the last day of their waivers is over.",
        "SignOffWithdrawn" => $"Withdrew the sign-off of {Number(e.Count("items"), "item")}.",
        _ => Capitals().Replace(type, " $0") + ".",
    };

    private static string Changed(EventFacts e) => e.Count("changed") is > 0 and var changed ? $", {changed:N0} changed" : "";

    private static string GivenUp(EventFacts e) =>
        (e.Count("removalIds") is > 0 and var cancelled ? $", and {Number(cancelled, "removal")} not begun with it" : "")
        + (e.Count("begun") is > 0 and var begun ? $"; {Number(begun, "removal")} had begun, and {(begun == 1 ? "stays" : "stay")}" : "");

    private static string Reviewers(EventFacts e) =>
        "accounts by " + (Enum.TryParse<ReviewerRule>(e.Code("accountReviewer"), out var accounts) ? Rule(e, accounts) : "not known")
        + (Enum.TryParse<ReviewerRule>(e.Code("assignmentReviewer"), out var assignments) ? ", assignments by " + Rule(e, assignments) : "")
        + (e.Person("fallback") is { } fallback ? $", else by {fallback}" : "");

    private static string Rule(EventFacts e, ReviewerRule rule) => rule == ReviewerRule.Named && e.Person("named") is { } named ? named : ReviewerWords.Of(rule);

    private static string Second(EventFacts e) =>
        !Enum.TryParse<SecondReviewRule>(e.Code("rule"), out var rule) ? "not known"
        : rule == SecondReviewRule.None ? SecondReviewWords.Of(rule)
        : $"{SecondReviewWords.Of(rule)}, before {e.Person("reviewerId") ?? "the application's owner"}";

    private static string Moved(EventFacts e) => $"{(e.From is { } from ? $" from {from}" : "")} to {e.To}{(e.Why is { } why ? $": “{why}”" : ".")}";

    private static string Followed(EventFacts e) => e.Count("followed") == 0 ? "" : $", and {Number(e.Count("followed"), "assignment")} with it";

    private static string Verb(string kind) => kind switch
    {
        nameof(DecisionKind.Certify) => "Certified",
        nameof(DecisionKind.Revoke) => "Revoked",
        nameof(DecisionKind.Change) => "Changed",
        _ => "Took back",
    };

    private static string Number(int count, string one) => $"{count:N0} {one}{(count == 1 ? "" : "s")}";

    [GeneratedRegex(@"\B[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Capitals();
}
