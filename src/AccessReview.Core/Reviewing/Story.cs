using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Removals;

namespace AccessReview.Core.Reviewing;

/// <summary>One fact with where it comes from and of when.</summary>
/// <param name="Label">What is known.</param>
/// <param name="Value">The fact; null: not known.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="AsOf">Of which instant, in UTC.</param>
/// <param name="More">What of it is left out here; null: nothing.</param>
public sealed record StoryFact(string Label, string? Value, string? Source = null, DateTime? AsOf = null, StoryMore? More = null);

/// <summary>What a fact has no room for.</summary>
/// <param name="Count">How many more there are.</param>
/// <param name="AccountId">On whose page they are told.</param>
public sealed record StoryMore(int Count, long AccountId);

/// <summary>How the same access ended in an earlier campaign.</summary>
/// <param name="Campaign">The campaign's number.</param>
/// <param name="CampaignName">Its name.</param>
/// <param name="Kind">How it ended.</param>
/// <param name="By">Who decided: of what nobody had decided and the deadline revoked, the deadline; empty when nobody.</param>
/// <param name="At">When.</param>
/// <param name="Reason">The reason given, in the decider's words, if any.</param>
/// <param name="BatchSize">How many were decided at once.</param>
/// <param name="Role">The role then.</param>
/// <param name="ChangeTo">The lower role it was to be kept at, where it was changed.</param>
/// <param name="GroupThen">What the group was called then, where the source has renamed it since.</param>
/// <param name="InsteadOfReason">What is said where no such words can be read: that they are purged, or what was recommended and why.</param>
/// <param name="Mode">How it was decided; null when nobody decided.</param>
/// <param name="KeptAlone">It counts as not reviewed because the second reviewer whom it needed did not decide; how the first had.</param>
/// <param name="For">Who was away, where whoever decided was their delegate.</param>
public sealed record PastDecision(
    int Campaign, string CampaignName, OutcomeKind Kind, string By, DateTime? At, string? Reason, int BatchSize, string Role, string? ChangeTo = null, string? GroupThen = null,
    string? InsteadOfReason = null, DecisionMode? Mode = null, TurnState? KeptAlone = null, string? For = null);

/// <summary>What others in the same department have, as counts.</summary>
/// <param name="Department">The department.</param>
/// <param name="Accounts">Accounts of people there, this one included.</param>
/// <param name="Roles">How many have which role, the most frequent first.</param>
/// <param name="UsedLately">How many were used in the 30 days before the reading; null: the source gives no last use.</param>
/// <param name="SameGroup">How many of them hold the group, for an assignment.</param>
public sealed record Peers(string Department, int Accounts, IReadOnlyList<(string Role, int Count)> Roles, int? UsedLately, int? SameGroup);

/// <summary>What Revoke will do.</summary>
/// <param name="Summary">In one sentence: whose task it becomes and by when.</param>
/// <param name="Guide">The steps of that task.</param>
/// <param name="WithTeams">Assignments that go with the account, by group.</param>
/// <param name="LastAdministrator">Nobody would administer the application any more.</param>
/// <param name="ByProduct">The product carries it out itself; the steps are for nobody.</param>
public sealed record RevokeStory(string Summary, RemovalGuide Guide, IReadOnlyList<string> WithTeams, bool LastAdministrator, bool ByProduct = false);

/// <summary>Everything beside the choice.</summary>
/// <param name="Row">The row itself.</param>
/// <param name="ItemName">The item as people and sheets name it.</param>
/// <param name="Application">The application's name.</param>
/// <param name="Findings">Why it deserves a look.</param>
/// <param name="Advice">Why it is recommended so; null: nothing is.</param>
/// <param name="Changes">What differs from the closed campaign it is compared with, one sentence each.</param>
/// <param name="Facts">Facts with source and age.</param>
/// <param name="Match">How the account was linked, in words.</param>
/// <param name="Basis">Why the reader reviews it, in words.</param>
/// <param name="Past">How it ended before, newest first.</param>
/// <param name="NotReviewedBefore">Nobody has decided about it in a closed campaign.</param>
/// <param name="Peers">What peers have; null: the department is not known.</param>
/// <param name="Revoke">What Revoke will do.</param>
/// <param name="Question">What the holder was asked; null: nothing.</param>
/// <param name="Given">Who gave it to the reader, and why; null: nobody.</param>
public sealed record Story(
    QueueRow Row, string ItemName, string Application, IReadOnlyList<FindingSentence> Findings, string? Advice, IReadOnlyList<string> Changes,
    IReadOnlyList<StoryFact> Facts, string Match, string Basis,
    IReadOnlyList<PastDecision> Past, bool NotReviewedBefore, Peers? Peers, RevokeStory Revoke, StoryQuestion? Question = null, StoryGiven? Given = null);
