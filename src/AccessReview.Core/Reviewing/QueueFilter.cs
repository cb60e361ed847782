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

/// <summary>What of a reviewer's items the list shows: the page's address holds it.</summary>
public sealed record QueueFilter
{
    /// <summary>The most characters of <see cref="Text"/> that count.</summary>
    public const int MaxText = 60;

    /// <summary>To decide, or decided.</summary>
    public QueueShow Show { get; init; }

    /// <summary>Only items with this finding; <see cref="Finding.None"/>: only routine ones; null: all.</summary>
    public Finding? Finding { get; init; }

    /// <summary>Only accounts or only assignments; null: both.</summary>
    public QueueWhat? What { get; init; }

    /// <summary>Only of this department; null: all; empty: those whose department is not known.</summary>
    public string? Department { get; init; }

    /// <summary>Only with this role, as a key; null: all.</summary>
    public string? Role { get; init; }

    /// <summary>The beginning of any word of name, address or group; empty: all.</summary>
    public string Text { get; init; } = "";

    /// <summary>The last event when the list was opened: what was decided after it stays in sight.</summary>
    public long OpenedSeq { get; init; } = long.MaxValue;

    /// <summary>Whether anything but the state is filtered.</summary>
    public bool IsNarrow => Finding is not null || What is not null || Department is not null || Role is not null || Text.Length > 0;
}

/// <summary>One group of the list and how many rows it has.</summary>
public sealed record QueueGroup(AttentionRank Rank, int Count);
