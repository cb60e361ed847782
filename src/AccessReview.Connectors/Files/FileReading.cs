using AccessReview.Connectors.Packed;

namespace AccessReview.Connectors.Files;

/// <summary>A line of a users file that was understood.</summary>
public readonly record struct AccountLine(int Line, Account Account);

/// <summary>A line of an assignments file that was understood.</summary>
public sealed record AssignmentLine(int Line, Assignment Assignment);

/// <summary>A line of a group owners file that was understood.</summary>
public sealed record GroupOwnerLine(int Line, Group Group);

/// <summary>A line of a people file that was understood.</summary>
public sealed record PersonLine(int Line, Person Person);

/// <summary>A line that a person set aside.</summary>
public sealed record SetAsideLine(int Line, string Raw, SetAsideReason Reason);

/// <summary>
/// What became of every line of a file: <c>Lines = Records + SetAside + Problems</c>, always.
/// The list of the file's kind is filled, the other three are empty. Its records are made anew whenever they are looked at: a
/// million of them take the room of their texts.
/// </summary>
public sealed class FileReading
{
    internal FileReading(FileKind kind, int lines) => (Kind, Lines) = (kind, lines);

    /// <summary>What a line is.</summary>
    public FileKind Kind { get; }

    /// <summary>Lines of the file without its heading.</summary>
    public int Lines { get; }

    /// <summary>Whether a users file has a column for the groups that each account holds.</summary>
    public bool NamesGroups { get; internal init; }

    /// <summary>For how many accounts a word that says that there is none stands in that column: none, n/a.</summary>
    public int SayNoGroup { get; internal set; }

    /// <summary>Accounts, of a users file.</summary>
    public IReadOnlyList<AccountLine> Accounts => AccountList;

    /// <summary>Assignments, of a file of them.</summary>
    public IReadOnlyList<AssignmentLine> Assignments => AssignmentList;

    /// <summary>Groups with their owners, of a file of them.</summary>
    public IReadOnlyList<GroupOwnerLine> GroupOwners => GroupOwnerList;

    /// <summary>People, of a staff list.</summary>
    public IReadOnlyList<PersonLine> People => PersonList;

    /// <summary>Lines set aside by a person.</summary>
    public IReadOnlyList<SetAsideLine> SetAside => SetAsideList;

    /// <summary>Lines that are neither, in the file's order; one problem a line.</summary>
    public IReadOnlyList<LineProblem> Problems => ProblemList;

    /// <summary>How many lines became records.</summary>
    public int Records => AccountList.Count + AssignmentList.Count + GroupOwnerList.Count + PersonList.Count;

    internal PackedList<AccountLine, PackedAccount> AccountList { get; init; } = new();

    internal PackedList<AssignmentLine, PackedAssignment> AssignmentList { get; } = new();

    internal List<GroupOwnerLine> GroupOwnerList { get; } = [];

    internal PackedList<PersonLine, PackedPerson> PersonList { get; init; } = new();

    internal List<SetAsideLine> SetAsideList { get; } = [];

    internal List<LineProblem> ProblemList { get; } = [];
}
