using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Why a row deserves a look, in the fewest words.</summary>
public static class RowWords
{
    /// <summary>The first words, which stand out, and the rest.</summary>
    public static (string First, string More) Why(QueueRow row)
    {
        var findings = (row.IsAccount ? FindingSentences.Of(row.Findings, row.Facts) : FindingSentences.OfAssignment(row.Findings, row.Facts))
            .Where(s => s.Finding != Finding.Privileged || row.Findings == Finding.Privileged).Select(s => s.Sentence).ToList();
        var used = row.IsAccount && (row.Findings & (Finding.Dormant | Finding.NeverJoined)) == Finding.None ? LastUsed(row) : null;
        if (findings.Count == 0 && !row.RevokedLast)
        {
            return ("", string.Join(". ", new[] { Before(row), used }.OfType<string>()));
        }

        // The recommendation first: what comes last is cut off where the list has little room. Before it only that somebody's word was not kept.
        if (findings.Count > 0 && row.IsAccount && row.Recommendation == Recommendation.LookCloser)
        {
            findings[0] = "Look closer: " + findings[0];
        }

        if (row.RevokedLast)
        {
            findings.Insert(0, $"Revoked in {row.PreviousName}, but still there");
        }

        return (findings[0], string.Join(". ", findings.Skip(1).Append(used).OfType<string>()));
    }

    /// <summary>The role as a chip: with what it was, when it changed.</summary>
    public static string Role(QueueRow row) =>
        row.IsAccount && (row.Findings & Finding.ChangedSinceLastReview) != Finding.None && FindingFacts.Parse(row.Facts).Change is { RoleFrom: { Length: > 0 } from, RoleTo: { } to }
            ? $"{from} → {to}"
            : row.Role;

    /// <summary>What was decided, in a word; empty: nothing.</summary>
    public static string Verdict(QueueRow row) => row.State switch
    {
        TurnState.Undecided => "",
        TurnState.Certified => "Certified",
        TurnState.Revoked => "Revoked",
        TurnState.Changed => row.ChangeTo is { } to ? $"Lowered to {to}" : "Changed",
        _ => throw new InvalidOperationException($"Unknown state {row.State}."),
    };

    /// <summary>Who or what decided it where its reviewer did not do so by itself; null: they did.</summary>
    public static string? NotByItself(QueueRow row) =>
        row.WentWithAccount ? $"with the account{(row.By.Length > 0 ? $", {row.By}" : "")}" : row.Mode == DecisionMode.Deadline ? "by the deadline" : null;

    /// <summary>What was decided, how and when, and whether it is signed; the reason stands beside it.</summary>
    public static string Decided(QueueRow row) => string.Join(", ", new[]
    {
        Verdict(row),
        NotByItself(row) ?? (row.Mode == DecisionMode.CarriedForward ? "carried forward" : null),
        row.At is { } at ? Clock.Said(at) : null,
        row.Signed ? "signed" : null,
    }.OfType<string>());

    private static string? Before(QueueRow row)
    {
        var facts = FindingFacts.Parse(row.Facts);
        var since = row.PreviousName ?? $"C{facts.Previous}";
        var (never, left) = row.IsAccount ? (facts.NotReviewedBefore, facts.NotReviewedLast) : (facts.Previous == 0 || !row.DecidedEver, !row.DecidedLast);
        return row.KeptAloneByKey is not null ? $"Kept by {(row.KeptAloneBy.Length > 0 ? row.KeptAloneBy : "somebody")} in {since}; the second review was missing"
            : facts.LeftOut ? $"Left out of {since}"
            : never ? "Not reviewed before"
            : left ? $"Not reviewed in {since}"
            : facts.Previous > 0 ? $"Unchanged since {since}" : null;
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
