using System.Globalization;
using System.Text;
using AccessReview.Connectors.Files;
using AccessReview.Core.Applications;
using AccessReview.Core.Connections;

namespace AccessReview.Core.Extracts;

/// <summary>Values longer than the product keeps: the line is named, nothing is cut.</summary>
internal static class TooLong
{
    /// <summary>The lines of a file with such a value.</summary>
    /// <param name="file">The file.</param>
    /// <param name="groups">Whether the groups that a users file names are kept.</param>
    public static IEnumerable<LineProblem> Of(ImportFileReading file, bool groups)
    {
        if (file.Reading is not { } reading)
        {
            yield break;
        }

        var found = reading.Accounts.Select(l => (l.Line, Of(l.Account) ?? (groups ? OfGroups(l.Account) : null)))
            .Concat(reading.Assignments.Select(l => (l.Line, Of(l.Assignment))))
            .Concat(reading.GroupOwners.Select(l => (l.Line, Of(l.Group))))
            .Concat(reading.People.Select(l => (l.Line, Of(l.Person))));
        var raw = new Lazy<Dictionary<int, string>>(() => file.Table.Lines.ToDictionary(l => l.Number, l => l.Raw));
        foreach (var (line, value) in found)
        {
            if (value is { } tooLong)
            {
                yield return new LineProblem(line, raw.Value[line], LineProblemKind.CellCount, $"The {tooLong.What} has {tooLong.Length} characters; {tooLong.Most} are kept.");
            }
        }
    }

    /// <summary>The same of a connection's records, each in a sentence.</summary>
    public static IEnumerable<string> Sentences(FileReading reading) => Sentences(reading.Accounts.Select(l => ((int?)l.Line, Of(l.Account)))
        .Concat(reading.Assignments.Select(l => ((int?)l.Line, Of(l.Assignment)))).Concat(reading.GroupOwners.Select(l => ((int?)l.Line, Of(l.Group))))
        .Concat(reading.People.Select(l => ((int?)l.Line, Of(l.Person)))));

    /// <summary>The same of what lets people into applications.</summary>
    public static IEnumerable<string> Sentences(IEnumerable<ReadGrant> grants) => Sentences(grants.Select(g => ((int?)null, Of(g))));

    // The sentence stays when what it is about is purged, and an id may be an address: the record's place in the pages kept names it.
    private static IEnumerable<string> Sentences(IEnumerable<(int? Line, Value? Found)> values) =>
        (from value in values
         where value.Found is not null
         let found = value.Found!.Value
         let whose = value.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"The {found.What} of record {line} as listed") : $"A record's {found.What}"
         select $"{whose} has {found.Length} characters; {found.Most} are kept.").Distinct();

    private static Value? Of(ReadGrant grant) =>
        Of("application id", grant.AppId, AppGrant.MaxId) ?? Of("sign-in name", grant.UserName, AccountRecord.MaxText) ?? Of("account id", grant.AccountId, AppGrant.MaxId)
        ?? Of("group id", grant.GroupId, AppGrant.MaxId);

    private static Value? Of(Connectors.Account account) =>
        Of("account id", account.Id, Account.MaxSourceKey) ?? Of("address", account.Email, AccountRecord.MaxText) ?? Of("name", account.Name, AccountRecord.MaxText)
        ?? Of("role", account.Role, AccountRecord.MaxRole);

    private static Value? OfGroups(Connectors.Account account) => account.Groups.Select(g => Of("group", g, Group.MaxName)).FirstOrDefault(v => v is not null);

    private static Value? Of(Connectors.Assignment assignment) =>
        Of("group", assignment.Group, Group.MaxName) ?? Of("group id", assignment.GroupId, Group.MaxName) ?? Of("account", assignment.Account, AccountRecord.MaxText);

    private static Value? Of(Connectors.Group group) => Of("group", group.Name, Group.MaxName) ?? Of("group id", group.Id, Group.MaxName) ?? Of("owner", group.OwnerEmail, AccountRecord.MaxText);

    private static Value? Of(Connectors.Person person) =>
        Of("employee id", person.EmployeeId, Directories.Person.MaxSourceKey) ?? Of("work address", person.WorkEmail, AccountRecord.MaxText) ?? Of("name", person.Name, AccountRecord.MaxText)
        ?? Of("manager", person.Manager, AccountRecord.MaxText) ?? Of("department", person.Department, PersonRecord.MaxWord) ?? Of("job title", person.Title, PersonRecord.MaxWord)
        ?? Of("employment type", person.EmploymentType, PersonRecord.MaxWord) ?? person.OtherAddresses.Select(a => Of("address", a, AccountRecord.MaxText)).FirstOrDefault(v => v is not null);

    private static Value? Of(string what, string? value, int most)
    {
        if (value is null || (value.Length <= most && Ascii.IsValid(value)))
        {
            return null;
        }

        // A key may be longer than its text: NFKC opens ligatures.
        var length = Math.Max(value.Length, TextKey.Of(value).Length);
        return length > most ? new Value(what, length, most) : null;
    }

    private readonly record struct Value(string What, int Length, int Most);
}
