using AccessReview.Core.Campaigns.Independence;
using AccessReview.Core.Extracts;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Campaigns;

/// <summary>A file of a reading, as far as gates ask.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Lines">Data lines in it.</param>
/// <param name="Stored">Lines stored.</param>
/// <param name="SetAside">Lines set aside by name.</param>
/// <param name="NoRecord">Of those, lines that are no record: blank, totals, repeated headings, above the heading, exact duplicates.</param>
/// <param name="Claimed">The number the source itself showed.</param>
/// <param name="Filters">Filters that were set there.</param>
public sealed record FileFacts(string Name, ExtractFileKind Kind, int Lines, int Stored, int SetAside, int NoRecord, int? Claimed, string Filters);

/// <summary>A reading, as far as gates ask.</summary>
/// <param name="Source">The application's or directory's name.</param>
/// <param name="AsOf">The instant the source was in that state.</param>
/// <param name="Complete">Whether it holds everything.</param>
/// <param name="Records">Accounts or people stored.</param>
/// <param name="Files">The files it was made of.</param>
/// <param name="Connected">Whether it was read through a connection that is still in use.</param>
/// <param name="ListsAssignments">Whether it says who holds which group.</param>
public sealed record ReadingFacts(string Source, DateTime AsOf, bool Complete, int Records, IReadOnlyList<FileFacts> Files, bool Connected, bool ListsAssignments);

/// <summary>What the last closed campaign over the application says of accounts that are gone.</summary>
/// <param name="Campaign">Its number.</param>
/// <param name="Gone">Accounts of the reading under it that this reading does not have.</param>
/// <param name="Explained">Of those, revoked in a review, set aside at import, or of somebody who has left.</param>
/// <param name="Hidden">Others that it does not have, which a filter stated for it may keep out: nobody knows whether they are gone.</param>
public sealed record PreviousFacts(int Campaign, int Gone, int Explained, int Hidden);

/// <summary>One application of a draft, as far as gates ask.</summary>
public sealed record ApplicationFacts
{
    /// <summary>The application.</summary>
    public required long ApplicationId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it has an owner.</summary>
    public required bool HasOwner { get; init; }

    /// <summary>The newest complete reading; null when there is none.</summary>
    public required ReadingFacts? Reading { get; init; }

    /// <summary>The newest earlier reading that gave roles, where this one gives none to anybody and the application has privileged ones; null: nothing
    /// is missing.</summary>
    public required DateTime? RolesAsOf { get; init; }

    /// <summary>Whether there is an assessment of the newest readings of application and directories, with nothing matched or declared since.</summary>
    public required bool AssessmentIsNewest { get; init; }

    /// <summary>Accounts evaluated that were matched to a person.</summary>
    public required int Matched { get; init; }

    /// <summary>Accounts evaluated that are declared.</summary>
    public required int Declared { get; init; }

    /// <summary>Accounts evaluated that nobody known has, or that could be several people's.</summary>
    public required int NobodyKnown { get; init; }

    /// <summary>Accounts among the items.</summary>
    public required int ItemAccounts { get; init; }

    /// <summary>Accounts left out.</summary>
    public required int LeftOut { get; init; }

    /// <summary>Assignments read that the plan does not review.</summary>
    public required int AssignmentsLeftOut { get; init; }

    /// <summary>Whether the application's owner approved exactly what is left out.</summary>
    public required bool ScopeApproved { get; init; }

    /// <summary>Groups that hold an account under review.</summary>
    public required int GroupsRead { get; init; }

    /// <summary>Groups among the items.</summary>
    public required int GroupsReviewed { get; init; }

    /// <summary>Whether assignments are reviewed.</summary>
    public required bool IncludeAssignments { get; init; }

    /// <summary>The last closed campaign over it; null in a first review.</summary>
    public required PreviousFacts? Previous { get; init; }

    /// <summary>Whether anything is left out that needs an approval.</summary>
    public bool NeedsApproval => LeftOut > OutsidePart || AssignmentsLeftOut > 0;

    /// <summary>Accounts left out because they are outside the part of the application that the campaign is about.</summary>
    public int OutsidePart { get; init; }
}

/// <summary>Everything the gates of a draft ask about.</summary>
public sealed record GateFacts(
    DateTime Now, DateTime DueAt, string TimeZone, Policy Policy, bool PreviewIsCurrent, int Items, int WithoutReviewer, IReadOnlyDictionary<IndependenceConflict, int> Conflicts, int Second, int WithoutSecond,
    IReadOnlyList<ReadingFacts> StaffLists, IReadOnlyList<ApplicationFacts> Applications, IReadOnlyList<string> OtherApplications)
{
    /// <summary>The campaign to which the draft is an addendum: its number, and where it is in its life; null: it is no addendum.</summary>
    public (int Number, CampaignState State)? Main { get; init; }

    /// <summary>The newest event's instant. No launch is recorded before it, and it lies ahead of <see cref="Now"/> where a clock once ran ahead.</summary>
    public DateTime Recorded { get; init; }
}
