using System.Globalization;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>A group of the list in words: its name, its colour, and why it exists.</summary>
public static class GroupWords
{
    /// <summary>The words of a head.</summary>
    public static (string Title, Tone Tone, string Why) Of(SliceHead head, string application) => head switch
    {
        { Rank: { } rank, Accounts: 0 } when OfGroups(rank) is { } title => (title, Tone.Plain, "without a finding of their own; each is decided by itself"),
        { Rank: { } rank } => (Title(rank).Title, Title(rank).Tone, Why(rank, application)),
        { Change: { } change } => (ListWords.Changes.Single(c => c.Value == change).Label, change == ReviewChange.None ? Tone.Ok : Tone.Plain, Why(change)),
        { By: QueueGrouping.Person } => (head.Name, Tone.Plain, "everything of one person"),
        _ => (head.Name.Length == 0 ? "No role" : head.Name, Tone.Plain, head.Key[0] == 'g' ? "who holds the group" : "user accounts with this role"),
    };

    /// <summary>What it counts: every account and every group that stands under it, or how many of them are left to decide; of a group, who holds it.</summary>
    public static string Count(SliceHead head)
    {
        var groups = head.Count - head.Accounts;
        var what = (head.Accounts, groups) switch
        {
            (0, _) when head.By == QueueGrouping.Group => groups == 1 ? "1 holds it" : $"{N(groups)} hold it",
            (0, _) => Counted(groups, "group"),
            (_, 0) => Counted(head.Accounts, "account"),
            _ => $"{Counted(head.Accounts, "account")} and {(head.Rank is null ? Counted(groups, "group") : $"{N(groups)} of their groups")}",
        };
        var left = head.Left == 0 ? "none" : N(head.Left);
        return head.Left == head.Count ? what : head.By == QueueGrouping.Group && head.Accounts == 0 ? $"{what}, {left} to decide" : $"{left} of {N(head.Count)} to decide";
    }

    private static string Counted(int count, string what) => $"{N(count)} {what}{(count == 1 ? "" : "s")}";

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The name of a group that holds no account of the kind, but groups of such accounts; null where a finding is the groups' own too.</summary>
    private static string? OfGroups(AttentionRank rank) => rank switch
    {
        AttentionRank.Privileged => "Groups of privileged accounts",
        AttentionRank.Dormant => "Groups of dormant accounts",
        AttentionRank.NeverJoined => "Groups of accounts never joined",
        AttentionRank.DuplicateAfterRename => "Groups of duplicate accounts",
        AttentionRank.ServiceOrShared => "Groups of service or shared accounts",
        _ => null,
    };

    private static (string Title, Tone Tone) Title(AttentionRank rank) => rank switch
    {
        AttentionRank.Left => ("Left the company", Tone.No),
        AttentionRank.NobodyKnown => ("Nobody known", Tone.No),
        AttentionRank.Privileged => ("Privileged", Tone.Warn),
        AttentionRank.Dormant => ("Dormant", Tone.Warn),
        AttentionRank.NeverJoined => ("Invited, never joined", Tone.Warn),
        AttentionRank.DuplicateAfterRename => ("Duplicate after rename", Tone.Warn),
        AttentionRank.ServiceOrShared => ("Service or shared", Tone.Plain),
        AttentionRank.Changed => ("Changed since last review", Tone.Plain),
        AttentionRank.New => ("New since last review", Tone.Plain),
        AttentionRank.NothingFound => ("Nothing found", Tone.Ok),
        _ => throw new ArgumentOutOfRangeException(nameof(rank), rank, null),
    };

    private static string Why(AttentionRank rank, string application) => rank switch
    {
        AttentionRank.Left => $"can still get into {application} after their last day",
        AttentionRank.NobodyKnown => "no one on the staff list has this account",
        AttentionRank.Privileged => "each account is decided by itself, with a reason",
        AttentionRank.Dormant => "not used for longer than the application allows",
        AttentionRank.NeverJoined => "the invitation is still open",
        AttentionRank.DuplicateAfterRename => "the same person has another account",
        AttentionRank.ServiceOrShared => "used by a program or by several people",
        AttentionRank.Changed => "not as it was in the last review",
        AttentionRank.New => "not in the last review",
        AttentionRank.NothingFound => "no finding in them",
        _ => throw new ArgumentOutOfRangeException(nameof(rank), rank, null),
    };

    private static string Why(ReviewChange change) => change switch
    {
        ReviewChange.RevokedLast => "revoked in the last review, but still there; each is decided by itself",
        ReviewChange.Role => "another role than in the last review",
        ReviewChange.Groups => "joined or left groups since",
        ReviewChange.Employment => "the employment is another",
        ReviewChange.Manager => "the manager is another",
        ReviewChange.Person => "linked to another person, or to nobody",
        ReviewChange.Findings => "findings came or went",
        ReviewChange.New => "not in the last review",
        ReviewChange.NotReviewedBefore => "no closed campaign ended with a decision about them",
        ReviewChange.NotReviewedLast => "the last review ended without a decision about them",
        ReviewChange.None => "as they were in the last review",
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, null),
    };
}
