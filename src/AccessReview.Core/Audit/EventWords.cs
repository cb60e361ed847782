using AccessReview.Core.Campaigns;
using AccessReview.Core.Removals;

namespace AccessReview.Core.Audit;

/// <summary>The sentence of each event type, as a person reads it in the log. <c>{name}</c> stands for a property of the event;
/// <c>{name:person}</c>, <c>:application</c>, <c>:directory</c>, <c>:campaign</c>, <c>:account</c>, <c>:item</c> and <c>:edition</c> for the name behind an id,
/// <c>:roles</c> for the privileged roles of a list, <c>:count</c> for its length, <c>:words</c> for a closed code in words, <c>:done</c> for a
/// decision that was made, <c>:cadence</c> for how often. What stands in <c>[ ]</c> is left out where its number is 0; a word after a number loses its s
/// where that is 1. A type without a sentence is shown by its name.</summary>
public static class EventWords
{
    private static readonly Dictionary<string, string> Sentences = new(StringComparer.Ordinal)
    {
        ["AbsenceApproved"] = "Agreed that {personId:person} is away; {delegateId:person} reviews for them",
        ["AbsenceEnded"] = "Ended the absence of {personId:person}",
        ["AbsenceStated"] = "Stated that {personId:person} is away from {from} to {until}; {delegateId:person} is to review for them",
        ["AccountDeclared"] = "Declared the account {accountId:account} as {kind:words}, owned by {ownerId:person}",
        ["AccountMatchedByHand"] = "Matched the account {accountId:account} to {personId:person} by hand",
        ["AddendumDrafted"] = "Began to plan an addendum to {to:campaign}",
        ["AnchorKeyChanged"] = "Anchors are signed with another key from now on",
        ["ApplicationAssessed"] = "Assessed {applicationId:application}: {accounts} accounts, {assignments} assignments; {left} left, {nobodyKnown} of nobody known, {dormant} dormant, {privileged} privileged",
        ["ApplicationChanged"] = "Changed the settings of {applicationId:application}[; {privilegedRolesAdded:count} roles became privileged: {privilegedRolesAdded:roles}][; {privilegedRolesEnded:count} roles ceased to be privileged: {privilegedRolesEnded:roles}]",
        ["ApplicationRegistered"] = "Registered the application {applicationId:application}",
        ["ApplicationOwnerSigned"] = "Signed for {application:application} as its owner: {items} items, {leftOut} left out",
        ["BroughtIntoScope"] = "Brought {applicationId:application}{directoryId:directory} back into scope",
        ["CampaignApplicationAdded"] = "Added {application:application} to the campaign",
        ["CampaignApplicationChanged"] = "Changed what is reviewed of {application:application} and by whom",
        ["CampaignApplicationRemoved"] = "Took {application:application} out of the campaign",
        ["CampaignCancelled"] = "Cancelled the campaign[, and {removalIds:count} removals not begun with it][; {begun} removals had begun, and stay]",
        ["CampaignClosed"] = "Closed the campaign: {certified} certified[, {changed} changed], {revoked} revoked[, of these {byDeadline} by the deadline], {notReviewed} not reviewed",
        ["CampaignDrafted"] = "Began to plan the campaign",
        ["CampaignKeptLonger"] = "Kept the campaign's evidence longer: until {retainUntil} instead of {from}",
        ["CampaignLaunched"] = "Launched the campaign: {accounts} accounts, {assignments} assignments, {leftOut} left out",
        ["CampaignPlanChanged"] = "Changed the plan; due {due}",
        ["CampaignRepeated"] = "Began to plan the campaign, like {like:campaign}",
        ["ChainResumed"] = "Went on from a restored backup after event {after}[; the record before it had reached event {lostUpTo}]",
        ["CommandDenied"] = "Was refused: {command:words}, {times} times",
        ["ConnectionEnded"] = "Ended a connection and forgot its secret",
        ["ConnectionSet"] = "Set the connection of {applicationId:application}{directoryId:directory}: {system:words}, {use:words}",
        ["ConnectionTested"] = "Tested a connection; it says there are {accounts} accounts and {groups} groups",
        ["CycleMissed"] = "A repeated campaign was missed: to be launched on {launch}, due {due}",
        ["CyclePrepared"] = "Prepared the campaign like {like:campaign}; to be launched on {launch}, due {due}",
        ["DeadlineExtended"] = "Extended the campaign from {from} to {to}",
        ["DecisionsUndone"] = "Took back {items} decisions[, {followed} of them with their accounts]",
        ["DeclarationEnded"] = "Took back what the account {accountId:account} was declared as",
        ["DirectoryLeads"] = "Let {directoryId:directory} lead among the directories",
        ["DirectoryRegistered"] = "Registered the directory {directoryId:directory}",
        ["DirectoryRenamed"] = "Renamed the directory {directoryId:directory}",
        ["EvidenceDownloaded"] = "Downloaded evidence: {part:words} of {edition:edition}",
        ["EvidenceMade"] = "Made the evidence: {edition:edition}",
        ["ExceptionFollowedUp"] = "Followed up what the campaign did not reach: {kind:words}, {count}",
        ["ExtractImported"] = "Brought in a reading of {applicationId:application}{directoryId:directory}: {lines} lines, {stored} stored, {setAside} set aside[, {doubts:count} doubts said to be right]",
        ["FewerAccepted"] = "Said that those whom a reading through a connection lacked are gone",
        ["FirstAdministratorEntered"] = "Signed in as the first administrator whom the configuration names, not on the staff list yet",
        ["FirstAdministratorNamed"] = "Made {personId:person} the first administrator, as the configuration says",
        ["HolderAnswered"] = "Answered a question about their access: {itemId:item}",
        ["HolderAsked"] = "Asked {holderId:person} about {itemId:item}",
        ["ItemDecided"] = "{kind:done} {itemId:item}[, {followed} assignments with it]",
        ["ItemsDelegated"] = "Gave {items} items of {fromId:person}, who is away, to {toId:person}",
        ["ItemsReturned"] = "Gave {items} items back to {toId:person}",
        ["ItemHandedOver"] = "Handed {itemId:item} over to {toId:person}[, with {groups} groups of its account]",
        ["ItemsDecided"] = "{kind:done} {items} items[, {followed} assignments with their accounts][; {left} left undecided]",
        ["ItemsReassigned"] = "Gave {items} items to {toId:person}",
        ["LeaverListDownloaded"] = "Downloaded the list of leavers with {accounts} accounts",
        ["SeatReviewDrafted"] = "Drafted a campaign about {accounts} accounts of {application:application} that nobody uses; due {due}",
        ["LeaversDrafted"] = "Drafted a campaign about {accounts} accounts of people who have left {application:application}; due {due}",
        ["LooserBrakeAgreed"] = "Agreed as the second person to a brake that holds more than {above} removals within a day and {percent} % of an application: version {number} of the policy",
        ["LooserBrakeDropped"] = "Left the brake as it is: the looser one that was asked for is off",
        ["MailEnded"] = "A mail ended after {attempts} attempts: {result:words}",
        ["MatchTakenBack"] = "Took back the match of the account {accountId:account}",
        ["MoreAccepted"] = "Accepted that a source gives more records than it claims",
        ["NotificationsPlanned"] = "Planned {mails} mails for {notifications} reasons; {unreached} can reach nobody",
        ["OwnAccessRerouted"] = "What was or could be the reviewer's own, or what they answer for, went to {toId:person} instead",
        ["PolicySet"] = "Set version {number} of the policy[; asked for a brake that holds more than {askedAbove} removals within a day][ and {askedPercent} % of an application, which waits for a second person]",
        ["ProofAttached"] = "Attached a file of {bytes} bytes to what was done by hand for {removalIds:count} removals",
        ["ProofDownloaded"] = "Downloaded the file attached to what was done by hand for a removal",
        ["PurgeApproved"] = "Agreed that the {kind:words} is purged",
        ["PurgeDropped"] = "Stopped the purge of the {kind:words}",
        ["PurgeRequested"] = "Asked that the {kind:words} be purged",
        ["Purged"] = "Purged the {kind:words}: {records} records, {files} files, {texts} texts; their hashes remain",
        ["ReadingIncomplete"] = "Could not read all of {applicationId:application}{directoryId:directory}: {reasons} reasons after {pages} pages; nothing of it is used",
        ["RemindersAsked"] = "Reminded reviewers of {campaign:campaign} by hand: {mails} mails, {unreached} reach nobody",
        ["RemovalAssigned"] = "Gave a removal to {toId:person}",
        ["RegisterDownloaded"] = "Downloaded the register of {applications} applications",
        ["RemovalListDownloaded"] = "Downloaded the to-do file with {removals} removals",
        ["RemovalNotesTakenBack"] = "Took back the note of {removalIds:count} removals: not done by hand after all",
        ["RemovalTaskDone"] = "Noted a task by hand as done by {doneById:person} on {doneOn}: {kind:words}",
        ["RemovalTaskTakenBack"] = "Took back the note that a task by hand was done by {doneById:person} on {doneOn}: {kind:words}",
        ["RemovalTasksAssigned"] = "Gave {taskIds:count} tasks by hand that go with a removal to {toId:person}",
        ["RemovalTasksPlanned"] = "Wrote {taskIds:count} tasks by hand that go with removals",
        ["RemovalTried"] = "Carried a removal out through {connectionIds:count} connections; it is {state:words} now",
        ["RemovalsAgreed"] = "Agreed as the second person to {removalIds:count} removals",
        ["RemovalsChecked"] = "Held a reading against the removals: {verified} verified, {stillPresent} still present, {reappeared} reappeared",
        ["RemovalsHeld"] = "Held {removalIds:count} removals in {applicationId:application} until a second person agrees",
        ["RemovalsNotedDone"] = "Noted {removalIds:count} removals as done by {doneById:person} on {doneOn}",
        ["RemovalsOverruled"] = "Said of {removalIds:count} removals that a newer signed decision holds, which ends them",
        ["RemovalsReleased"] = "Ended the wait of {removalIds:count} removals",
        ["RemovalsTriedAgain"] = "Had {removalIds:count} removals tried again",
        ["ReviewerToldByHand"] = "Told {reviewer:person} by hand what they have to review in {campaign:campaign}: {items} items",
        ["ReviewerToldTakenBack"] = "Took back that {reviewer:person} was told by hand what they have to review in {campaign:campaign}",
        ["ReviewSignedOff"] = "Signed off {items} items: {certified} certified[, {changed} changed], {revoked} revoked",
        ["RoleEnded"] = "Took the role {role:words} from {personId:person}",
        ["RoleGranted"] = "Gave {personId:person} the role {role:words}",
        ["RolesClaimed"] = "Took the roles of {personId:person} from the sign-in: {added:count} more, {ended:count} fewer",
        ["SampleDrawn"] = "Drew sample {number}: {size} of {populationItems} items ({population:words})",
        ["ScheduleEnded"] = "Stopped repeating {campaign:campaign}",
        ["ScheduleSet"] = "Set that {campaign:campaign} is held again {every:cadence}; next on {launch}",
        ["ScopeApproved"] = "Approved what the campaign leaves out of {application:application}: {accounts} accounts, {assignments} assignments",
        ["SecondReviewSet"] = "Set which items of {application:application} have a second reviewer: {rule:words}",
        ["SecondReviewsAsked"] = "Sent {items} items to {toId:person} for a second review",
        ["SecondReviewsOpened"] = "{items} items came before a second reviewer",
        ["SessionsEnded"] = "Ended {sessions} sessions of {personId:person}",
        ["SignInBound"] = "Bound a sign-in to {personId:person} by {by:words}",
        ["SignInUnbound"] = "Took a sign-in from {personId:person} and ended their sessions",
        ["SourceRead"] = "Read {applicationId:application}{directoryId:directory} through its connection: {pages} pages, {stored} records stored, {setAside} set aside",
        ["TakenOutOfScope"] = "Took {applicationId:application}{directoryId:directory} out of scope",
        ["TestMailSent"] = "Sent a test mail to themselves: {fate:words}",
        ["WaiverAnswered"] = "Answered a waiver that would last until {until}: {verdict:words}",
        ["WaiverAsked"] = "Asked that access stays until {until}, although its removal was decided",
        ["WaiversEnded"] = "Opened {removalIds:count} removals again: the last day of their waivers is over",
        ["WorkloadShifted"] = "Gave {accounts} accounts of {fromId:person} to {toId:person} before the launch",
        ["WorkloadShiftTakenBack"] = "Took back what {toId:person} was given of {fromId:person}",
        ["SignOffWithdrawn"] = "Withdrew a sign-off of {items} items",
    };

