using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Reviewing;

/// <summary>Which items of a reviewer the list shows.</summary>
public enum QueueShow
{
    /// <summary>Undecided ones, and those decided while the list lay open.</summary>
    ToDecide,

    /// <summary>Decided ones.</summary>
    Decided,
}

/// <summary>What kind of items the list shows.</summary>
public enum QueueWhat
{
    /// <summary>User accounts.</summary>
    Accounts,

    /// <summary>Group assignments.</summary>
    Assignments,
}

/// <summary>What the list is grouped by.</summary>
public enum QueueGrouping
{
    /// <summary>What deserves attention first.</summary>
    Finding,

    /// <summary>Whose access it is.</summary>
    Person,

    /// <summary>The group held; user accounts by their role.</summary>
    Group,

    /// <summary>What changed since the last review.</summary>
    Change,
}

/// <summary>When an account was last used, counted in days before its reading.</summary>
public enum LastUse
{
    /// <summary>In the 30 days before.</summary>
    Within30Days,

    /// <summary>31 to 90 days before.</summary>
    Within90Days,

    /// <summary>Longer before.</summary>
    Longer,

    /// <summary>The source says: never.</summary>
    Never,

    /// <summary>Not known, or not given by the source.</summary>
    NotKnown,
}

/// <summary>What differs from the last closed campaign over the application; one item may carry several.</summary>
[Flags]
public enum ReviewChange
{
    /// <summary>Reviewed then, and the same now.</summary>
    None = 0,

    /// <summary>The role.</summary>
    Role = 1,

    /// <summary>Groups joined or left.</summary>
    Groups = 2,

    /// <summary>The employment.</summary>
    Employment = 4,

    /// <summary>The manager.</summary>
    Manager = 8,

    /// <summary>Whose account it is.</summary>
    Person = 16,

    /// <summary>Findings gained or lost.</summary>
    Findings = 32,

    /// <summary>It was not in the last review.</summary>
    New = 64,

    /// <summary>Nobody has decided about it in a closed campaign.</summary>
    NotReviewedBefore = 128,

    /// <summary>Somebody has, but not in the last one, which ended without a decision about it or left it out.</summary>
    NotReviewedLast = 256,

    /// <summary>Somebody revoked it in the last one, and it was read again all the same.</summary>
    RevokedLast = 512,
}

/// <summary>How the one question about an item stands.</summary>
public enum QuestionState
{
    /// <summary>Nobody asked.</summary>
    NotAsked,

    /// <summary>The holder was asked and has not answered.</summary>
    Waiting,

    /// <summary>The holder answered.</summary>
    Answered,
}

/// <summary>What of a reviewer's items the list shows, and how: the page's address holds it. Null: all.</summary>
public sealed record QueueFilter
{
    /// <summary>The most characters of <see cref="Text"/> that count.</summary>
    public const int MaxText = 60;

    /// <summary>To decide, or decided.</summary>
    public QueueShow Show { get; init; }

    /// <summary>What the list is grouped by.</summary>
    public QueueGrouping By { get; init; }

    /// <summary>Only items with this finding; <see cref="Finding.None"/>: only routine ones.</summary>
    public Finding? Finding { get; init; }

    /// <summary>Only what is recommended so.</summary>
    public Recommendation? Advice { get; init; }

    /// <summary>Only accounts or only assignments.</summary>
    public QueueWhat? What { get; init; }

    /// <summary>Only of this application; the same in every campaign.</summary>
    public long? Application { get; init; }

    /// <summary>Only with this role, as a key.</summary>
    public string? Role { get; init; }

    /// <summary>Only assignments of this group.</summary>
    public long? Group { get; init; }

    /// <summary>Only of this department; empty: those whose department is not known.</summary>
    public string? Department { get; init; }

    /// <summary>Only last used so.</summary>
    public LastUse? Used { get; init; }

    /// <summary>Only changed so; <see cref="ReviewChange.None"/>: only unchanged ones.</summary>
    public ReviewChange? Change { get; init; }

    /// <summary>Only those whose question stands so.</summary>
    public QuestionState? Question { get; init; }

    /// <summary>Only the items of these numbers, with commas between, and all of them however they stand.</summary>
    public string? Only { get; init; }

    /// <summary>Only the items that this statement of the reader covers, in force or withdrawn, and all of them however they stand.</summary>
    public long? Signed { get; init; }

    /// <summary>The beginning of any word of name, address, group, role or department; empty: all.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether it names its items, which are shown however they stand.</summary>
    public bool NamesItems => Only is not null || Signed is not null;

    /// <summary>Whether anything but the state is filtered.</summary>
    public bool IsNarrow => this != new QueueFilter { Show = Show, By = By };

    /// <summary>The same over all items that stand so, also those it does not name.</summary>
    public QueueFilter OfAll(QueueShow show) => this with { Show = show, Only = null, Signed = null };
}
