namespace AccessReview.Connectors.Files;

/// <summary>Why a line of a file is not a record. A closed list.</summary>
public enum SetAsideKind
{
    /// <summary>Nothing stands on it.</summary>
    Blank,
    /// <summary>A total that the export wrote beneath its lines.</summary>
    TotalRow,
    /// <summary>The heading once more.</summary>
    RepeatedHeading,
    /// <summary>It stands above the heading: a title, or when the export was made.</summary>
    AboveHeading,
    /// <summary>Equal to another line, cell by cell.</summary>
    ExactDuplicate,
    /// <summary>An account that exists for tests.</summary>
    TestAccount,
    /// <summary>Another reason, in words.</summary>
    Other,
}

/// <summary>Why a person set a line aside.</summary>
/// <param name="Kind">From the closed list.</param>
/// <param name="Text">The words, for <see cref="SetAsideKind.Other"/>; else null.</param>
public sealed record SetAsideReason(SetAsideKind Kind, string? Text = null)
{
    /// <summary>Most characters of <see cref="Text"/>.</summary>
    public const int TextLength = 200;

    /// <summary>What is wrong with the reason itself, or null: words are needed for Other and only for it.</summary>
    public string? Problem() => (Kind, string.IsNullOrWhiteSpace(Text)) switch
    {
        (SetAsideKind.Other, true) => "Say in words why the line is set aside.",
        (SetAsideKind.Other, false) when Text!.Length > TextLength => $"The reason has more than {TextLength} characters.",
        (not SetAsideKind.Other, false) => "Words belong to the reason Other only.",
        _ => null,
    };
}
