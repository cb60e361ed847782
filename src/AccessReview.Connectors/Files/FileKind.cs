namespace AccessReview.Connectors.Files;

/// <summary>What the lines of a file are.</summary>
public enum FileKind
{
    /// <summary>A line is an account of an application.</summary>
    Users,
    /// <summary>A line is an account holding a group.</summary>
    Assignments,
    /// <summary>A line is a group and its owner.</summary>
    GroupOwners,
    /// <summary>A line is a person of a staff list.</summary>
    People,
}

/// <summary>What a column can mean. Each kind of file uses some of these (<see cref="FileFields.Of"/>).</summary>
public enum FileField
{
    /// <summary>The account's identifier in the application.</summary>
    Id,
    /// <summary>The account's address.</summary>
    Email,
    /// <summary>The name of an account or a person.</summary>
    Name,
    /// <summary>The role in the application.</summary>
    Role,
    /// <summary>Groups of an account, a list in one cell.</summary>
    Groups,
    /// <summary>Whether the account can be used.</summary>
    Status,
    /// <summary>When the account was last used.</summary>
    LastUsed,
    /// <summary>When the account was created.</summary>
    Created,
    /// <summary>The group's name.</summary>
    Group,
    /// <summary>The holder of a group: address or identifier.</summary>
    Account,
    /// <summary>The address of a group's owner.</summary>
    Owner,
    /// <summary>The person's identifier in the staff list.</summary>
    EmployeeId,
    /// <summary>The person's address in use.</summary>
    WorkEmail,
    /// <summary>Aliases, a list in one cell.</summary>
    OtherAddresses,
    /// <summary>Addresses no longer in use, a list in one cell.</summary>
    FormerAddresses,
    /// <summary>Given name.</summary>
    FirstName,
    /// <summary>Family name.</summary>
    LastName,
    /// <summary>Whether the person works here.</summary>
    EmploymentStatus,
    /// <summary>Employee, contractor and the like.</summary>
    EmploymentType,
    /// <summary>First day.</summary>
    Start,
    /// <summary>Last day.</summary>
    End,
    /// <summary>The manager's address or employee id.</summary>
    Manager,
    /// <summary>Department.</summary>
    Department,
    /// <summary>Job title.</summary>
    Title,
}

/// <summary>Which fields a kind of file has, and which of them it cannot do without.</summary>
public static class FileFields
{
    private static readonly FileField[] Users =
        [FileField.Id, FileField.Email, FileField.Name, FileField.Role, FileField.Groups, FileField.Status, FileField.LastUsed, FileField.Created];

    private static readonly FileField[] Assignments = [FileField.Group, FileField.Account];

    private static readonly FileField[] GroupOwners = [FileField.Group, FileField.Owner];

    private static readonly FileField[] People =
    [
        FileField.EmployeeId, FileField.WorkEmail, FileField.OtherAddresses, FileField.FormerAddresses, FileField.Name, FileField.FirstName,
        FileField.LastName, FileField.EmploymentStatus, FileField.EmploymentType, FileField.Start, FileField.End,
        FileField.Manager, FileField.Department, FileField.Title,
    ];

    private static readonly FileField[] IdOrEmail = [FileField.Id, FileField.Email];
    private static readonly FileField[] EmployeeIdOrEmail = [FileField.EmployeeId, FileField.WorkEmail];
    private static readonly FileField[] GroupOnly = [FileField.Group];
    private static readonly FileField[] AccountOnly = [FileField.Account];
    private static readonly FileField[] OwnerOnly = [FileField.Owner];

    /// <summary>The fields in the order a page shows them.</summary>
    public static IReadOnlyList<FileField> Of(FileKind kind) => kind switch
    {
        FileKind.Users => Users,
        FileKind.Assignments => Assignments,
        FileKind.GroupOwners => GroupOwners,
        FileKind.People => People,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>From each of these sets one field must have a column.</summary>
    public static IReadOnlyList<IReadOnlyList<FileField>> Needed(FileKind kind) => kind switch
    {
        FileKind.Users => [IdOrEmail],
        FileKind.Assignments => [GroupOnly, AccountOnly],
        FileKind.GroupOwners => [GroupOnly, OwnerOnly],
        FileKind.People => [EmployeeIdOrEmail],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Whether the field is a day or an instant, read with the mapping's date order.</summary>
    public static bool IsDate(FileField field) =>
        field is FileField.LastUsed or FileField.Created or FileField.Start or FileField.End;

    /// <summary>Whether the field is read with the mapping's status words.</summary>
    public static bool IsStatus(FileField field) => field is FileField.Status or FileField.EmploymentStatus;

    /// <summary>The field's name as pages and sentences show it.</summary>
    public static string Name(FileField field) => field switch
    {
        FileField.Id => "Account id",
        FileField.Email => "E-mail",
        FileField.Name => "Name",
        FileField.Role => "Role",
        FileField.Groups => "Groups",
        FileField.Status => "Status",
        FileField.LastUsed => "Last used",
        FileField.Created => "Created",
        FileField.Group => "Group",
        FileField.Account => "Account",
        FileField.Owner => "Owner's e-mail",
        FileField.EmployeeId => "Employee id",
        FileField.WorkEmail => "Work e-mail",
        FileField.OtherAddresses => "Other addresses",
        FileField.FormerAddresses => "Former addresses",
        FileField.FirstName => "First name",
        FileField.LastName => "Last name",
        FileField.EmploymentStatus => "Employment status",
        FileField.EmploymentType => "Employment type",
        FileField.Start => "Start date",
        FileField.End => "End date",
        FileField.Manager => "Manager",
        FileField.Department => "Department",
        FileField.Title => "Job title",
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
