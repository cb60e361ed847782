using System.Globalization;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Findings;

/// <summary>A finding in words.</summary>
/// <param name="Finding">Which.</param>
/// <param name="Label">Two or three words, for a chip.</param>
/// <param name="Sentence">Why, with its facts.</param>
public sealed record FindingSentence(Finding Finding, string Label, string Sentence);

/// <summary>The findings' texts. Stored are codes and arguments; the words are made here, the same for page and workbook.</summary>
public static class FindingSentences
{
    /// <summary>Every finding in the order of attention, with its label.</summary>
    public static IReadOnlyList<(Finding Finding, string Label)> Labels { get; } =
    [
        (Finding.Left, "Left"),
        (Finding.NobodyKnown, "Nobody known"),
        (Finding.Privileged, "Privileged"),
        (Finding.Dormant, "Dormant"),
        (Finding.NeverJoined, "Never joined"),
        (Finding.DuplicateAfterRename, "Duplicate after rename"),
        (Finding.ServiceOrShared, "Service or shared"),
        (Finding.ChangedSinceLastReview, "Changed since last review"),
        (Finding.NewSinceLastReview, "New since last review"),
    ];

    /// <summary>The label of one finding.</summary>
    public static string Label(Finding finding) => Labels.Single(l => l.Finding == finding).Label;

    /// <summary>The sentences of an account, most urgent first; empty for a routine one.</summary>
    /// <param name="findings">What is worth an eye.</param>
    /// <param name="facts">The arguments as stored: <see cref="AssessedAccount.Facts"/>.</param>
    public static IReadOnlyList<FindingSentence> Of(Finding findings, string facts) => findings == Finding.None ? [] : Of(findings, FindingFacts.Parse(facts));

    /// <summary>The sentences of an account, most urgent first.</summary>
    public static IReadOnlyList<FindingSentence> Of(Finding findings, FindingFacts facts) =>
        [.. Labels.Where(l => findings.HasFlag(l.Finding)).Select(l => new FindingSentence(l.Finding, l.Label, Sentence(l.Finding, facts)))];

    /// <summary>The sentences of an assignment: those it has from its account, and its own.</summary>
    public static IReadOnlyList<FindingSentence> OfAssignment(Finding findings, string accountFacts) =>
        [.. Of(findings, accountFacts).Select(s => s.Finding == Finding.NewSinceLastReview ? s with { Sentence = "Not held in the last review" } : s)];

    /// <summary>A day as sentences say it; the year only where it is not the reading's.</summary>
    public static string Day(DateOnly day, DateOnly reading) => day.ToString(day.Year == reading.Year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Sentence(Finding finding, FindingFacts facts) => finding switch
    {
        Finding.Left => Left(facts),
        Finding.NobodyKnown => NobodyKnown(facts),
        Finding.Privileged => $"Holds the privileged role {facts.Role}",
        Finding.Dormant => Dormant(facts),
        Finding.NeverJoined => facts.CreatedOn is { } invited ? $"Invited {Ago(invited, facts)}, never joined" : "Invited, never joined; since when is not known",
        Finding.DuplicateAfterRename => Duplicate(facts),
        Finding.ServiceOrShared => $"Declared {DeclaredWord(facts.Declared)} account",
        Finding.ChangedSinceLastReview => ChangeSentences.Of(facts),
        Finding.NewSinceLastReview => facts.Previous > 0 ? $"Not in the last review, C{facts.Previous}" : "Not in the last review",
        _ => throw new InvalidOperationException($"No sentence for {finding}."),
    };

    private static string Left(FindingFacts facts) => facts switch
    {
        { LeftIn: { } directory } => $"{directory} says they left; the first directory that has them says they still work here",
        { GoneFrom: { } list, StillIn: { } other } => $"No longer in {list}, which comes before {other}; {other} still has them",
        { LeftOn: null } => "Left; the day is not known",
        { LeftOn: { } day } when day >= facts.AsOf => $"Left by the staff list; last day {Day(day, facts.AsOf)}",
        { LeftOn: { } day, StillListed: true } => $"{(facts.Contract ? "Contract" : "Employment")} ended {Ago(day, facts)}; the staff list still says active",
        { LeftOn: { } day } => $"{(facts.Contract ? "Contract ended" : "Left")} {Ago(day, facts)}",
    };

    private static string NobodyKnown(FindingFacts facts) => facts switch
    {
        { OwnerGone: true, OwnerLeftOn: { } day } => $"Declared {DeclaredWord(facts.Declared)}, but its owner here left {Day(day, facts.AsOf)}",
        { OwnerGone: true } => $"Declared {DeclaredWord(facts.Declared)}, but its owner is no longer on the staff list",
        { CandidateNames: { } names } => $"Could be {string.Join(" or ", names)}; which of them is not known",
        { NamedIsGone: true } => "The person named by hand is no longer on the staff list",
        { NoAddress: true } => "Its address is not known, and its id is nobody’s on the staff list",
        _ => "Nobody on the staff list has this address",
    };

    private static string Dormant(FindingFacts facts) => facts switch
    {
        { LastUsedOn: { } day, UsedThrough: { } directory } => $"Last signed in through {directory} {Ago(day, facts)}",
        { LastUsedOn: { } day } => $"Last used {Ago(day, facts)}",
        { CreatedOn: { } created } => $"Never used since it was made {Ago(created, facts)}",
        _ => "Not used; since when is not known",
    };

    private static string Duplicate(FindingFacts facts)
    {
        var others = string.Join(", ", facts.OtherAccounts ?? []) + (facts.OtherAccountsMore > 0 ? $" and {facts.OtherAccountsMore} more" : "");
        return facts.UnderOtherAddress ? $"Under another or former address; the same person also has {others}" : $"The same person also has {others}";
    }

    private static string Ago(DateOnly day, FindingFacts facts)
    {
        var days = facts.AsOf.DayNumber - day.DayNumber;
        return Day(day, facts.AsOf) + (days switch { <= 0 => "", 1 => ", the day before the reading", _ => $", {days} days before the reading" });
    }

    private static string DeclaredWord(DeclaredKind? kind) => kind?.ToString().ToLowerInvariant() ?? "no employee’s";
}
