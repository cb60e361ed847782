using AccessReview.Connectors.Files;
using AccessReview.Connectors.Packed;

namespace AccessReview.Connectors;

/// <summary>The records of a whole reading as the product takes them, each with its position in its list, and whatever names
/// somebody that no list shows set aside by name.</summary>
public sealed class SourceRecords
{
    private readonly PackedList<AccountLine, PackedAccount> accounts = new();
    private readonly PackedList<PersonLine, PackedPerson> people = new();
    private readonly List<Group> groups = [];
    private readonly List<Assignment> assignments = [];
    private readonly List<AppAccess> access = [];
    private readonly List<AppGroup> appGroups = [];
    private readonly Dictionary<(string App, string Person), DateTime> signIns = [];
    private readonly Dictionary<string, DateOnly> lastDays = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LastUse> ownSignIns = new(StringComparer.Ordinal);

    /// <summary>Who is let into which application.</summary>
    public IReadOnlyList<AppAccess> Access => access;

    /// <summary>Groups that let into an application.</summary>
    public IReadOnlyList<AppGroup> AppGroups => appGroups;

    /// <summary>When each person last signed in to each application through the directory, as far as it shows.</summary>
    public IReadOnlyDictionary<(string App, string Person), DateTime> LastSignIns => signIns;

    /// <summary>Groups by their id.</summary>
    public IReadOnlyList<Group> Groups => groups;

    /// <summary>Who holds which group, as read.</summary>
    public IReadOnlyList<Assignment> Held => assignments;

    /// <summary>Takes what is new on a page.</summary>
    public void Take(SourcePage page, IReadOnlyList<bool> fresh)
    {
        foreach (var account in page.Accounts.Where((_, i) => fresh[i]))
        {
            accounts.Add(new AccountLine(accounts.Count + 1, account));
        }

        foreach (var person in page.People.Where((_, i) => fresh[i]))
        {
            people.Add(new PersonLine(people.Count + 1, person));
        }

        groups.AddRange(page.Groups.Where((_, i) => fresh[i]));
        assignments.AddRange(page.Assignments);
        access.AddRange(page.Access.Where((_, i) => fresh[i]));
        // A page of members names the group they are in: it may have fewer records than groups, and none at all.
        appGroups.AddRange([.. page.AppGroups.Except(appGroups)]);
        foreach (var (person, day) in page.LastDays)
        {
            lastDays[person] = day;
        }

        foreach (var (person, when) in page.LastSignIns)
        {
            ownSignIns[person] = when;
        }

        foreach (var (app, person, at) in page.SignIns)
        {
            signIns[(app, person)] = signIns.TryGetValue((app, person), out var known) && known > at ? known : at;
        }
    }

    /// <summary>How many accounts there are.</summary>
    public int AccountCount => accounts.Count;

    /// <summary>How many people there are.</summary>
    public int PersonCount => people.Count;

    /// <summary>The accounts.</summary>
    public FileReading Users() => new(FileKind.Users, accounts.Count) { AccountList = accounts };

    /// <summary>The people.</summary>
    public FileReading People() => new(FileKind.People, people.Count) { PersonList = lastDays.Count + ownSignIns.Count == 0 ? people : WithOtherLists() };

    private PackedList<PersonLine, PackedPerson> WithOtherLists()
    {
        var whole = new PackedList<PersonLine, PackedPerson>();
        foreach (var (line, person) in people)
        {
            whole.Add(new PersonLine(line, person.EmployeeId is { } id ? WithOtherLists(person, id) : person));
        }

        return whole;
    }

    private Person WithOtherLists(Person person, string id) => person with
    {
        End = lastDays.TryGetValue(id, out var day) ? day : person.End,
        LastSignIn = ownSignIns.TryGetValue(id, out var when) ? when : person.LastSignIn,
    };

    /// <summary>The groups, also those that nobody holds.</summary>
    public FileReading GroupOwners()
    {
        var reading = new FileReading(FileKind.GroupOwners, groups.Count);
        reading.GroupOwnerList.AddRange(groups.Select((g, i) => new GroupOwnerLine(i + 1, g)));
        return reading;
    }

    /// <summary>Who holds which group. A holder that the list of users does not show is set aside by name.</summary>
    public FileReading Assignments()
    {
        var seen = new HashSet<(string?, string)>();
        var lines = assignments.Where(a => seen.Add((a.GroupId ?? a.Group, a.Account))).ToList();
        var shown = lines.Select(a => a.Account).ToHashSet(StringComparer.Ordinal);
        shown.IntersectWith(accounts.Select(a => a.Account.Id).OfType<string>());
        var reading = new FileReading(FileKind.Assignments, lines.Count);
        for (var i = 0; i < lines.Count; i++)
        {
            if (shown.Contains(lines[i].Account))
            {
                reading.AssignmentList.Add(new AssignmentLine(i + 1, lines[i]));
            }
            else
            {
                reading.SetAsideList.Add(new SetAsideLine(
                    i + 1, $"{lines[i].Account} in {lines[i].Group}", new SetAsideReason(SetAsideKind.Other, "The group names a holder that the list of users does not show.")));
            }
        }

        return reading;
    }
}
