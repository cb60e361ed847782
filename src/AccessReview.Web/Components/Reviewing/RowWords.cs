using System.Globalization;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Why a row deserves a look, in the fewest words; and why its group exists.</summary>
public static class RowWords
{
    /// <summary>The first words, which stand out, and the rest.</summary>
    public static (string First, string More) Why(QueueRow row)
    {
        var findings = (row.IsAccount ? FindingSentences.Of(row.Findings, row.Facts) : FindingSentences.OfAssignment(row.Findings, row.Facts))
            .Where(s => s.Finding != Finding.Privileged || row.Findings == Finding.Privileged).Select(s => s.Sentence).ToList();
        var used = row.IsAccount && (row.Findings & (Finding.Dormant | Finding.NeverJoined)) == Finding.None ? LastUsed(row) : null;
        var closer = row.IsAccount && row.Recommendation == Recommendation.LookCloser ? "Recommendation: look closer" : null;
        if (findings.Count == 0)
        {
            return ("", string.Join(". ", new[] { Before(row), used }.OfType<string>()));
        }

        return (findings[0], string.Join(". ", findings.Skip(1).Append(used).Append(closer).OfType<string>()));
    }

    /// <summary>The role as a chip: with what it was, when it changed.</summary>
    public static string Role(QueueRow row) =>
        row.IsAccount && (row.Findings & Finding.ChangedSinceLastReview) != Finding.None && FindingFacts.Parse(row.Facts).Change is { RoleFrom: { Length: > 0 } from, RoleTo: { } to }
            ? $"{from} → {to}"
            : row.Role;

    /// <summary>The group's name and its colour.</summary>
    public static (string Title, Tone Tone) Group(AttentionRank rank) => rank switch
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

    /// <summary>Why the group exists.</summary>
    public static string GroupWhy(AttentionRank rank, string application) => rank switch
    {
        AttentionRank.Left => $"can still get into {application} after their last day",
        AttentionRank.NobodyKnown => "no one on the staff list has this account",
        AttentionRank.Privileged => "decided one by one, with a reason",
        AttentionRank.Dormant => "not used for longer than the application allows",
        AttentionRank.NeverJoined => "the invitation is still open",
        AttentionRank.DuplicateAfterRename => "the same person has another account",
        AttentionRank.ServiceOrShared => "used by a program or by several people",
        AttentionRank.Changed => "not what was certified last time",
        AttentionRank.New => "not in the last review",
        AttentionRank.NothingFound => "no finding in them: can be certified as a group",
        _ => throw new ArgumentOutOfRangeException(nameof(rank), rank, null),
    };

    private static string? Before(QueueRow row)
    {
        var facts = FindingFacts.Parse(row.Facts);
        return facts.NotReviewedBefore ? "Not reviewed before" : facts.Previous > 0 ? $"Unchanged since C{facts.Previous}" : row.IsAccount ? null : "Nothing found";
    }

    private static string? LastUsed(QueueRow row) => row.LastUsedState switch
    {
        LastUsedState.Known => "Last used " + row.LastUsedAt!.Value.ToString("d MMM yyyy", CultureInfo.InvariantCulture),
        LastUsedState.Never => "Never used",
        LastUsedState.NotKnown => "Last use not known",
        LastUsedState.NotGiven => null,
        _ => throw new InvalidOperationException($"Unknown state {row.LastUsedState}."),
    };
}
