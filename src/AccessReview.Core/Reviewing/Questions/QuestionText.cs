using AccessReview.Core.Audit;

namespace AccessReview.Core.Reviewing;

/// <summary>What a question and an answer have in common.</summary>
internal static class QuestionText
{
    /// <summary>What is wrong with the text, called <paramref name="what"/> with its article; null when nothing is.</summary>
    public static Problem? Check(string text, string what) => text.Trim().Length switch
    {
        < Question.MinText => new Problem("question.short", $"{what} has at least {Question.MinText} characters."),
        > Question.MaxText and var length => new Problem("question.long", $"{what} has at most {Question.MaxText} characters; this one has {length}."),
        _ => null,
    };

    /// <summary>The one row an event covers.</summary>
    public static CoveredRows ToCovered(this IEvidenceRow row)
    {
        using var rows = new RowsHash();
        rows.Add(row.ToRowText().Hash());
        return rows.ToCovered();
    }
}
