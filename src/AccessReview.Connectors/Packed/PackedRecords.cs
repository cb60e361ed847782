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
        to.Instant(account.LastUsed.At);
        to.Instant(account.Created);
    }

    public static AccountLine Read(ref PackReader from) => new(
        (int)from.Number(),
        new Account(
            from.TextOrNone(), from.TextOrNone(), from.TextOrNone(), from.WordOrNone(), from.Texts(), (AccountStatus?)from.NumberOrNone(),
            new LastUse((LastUseState)from.Number(), from.InstantOrNone()), from.InstantOrNone()));
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
        to.Day(person.Start);
        to.Day(person.End);
        to.Word(person.Manager);
        to.Word(person.Department);
        to.Word(person.Title);
        to.Texts(person.FormerAddresses);
        to.Number((long)person.LastSignIn.State);
        to.Instant(person.LastSignIn.At);
    }

    public static PersonLine Read(ref PackReader from) => new(
        (int)from.Number(),
        new Person(
            from.TextOrNone(), from.TextOrNone(), from.Texts(), from.TextOrNone(), (EmploymentStatus?)from.NumberOrNone(), from.WordOrNone(),
            from.DayOrNone(), from.DayOrNone(), from.WordOrNone(), from.WordOrNone(), from.WordOrNone())
        {
            FormerAddresses = from.Texts(),
            LastSignIn = new LastUse((LastUseState)from.Number(), from.InstantOrNone()),
        });
}
