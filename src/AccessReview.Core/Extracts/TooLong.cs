using System.Text;
using AccessReview.Connectors.Files;
using AccessReview.Core.Applications;

namespace AccessReview.Core.Extracts;

/// <summary>Values longer than the product keeps: the line is named, nothing is cut.</summary>
internal static class TooLong
{
    public static IEnumerable<LineProblem> Of(ImportFileReading file)
    {
        if (file.Reading is not { } reading)
        {
            yield break;
        }

        var found = reading.Accounts.Select(l => (l.Line, Longest(AccountValues(l.Account))))
            .Concat(reading.Assignments.Select(l => (l.Line, Longest([("group", l.Assignment.Group, Group.MaxName), ("account", l.Assignment.Account, AccountRecord.MaxText)]))))
            .Concat(reading.GroupOwners.Select(l => (l.Line, Longest([("group", l.Group.Name, Group.MaxName), ("owner", l.Group.OwnerEmail, AccountRecord.MaxText)]))))
            .Concat(reading.People.Select(l => (l.Line, Longest(PersonValues(l.Person)))));
        foreach (var (line, value) in found)
        {
            if (value is { } tooLong)
            {
                yield return new LineProblem(line, file.Table.Lines.First(l => l.Number == line).Raw, LineProblemKind.CellCount, $"The {tooLong.What} has {tooLong.Length} characters; {tooLong.Most} are kept.");
            }
        }
    }

    private static (string What, string? Value, int Most)[] AccountValues(Connectors.Account account) =>
    [
        ("account id", account.Id, Account.MaxSourceKey), ("address", account.Email, AccountRecord.MaxText), ("name", account.Name, AccountRecord.MaxText),
        ("role", account.Role, PrivilegedRole.MaxRole),
    ];

    private static (string What, string? Value, int Most)[] PersonValues(Connectors.Person person) =>
    [
        ("employee id", person.EmployeeId, Directories.Person.MaxSourceKey), ("work address", person.WorkEmail, AccountRecord.MaxText), ("name", person.Name, AccountRecord.MaxText),
        ("manager", person.Manager, AccountRecord.MaxText), ("department", person.Department, PersonRecord.MaxWord), ("job title", person.Title, PersonRecord.MaxWord),
        ("employment type", person.EmploymentType, PersonRecord.MaxWord), .. person.OtherAddresses.Select(a => ("address", (string?)a, AccountRecord.MaxText)),
    ];

    private static (string What, int Length, int Most)? Longest((string What, string? Value, int Most)[] values)
    {
        foreach (var (what, value, most) in values)
        {
            if (value is null || (value.Length <= most && Ascii.IsValid(value)))
            {
                continue;
            }

            // A key may be longer than its text: NFKC opens ligatures.
            var length = Math.Max(value.Length, TextKey.Of(value).Length);
            if (length > most)
            {
                return (what, length, most);
            }
        }

        return null;
    }
}
