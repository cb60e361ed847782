using AccessReview.Core.Matching;

namespace AccessReview.Core.Findings;

/// <summary>Compares an account with the last closed campaign over its application. Pure.</summary>
/// <param name="previous">That campaign.</param>
/// <param name="groupName">The name of a group.</param>
/// <param name="personName">The name of a person.</param>
/// <param name="by">What accounts are judged by now.</param>
public sealed class Comparison(PreviousReview previous, Func<long, string> groupName, Func<long, string> personName, Yardstick by)
{
    /// <summary>What differs; null when nothing does, or when the campaign did not have the account.</summary>
    public ChangeFacts? Of(AccountCase account, Finding findings, IReadOnlyList<long>? groups)
    {
        if (!previous.Accounts.TryGetValue(account.Account.AccountId, out var then))
        {
            return null;
        }

        var (person, held) = (account.Match.Person, then.KnowsGroups && groups is not null);
        var (joined, departed) = held ? (groups!.Except(previous.Groups[then.AccountId]).ToList(), previous.Groups[then.AccountId].Except(groups!).ToList()) : ([], []);
        var samePerson = then.PersonId == account.Match.PersonId;
        var (roleChanged, nowPrivileged) = (then.RoleKey != account.Account.RoleKey, findings.HasFlag(Finding.Privileged));
        var change = new ChangeFacts
        {
            RoleFrom = roleChanged ? Words(then.Role) : null,
            RoleTo = roleChanged ? Words(account.Account.Role) : null,
            MadePrivileged = roleChanged && nowPrivileged && !then.Findings.HasFlag(Finding.Privileged),
            Joined = Names(joined),
            JoinedMore = Math.Max(0, joined.Count - FindingFacts.MaxNames),
            Departed = Names(departed),
            DepartedMore = Math.Max(0, departed.Count - FindingFacts.MaxNames),
            OtherPerson = !samePerson,
            Gained = findings & ~then.Findings & Fingerprint.OwnFindings,
            Lost = then.Findings & ~findings & Fingerprint.OwnFindings,
        };
        change = samePerson && then.Person is { } before && person is { } now ? OfPerson(change, before, then.On, now) : change;
        return change == new ChangeFacts() ? null : change;
    }

    /// <summary>Whether the campaign reviewed the application's assignments and did not have this one; what it left out with its account it had.</summary>
    public bool IsNewAssignment(AccountCase account, long groupId) =>
        previous.CoveredAssignments && (previous.Accounts.TryGetValue(account.Account.AccountId, out var then)
            ? then.KnowsGroups && !previous.Groups[then.AccountId].Contains(groupId)
            : previous.KnowsGroups && !(previous.LeavesOut(account) && previous.Groups[account.Account.AccountId].Contains(groupId)));

    private ChangeFacts OfPerson(ChangeFacts change, KnownPerson before, DateOnly on, KnownPerson now)
    {
        var (employmentThen, employmentNow) = (EmploymentWords.Of(before, on), EmploymentWords.Of(now, by.On));
        var (movedJob, movedManager) = (employmentThen != employmentNow, before.ManagerId != now.ManagerId);
        return change with
        {
            EmploymentFrom = movedJob ? employmentThen : null,
            EmploymentTo = movedJob ? employmentNow : null,
            ManagerFrom = movedManager ? Manager(before.ManagerId) : null,
            ManagerTo = movedManager ? Manager(now.ManagerId) : null,
        };
    }

    private string Manager(long? id) => id is { } person ? Words(personName(person)) : "not known";

    private List<string>? Names(List<long> groups) =>
        groups.Count == 0 ? null : [.. groups.Select(groupName).Order(StringComparer.Ordinal).Take(FindingFacts.MaxNames).Select(FindingFacts.Short)];

    private static string Words(string text) => text.Length == 0 ? "not known" : FindingFacts.Short(text);
}
