using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Reviewing;

/// <summary>Makes rows of what the database gives: equal texts are kept once, and the facts most rows share are parsed once.</summary>
internal sealed class SliceReader
{
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FindingFacts> facts = new(StringComparer.Ordinal);

    /// <summary>The row.</summary>
    public SliceRow Row(SliceRecord from)
    {
        var known = FactsOf(from.Facts);
        return new SliceRow
        {
            TurnId = from.TurnId, ItemId = from.ItemId, ParentItemId = from.ParentItemId, Number = from.Number, Rank = from.Rank, EventSeq = from.EventSeq,
            State = from.State, Signed = from.Signed, Findings = from.Findings, Recommendation = from.Recommendation, ApplicationId = from.ApplicationId,
            AccountId = from.AccountId, PersonId = from.PersonId, Name = Once(from.Name), Role = Once(from.Role), RoleKey = Once(from.RoleKey),
            Department = Once(from.Department), Match = from.Match, GroupId = from.GroupId, Group = from.Group is null ? null : Once(from.Group),
            Used = UseOf(from, known), Change = ChangeOf(from, known), Previous = known.Previous,
        };
    }

    private static LastUse UseOf(SliceRecord from, FindingFacts facts) => from.UsedState switch
    {
        LastUsedState.Known => (facts.AsOf.DayNumber - DateOnly.FromDateTime(from.UsedAt!.Value).DayNumber) switch
        {
            <= 30 => LastUse.Within30Days,
            <= 90 => LastUse.Within90Days,
            _ => LastUse.Longer,
        },
        LastUsedState.Never => LastUse.Never,
        LastUsedState.NotKnown or LastUsedState.NotGiven => LastUse.NotKnown,
        _ => throw new InvalidOperationException($"Unknown state {from.UsedState}."),
    };

    /// <summary>An assignment's change is its own: that it was not there. What changed about the account stands at the account.</summary>
    private static ReviewChange ChangeOf(SliceRecord from, FindingFacts facts)
    {
        var before = facts.NotReviewedBefore ? ReviewChange.NotReviewedBefore : from.Findings.HasFlag(Finding.NewSinceLastReview) ? ReviewChange.New : ReviewChange.None;
        return from.ParentItemId is null && facts.Change is { } change && from.Findings.HasFlag(Finding.ChangedSinceLastReview) ? before | KindsOf(change) : before;
    }

    private static ReviewChange KindsOf(ChangeFacts change) =>
        (change.RoleTo is null ? ReviewChange.None : ReviewChange.Role)
        | (change is { Joined: null, Departed: null } ? ReviewChange.None : ReviewChange.Groups)
        | (change.EmploymentTo is null ? ReviewChange.None : ReviewChange.Employment)
        | (change.ManagerTo is null ? ReviewChange.None : ReviewChange.Manager)
        | (change.OtherPerson ? ReviewChange.Person : ReviewChange.None)
        | (change is { Gained: Finding.None, Lost: Finding.None } ? ReviewChange.None : ReviewChange.Findings);

    private FindingFacts FactsOf(string json)
    {
        if (!facts.TryGetValue(json, out var known))
        {
            facts[json] = known = FindingFacts.Parse(json);
        }

        return known;
    }

    private string Once(string text)
    {
        if (!texts.TryGetValue(text, out var kept))
        {
            texts[text] = kept = text;
        }

        return kept;
    }
}