    /// <summary>Every type that has a sentence.</summary>
    public static IReadOnlyCollection<string> Types => Sentences.Keys;

    /// <summary>What was done by a decision of the kind.</summary>
    public static string Done(string kind) => kind switch
    {
        nameof(DecisionKind.Certify) => "Certified",
        nameof(DecisionKind.Revoke) => "Revoked",
        nameof(DecisionKind.Change) => "Chose a lower role for",
        _ => Words(kind),
    };

    /// <summary>Whether this release writes such events, or one before did.</summary>
    internal static bool Knows(string type) => Sentences.ContainsKey(type);

    /// <summary>The sentence of a type; its name in words where it has none.</summary>
    public static string Template(string type) => Sentences.TryGetValue(type, out var sentence) ? sentence : Words(type);

    /// <summary>A code as words: <c>StillPresent</c> becomes "Still present"; two states have words of their own.</summary>
    public static string Words(string code)
    {
        if (code is nameof(RemovalState.WaitingForPerson) or nameof(RemovalState.WaitingForSecondPerson))
        {
            return code == nameof(RemovalState.WaitingForPerson) ? "Waiting for a person" : "Waiting for a second person";
        }

        var words = string.Concat(code.Select((c, i) => i > 0 && char.IsUpper(c) && !char.IsUpper(code[i - 1]) ? " " + char.ToLowerInvariant(c) : c.ToString()));
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
