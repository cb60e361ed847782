using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>What a row of the list says, wherever it stands. Two that say the same are equal: a decision draws the list anew and changes one
/// row of it, and the others are left as they are.</summary>
/// <param name="Row">The row.</param>
/// <param name="Under">An assignment that stands right under its account.</param>
/// <param name="Line">The opened routine line it lies in.</param>
/// <param name="Picked">Selected.</param>
/// <param name="Conflict">Somebody else was faster.</param>
/// <param name="Anew">Decided by somebody else, and to be decided anew.</param>
/// <param name="Ended">How the campaign ended; null while it is open.</param>
/// <param name="Columns">What the columns the reviewer added say of it.</param>
public sealed record RowSaid(
    QueueRow Row, bool Under, string? Line, bool Picked, Clash? Conflict, bool Anew, CampaignState? Ended, IReadOnlyList<(string Label, string Text)> Columns)
{
    private (string First, string More)? why;

    /// <summary>Why it deserves a look: the words that stand out.</summary>
    public string First => (why ??= RowWords.Why(Row)).First;

    /// <summary>And the rest.</summary>
    public string More => (why ??= RowWords.Why(Row)).More;

    /// <summary>Whether nothing is to be chosen.</summary>
    public bool Decided => Ended is not null || (Row.State != TurnState.Undecided && !Anew);

    /// <summary>Whether somebody else was faster and it is still to be said what becomes of that: no key decides until then.</summary>
    public bool Clashes => Conflict is not null && Ended is null;

    /// <summary>The classes of the row.</summary>
    public string Css => string.Join(' ', new[]
    {
        Under ? "under" : Line is not null ? "within" : null, Decided ? "done" : null, Conflict is not null ? "clash" : null,
    }.OfType<string>());

    /// <summary>What was decided, in a word.</summary>
    public string Verdict => Row.State == TurnState.Undecided && Ended is { } ended ? EndWords.Undecided(ended) : RowWords.Verdict(Row);

    /// <summary>What stands under it.</summary>
    public string Small => RowWords.NotByItself(Row) ?? (Row is { Signed: true, Reason: { } reason } ? $"signed: {reason}" : Row.Signed ? "signed" : Row.Reason ?? "");

    /// <summary>The row in one sentence.</summary>
    public string Label => $"{Row.Name}, {(Row.IsAccount ? Row.Role : "group " + Row.Group)}. {First} {More} {Verdict}".Trim();

    /// <summary>What became of the reviewer's own choice where somebody else was faster.</summary>
    public string ClashWords => Conflict?.Mine switch
    {
        null => "",
        DecisionKind.Certify => "You chose Certify; it was not stored.",
        DecisionKind.Revoke => "You chose Revoke; it was not stored.",
        DecisionKind.Withdrawn => "You chose Undo; nothing was undone.",
        DecisionKind.Change => "You chose another role; it was not stored.",
        _ => throw new InvalidOperationException($"Unknown decision {Conflict.Mine} on item {Row.Number}."),
    };

    /// <inheritdoc/>
    public bool Equals(RowSaid? other) => other is not null
        && (Row, Under, Line, Picked, Conflict, Anew, Ended) == (other.Row, other.Under, other.Line, other.Picked, other.Conflict, other.Anew, other.Ended)
        && Columns.SequenceEqual(other.Columns);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Row, Under, Line, Picked, Conflict, Anew, Ended);
}
