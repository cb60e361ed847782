using AccessReview.Core.Applications;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Findings;

/// <summary>The rules, one a finding. Each says yes with its arguments, or nothing; what is not known is never a yes. Pure.</summary>
public static class FindingRules
{
    private delegate (Finding Finding, FindingFacts Facts)? Rule(AccountCase account, Yardstick by, FindingFacts facts);

    private static readonly Rule[] All = [Left, NobodyKnown, Dormant, NeverJoined, Privileged, DuplicateAfterRename, ServiceOrShared];

    /// <summary>What is worth an eye about the account by itself, and the arguments of the sentences.</summary>
    public static (Finding Findings, FindingFacts Facts) Judge(AccountCase account, Yardstick by)
    {
        // Also of a declared account, of which somebody is known all the same: none of them reviews it.
        var couldBe = account.Match.Candidates is [_, ..] several ? several.Take(FindingFacts.MaxCandidates).Select(c => c.PersonId).ToList() : null;
        var (findings, facts) = (Finding.None, new FindingFacts { AsOf = by.On, Candidates = couldBe });
        foreach (var rule in All)
        {
            if (rule(account, by, facts) is { } yes)
            {
                (findings, facts) = (findings | yes.Finding, yes.Facts);
            }
        }

        return (findings, facts);
    }

    /// <summary>The matched person's employment or contract has ended on the day of the reading, or another directory that knows them says so, or one
    /// that comes before it has them no longer.</summary>
    private static (Finding, FindingFacts)? Left(AccountCase account, Yardstick by, FindingFacts facts) =>
        account.Match.Person is { } person && person.HasLeft(by.On)
            ? (Finding.Left, facts with
            {
                LeftOn = person.EndDate,
                Contract = person.EmploymentType.Contains("contract", StringComparison.OrdinalIgnoreCase),
                StillListed = person.Status is EmploymentStatus.Active or EmploymentStatus.OnLeave,
            })
            : account.Match.Person?.LeftIn is { } directory ? (Finding.Left, facts with { LeftIn = FindingFacts.Short(directory) })
            : account.Match.Person is { GoneFrom: { } list, StillIn: { } other } ? (Finding.Left, facts with { GoneFrom = FindingFacts.Short(list), StillIn = FindingFacts.Short(other) })
            : null;

    /// <summary>No single person is known to have it, or nobody inside answers for a declared account any more.</summary>
    private static (Finding, FindingFacts)? NobodyKnown(AccountCase account, Yardstick by, FindingFacts facts) => account switch
    {
        { Declared.Owner: { GoneFrom: null } owner } when !owner.HasLeft(by.On) => null,
        { Declared: { } declared } => (Finding.NobodyKnown, facts with
        {
            Declared = declared.Kind, OwnerGone = true, OwnerLeftOn = declared.Owner is { } left && left.HasLeft(by.On) ? left.EndDate : null,
        }),
        { Match.Kind: MatchKind.Several } => (Finding.NobodyKnown, facts with
        {
            CandidateNames = [.. account.Match.Candidates.Take(FindingFacts.MaxNames).Select(c => FindingFacts.Short(c.Name))],
        }),
        { Match: { Person: null, Kind: MatchKind.ByHand } } => (Finding.NobodyKnown, facts with { NamedIsGone = true }),
        { Match.Person: null } => (Finding.NobodyKnown, facts with { NoAddress = account.Account.EmailKey.Length == 0 }),
        _ => null,
    };

    /// <summary>Usable, and not used for longer than the limit; never used counts from the day it was created, where that is known.</summary>
    private static (Finding, FindingFacts)? Dormant(AccountCase account, Yardstick by, FindingFacts facts)
    {
        var since = account.Account.LastUsedState switch
        {
            LastUsedState.Known => account.Account.LastUsedAt,
            LastUsedState.Never => account.Account.CreatedAt,
            _ => null,
        };
        return since is { } last && account.IsUsable && account.Account.Status != AccountStatus.Invited && Days(last, by) > by.DormantAfterDays
            ? (Finding.Dormant, facts with
            {
                LastUsedOn = account.Account.LastUsedState == LastUsedState.Known ? DateOnly.FromDateTime(last) : null,
                UsedThrough = account.Account.UsedThrough is { } directory ? FindingFacts.Short(directory) : null,
                CreatedOn = Day(account.Account.CreatedAt),
                Limit = by.DormantAfterDays,
            })
            : null;
    }

    /// <summary>Invited, and the invitation was not taken up.</summary>
    private static (Finding, FindingFacts)? NeverJoined(AccountCase account, Yardstick by, FindingFacts facts) =>
        account.Account.Status == AccountStatus.Invited ? (Finding.NeverJoined, facts with { CreatedOn = Day(account.Account.CreatedAt) }) : null;

    /// <summary>Holds a role that the application's owner called privileged, be it one of several.</summary>
    private static (Finding, FindingFacts)? Privileged(AccountCase account, Yardstick by, FindingFacts facts) =>
        HeldRoles.AnyOf(account.Account.RoleKey, by.PrivilegedRoles) ? (Finding.Privileged, facts with { Role = FindingFacts.Short(account.Account.Role) }) : null;

    /// <summary>The person has another usable account in the same reading.</summary>
    private static (Finding, FindingFacts)? DuplicateAfterRename(AccountCase account, Yardstick by, FindingFacts facts)
    {
        var others = account.IsUsable && account.Declared is null ? account.Siblings.Where(s => s.RecordId != account.Account.RecordId).ToList() : [];
        return others.Count == 0 ? null : (Finding.DuplicateAfterRename, facts with
        {
            OtherAccounts = [.. others.Take(FindingFacts.MaxNames).Select(o => FindingFacts.Short(o.Email.Length > 0 ? o.Email : o.SourceId.Length > 0 ? o.SourceId : o.SourceKey))],
            OtherAccountsMore = Math.Max(0, others.Count - FindingFacts.MaxNames),
            UnderOtherAddress = account.Match.Kind is MatchKind.OtherAddress or MatchKind.ByHand,
        });
    }

    /// <summary>Declared as something that is not one person's.</summary>
    private static (Finding, FindingFacts)? ServiceOrShared(AccountCase account, Yardstick by, FindingFacts facts) =>
        account.Declared is { Kind: not DeclaredKind.External } declared ? (Finding.ServiceOrShared, facts with { Declared = declared.Kind }) : null;

    private static double Days(DateTime since, Yardstick by) => (by.AsOf - since).TotalDays;

    private static DateOnly? Day(DateTime? instant) => instant is { } at ? DateOnly.FromDateTime(at) : null;
}
