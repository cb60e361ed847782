namespace AccessReview.Core.Matching;

/// <summary>How an account was linked to a person, in words.</summary>
public static class MatchSentences
{
    /// <summary>A few words, for a column.</summary>
    public static string Label(MatchKind kind) => kind switch
    {
        MatchKind.Id => "by id",
        MatchKind.Email => "by work e-mail",
        MatchKind.OtherAddress => "by another or former address",
        MatchKind.ByHand => "by hand",
        MatchKind.Declared => "declared",
        MatchKind.Nobody => "nobody known",
        MatchKind.Several => "several could be meant",
        _ => throw new InvalidOperationException($"Unknown match {kind}."),
    };

    /// <summary>What a declared account is, in one or two words.</summary>
    public static string Label(DeclaredKind kind) => kind switch
    {
        DeclaredKind.External => "External person",
        DeclaredKind.Service => "Service account",
        DeclaredKind.Shared => "Shared account",
        DeclaredKind.Emergency => "Emergency account",
        DeclaredKind.Test => "Test account",
        _ => throw new InvalidOperationException($"Unknown declaration {kind}."),
    };
}
