namespace AccessReview.Core.Notifications;

/// <summary>Everything one mail says. What is written comes from here alone, so that a preview shows exactly what is sent.</summary>
public sealed record MailFacts
{
    /// <summary>Why it is written: of several reasons the most urgent one.</summary>
    public required NotificationKind Kind { get; init; }

    /// <summary>The recipient's name.</summary>
    public required string Name { get; init; }

    /// <summary>The campaigns it is about, the most urgent first.</summary>
    public required IReadOnlyList<MailCampaign> Campaigns { get; init; }

    /// <summary>The organisation; empty: not said.</summary>
    public required string Organisation { get; init; }

    /// <summary>Words of the organisation at the end.</summary>
    public required string Note { get; init; }

    /// <summary>Where it leads to; null: the product holds nothing for the recipient to open.</summary>
    public required Uri? Link { get; init; }

    /// <summary>Who reminds by hand.</summary>
    public string? AskedBy { get; init; }

    /// <summary>What was signed, for a receipt.</summary>
    public SignedFacts? Signed { get; init; }
}

/// <summary>One campaign in a mail: numbers and dates, never who has what.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Items">Items left; 0: only the signature.</param>
/// <param name="Exceptions">Of those, worth a closer look.</param>
/// <param name="Minutes">How long they usually take.</param>
/// <param name="DueDate">The day it is due.</param>
/// <param name="TimeZone">The time zone in which that day ends.</param>
/// <param name="DaysLate">Days past due; 0 while it is not.</param>
/// <param name="Revokes">Whether what nobody decided is revoked at the close.</param>
/// <param name="Late">Who is late, for those who answer for them.</param>
public sealed record MailCampaign(
    string Name, int Items, int Exceptions, int Minutes, DateOnly DueDate, string TimeZone, int DaysLate, bool Revokes, IReadOnlyList<LateReviewer> Late)
{
    /// <summary>As whose delegate some of the items are decided, and how many. They may have left, or be back and not be given them.</summary>
    public IReadOnlyList<(string Name, int Items)> InsteadOf { get; init; } = [];

    /// <summary>Whether its lateness is told to the recipient as its owner, and not as somebody's manager alone.</summary>
    public bool IsOwners { get; init; }

    /// <summary>Who answers for the campaign, with the address, for those who are to ask them.</summary>
    public IReadOnlyList<CampaignContact> Owners { get; init; } = [];

    /// <summary>For a campaign that is not launched yet: how that stands.</summary>
    public MailCycle? Cycle { get; init; }

    /// <summary>For removals that the product could not carry out, or in vain, or may not yet: how many.</summary>
    public MailHandWork? HandWork { get; init; }

    /// <summary>Removals that are late, for whoever answers for the campaign.</summary>
    public MailLate LateRemovals { get; init; } = MailLate.Nothing;

    /// <summary>Waivers that end or are over, the next to end first.</summary>
    public IReadOnlyList<MailWaivers> Waivers { get; init; } = [];

    /// <summary>How waivers were answered that the recipient asked for; null: it is not about that.</summary>
    public MailAnswers? Answers { get; init; }

    /// <summary>For what waits for the recipient's word: as what; <see cref="Items"/> says on how many. Null: nothing does.</summary>
    public NotificationKind? Word { get; init; }

    /// <summary>For what was stated at the close and nobody has followed up: how many.</summary>
    public MailFollowUps? FollowUps { get; init; }
}

/// <summary>Somebody who answers for a campaign, and can give its items to somebody else.</summary>
/// <param name="Name">Who.</param>
/// <param name="Address">Their mail address; null: none is known.</param>
public sealed record CampaignContact(string Name, string? Address);

/// <summary>What was stated at a close and nobody has followed up.</summary>
/// <param name="Own">Of that, what the recipient was named for.</param>
/// <param name="By">The first day by which that is to be done, or was.</param>
/// <param name="OwnLate">Of that, late.</param>
/// <param name="OfOthers">What others were named for, and that is late or whose person has left.</param>
public sealed record MailFollowUps(int Own, DateOnly By, int OwnLate, int OfOthers);

/// <summary>Removals that wait for a person: those that the product was to carry out by how they stand, and those by hand.</summary>
/// <param name="Failed">It tried, and could not.</param>
/// <param name="NoWay">The product does not carry them out: no connection can, or their access was kept since.</param>
/// <param name="StillThere">It carried them out, or somebody noted that they did, and a later reading still shows them.</param>
/// <param name="Held">The brake holds them until a second person agrees.</param>
public sealed record MailHandWork(int Failed, int NoWay, int StillThere, int Held)
{
    /// <summary>Whether the product was to carry out any of them.</summary>
    public bool OfProduct { get; init; }

    /// <summary>They were never the product's to carry out, and nobody says that they were done.</summary>
    public int ByHand { get; init; }

    /// <summary>Of all that is done by hand, what is late.</summary>
    public int Late { get; init; }
}

/// <summary>Removals of a campaign that are late.</summary>
/// <param name="ByHand">They wait for others by hand.</param>
/// <param name="OfProduct">They were the product's to carry out.</param>
/// <param name="Tasks">Tasks by hand around removals.</param>
public sealed record MailLate(int ByHand, int OfProduct, int Tasks)
{
    /// <summary>None is.</summary>
    public static MailLate Nothing { get; } = new(0, 0, 0);
}

/// <summary>Waivers of one last day.</summary>
/// <param name="Count">How many.</param>
/// <param name="LastDay">Their last day.</param>
/// <param name="Over">Whether it is over, and the removals are open again.</param>
public sealed record MailWaivers(int Count, DateOnly LastDay, bool Over);

/// <summary>How waivers were answered.</summary>
/// <param name="Approved">How many were approved.</param>
/// <param name="Refused">How many were refused.</param>
public sealed record MailAnswers(int Approved, int Refused);

/// <summary>A campaign that was to be launched: one of a series, or one about people who have left.</summary>
/// <param name="Kind">Prepared, late, missed, or drafted at once and waiting.</param>
/// <param name="Launch">The day of its launch; the day on which it was drafted, for one about people who have left.</param>
/// <param name="InTheWay">How many things stand in the way of the launch.</param>
/// <param name="LaunchesItself">Whether the product launches it; not one whose owner may no longer run campaigns.</param>
public sealed record MailCycle(NotificationKind Kind, DateOnly Launch, int InTheWay, bool LaunchesItself)
{
    /// <summary>Whether its series launches itself, and does not because whoever set it may no longer run campaigns.</summary>
    public bool IsHeld { get; init; }
}

/// <summary>A reviewer who is late, and what they have left; null for what only says that they cannot be reached.</summary>
/// <param name="Name">Who.</param>
/// <param name="Items">Items left.</param>
/// <param name="WhyUnreached">Why no mail reaches them; null: mails do.</param>
public sealed record LateReviewer(string Name, int Items, string? WhyUnreached);

/// <summary>A sign-off as its receipt says it.</summary>
/// <param name="At">When.</param>
/// <param name="Statement">The exact words.</param>
/// <param name="Certified">Items certified.</param>
/// <param name="Revoked">Items revoked.</param>
/// <param name="Changed">Items kept at a lower role.</param>
/// <param name="ItemsSha256">SHA-256 over the decisions covered.</param>
public sealed record SignedFacts(DateTime At, string Statement, int Certified, int Revoked, int Changed, string ItemsSha256);
