using System.Globalization;

namespace AccessReview.Connectors.Files;

internal sealed class AccountReader(LineCells cells, LineKeys keys, FileReading reading) : RecordReader(cells, keys)
{
    private Account? account;
    private bool saysNoGroup;

    protected override string Take()
    {
        var (id, email) = (Cells.Identifier(FileField.Id), Cells.Address(FileField.Email));
        if (id is null && email is null)
        {
            Cells.NeedsOneOf(FileField.Id, FileField.Email);
        }
        account = new Account(
            id,
            email,
            Cells.Text(FileField.Name),
            Cells.Role(FileField.Role),
            Cells.Groups(FileField.Groups, out saysNoGroup),
            Status(Cells.Status(FileField.Status)),
            Cells.LastUse(FileField.LastUsed),
            Cells.Instant(FileField.Created));
        return id ?? email ?? "";
    }

    protected override string Named() => $"The account {CellText.Quote(account!.Id ?? account.Email!)}";

    protected override void Keep(int line)
    {
        reading.AccountList.Add(new AccountLine(line, account!));
        reading.SayNoGroup += saysNoGroup ? 1 : 0;
    }

    private static AccountStatus? Status(StatusMeaning? meaning) => meaning switch
    {
        StatusMeaning.Active => AccountStatus.Active,
        StatusMeaning.Invited => AccountStatus.Invited,
        StatusMeaning.Disabled => AccountStatus.Disabled,
        StatusMeaning.Left or StatusMeaning.OnLeave or null => null,
        _ => throw new ArgumentOutOfRangeException(nameof(meaning)),
    };
}

internal sealed class AssignmentReader(LineCells cells, LineKeys keys, FileReading reading) : RecordReader(cells, keys)
{
    private Assignment? assignment;

    /// <summary>A team may be called Records. Its holder has an id; a total has a count, which is never larger than the file.</summary>
    public override bool IsRecord(TableLine line) =>
        Try(line) is null && CellText.Clean(line.Cells.First(c => !string.IsNullOrWhiteSpace(c))) == assignment!.Group && IsId(assignment.Account);

    protected override string Take()
    {
        assignment = new Assignment(Cells.Needed(FileField.Group), Cells.Needed(FileField.Account));
        // A line break would be white space to the key, and "A" in "B C" then the same as "A B" in "C".
        return $"{assignment.Group}\u0001{assignment.Account}";
    }

    protected override string Named() => $"{CellText.Quote(assignment!.Account)} in {CellText.Quote(assignment.Group)}";

    protected override void Keep(int line) => reading.AssignmentList.Add(new AssignmentLine(line, assignment!));

    private bool IsId(string holder) => !holder.Any(char.IsWhiteSpace) && (holder.Any(char.IsLetter)
        || (decimal.TryParse(string.Concat(holder.Where(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > reading.Lines));
}

/// <summary>A group has one owner here; an empty owner is a fact worth knowing, not a fault of the file.</summary>
internal sealed class GroupOwnerReader(LineCells cells, LineKeys keys, FileReading reading) : RecordReader(cells, keys)
{
    private Group? group;

    protected override string Take()
    {
        group = new Group(Cells.Needed(FileField.Group), Cells.Address(FileField.Owner));
        return group.Name;
    }

    protected override string Named() => $"The group {CellText.Quote(group!.Name)}";

    protected override void Keep(int line) => reading.GroupOwnerList.Add(new GroupOwnerLine(line, group!));
}

internal sealed class PersonReader(LineCells cells, LineKeys keys, FileReading reading) : RecordReader(cells, keys)
{
    private Person? person;

    protected override string Take()
    {
        var (id, email) = (Cells.Identifier(FileField.EmployeeId), Cells.Address(FileField.WorkEmail));
        if (id is null && email is null)
        {
            Cells.NeedsOneOf(FileField.EmployeeId, FileField.WorkEmail);
        }
        var former = Cells.Addresses(FileField.FormerAddresses);
        person = new Person(
            id,
            email,
            [.. Cells.Addresses(FileField.OtherAddresses), .. former],
            Cells.Text(FileField.Name) ?? FullName(Cells.Text(FileField.FirstName), Cells.Text(FileField.LastName)),
            Status(Cells.Status(FileField.EmploymentStatus)),
            Cells.Text(FileField.EmploymentType),
            Cells.Day(FileField.Start),
            Cells.Day(FileField.End),
            Cells.Identifier(FileField.Manager),
            Cells.Text(FileField.Department),
            Cells.Text(FileField.Title))
        {
            FormerAddresses = former,
        };
        return id ?? email ?? "";
    }

    protected override string Named() => $"The person {CellText.Quote(person!.EmployeeId ?? person.WorkEmail!)}";

    protected override void Keep(int line) => reading.PersonList.Add(new PersonLine(line, person!));

    private static string? FullName(string? first, string? last) =>
        first is null ? last : last is null ? first : $"{first} {last}";

    private static EmploymentStatus? Status(StatusMeaning? meaning) => meaning switch
    {
        StatusMeaning.Active => EmploymentStatus.Active,
        StatusMeaning.Left => EmploymentStatus.Left,
        StatusMeaning.OnLeave => EmploymentStatus.OnLeave,
        StatusMeaning.Invited or StatusMeaning.Disabled or null => null,
        _ => throw new ArgumentOutOfRangeException(nameof(meaning)),
    };
}
