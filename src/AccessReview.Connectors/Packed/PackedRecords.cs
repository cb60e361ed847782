using AccessReview.Connectors.Files;

namespace AccessReview.Connectors.Packed;

/// <summary>An account and its line.</summary>
internal readonly struct PackedAccount : IPacked<AccountLine>
{
    public static void Write(PackWriter to, AccountLine value)
    {
        var account = value.Account;
        to.Number(value.Line);
        to.Text(account.Id);
        to.Text(account.Email);
        to.Text(account.Name);
        to.Word(account.Role);
        to.Texts(account.Groups);
        to.Number((long?)account.Status);
        to.Number((long)account.LastUsed.State);
        to.Number(account.LastUsed.At?.ToBinary());
        to.Number(account.Created?.ToBinary());
    }

    public static AccountLine Read(ref PackReader from) => new(
        (int)from.Number(),
        new Account(
            from.TextOrNone(), from.TextOrNone(), from.TextOrNone(), from.WordOrNone(), from.Texts(), (AccountStatus?)from.NumberOrNone(),
            new LastUse((LastUseState)from.Number(), Instant(from.NumberOrNone())), Instant(from.NumberOrNone())));

    private static DateTime? Instant(long? at) => at is { } known ? DateTime.FromBinary(known) : null;
}

/// <summary>An assignment and its line.</summary>
internal readonly struct PackedAssignment : IPacked<AssignmentLine>
{
    public static void Write(PackWriter to, AssignmentLine value)
    {
        to.Number(value.Line);
        to.Word(value.Assignment.Group);
        to.Text(value.Assignment.Account);
        to.Word(value.Assignment.GroupId);
    }

    public static AssignmentLine Read(ref PackReader from) => new((int)from.Number(), new Assignment(from.WordOrNone()!, from.Text(), from.WordOrNone()));
}

/// <summary>A person and their line.</summary>
internal readonly struct PackedPerson : IPacked<PersonLine>
{
    public static void Write(PackWriter to, PersonLine value)
    {
        var person = value.Person;
        to.Number(value.Line);
        to.Text(person.EmployeeId);
        to.Text(person.WorkEmail);
        to.Texts(person.OtherAddresses);
        to.Text(person.Name);
        to.Number((long?)person.Status);
        to.Word(person.EmploymentType);
        to.Number(person.Start?.DayNumber);
        to.Number(person.End?.DayNumber);
        to.Word(person.Manager);
        to.Word(person.Department);
        to.Word(person.Title);
    }

    public static PersonLine Read(ref PackReader from) => new(
        (int)from.Number(),
        new Person(
            from.TextOrNone(), from.TextOrNone(), from.Texts(), from.TextOrNone(), (EmploymentStatus?)from.NumberOrNone(), from.WordOrNone(),
            Day(from.NumberOrNone()), Day(from.NumberOrNone()), from.WordOrNone(), from.WordOrNone(), from.WordOrNone()));

    private static DateOnly? Day(long? number) => number is { } known ? DateOnly.FromDayNumber((int)known) : null;
}
