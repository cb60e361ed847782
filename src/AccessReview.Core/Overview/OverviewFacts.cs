using AccessReview.Core.Costs;
using AccessReview.Core.Findings;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Overview;

/// <summary>An open campaign as the overview shows it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Due">The day it is due.</param>
/// <param name="DaysLate">Days past that; 0 while there is time.</param>
/// <param name="Items">Items in the reader's slice: all, or their own.</param>
/// <param name="Certified">Of those, certified.</param>
/// <param name="Revoked">Of those, revoked.</param>
/// <param name="Reviewers">How many review.</param>
/// <param name="NotStarted">Names of those who have decided nothing yet.</param>
public sealed record OpenCampaign(int Number, string Name, DateOnly Due, int DaysLate, int Items, int Certified, int Revoked, int Reviewers, IReadOnlyList<string> NotStarted)
{
    /// <summary>Whole per cent decided.</summary>
    public int Percent => Items == 0 ? 0 : (int)(100L * (Certified + Changed + Revoked) / Items);

    /// <summary>Kept at a lower role.</summary>
    public int Changed { get; init; }

    /// <summary>Of those certified, carried forward; counted for whole campaigns.</summary>
    public int Carried { get; init; }

    /// <summary>Nobody decided yet.</summary>
    public int Left => Items - Certified - Changed - Revoked;

    /// <summary>In the reader's own slice: everything is decided, and their signature is missing.</summary>
    public bool Unsigned { get; init; }
}

/// <summary>People who have left and can still get in.</summary>
/// <param name="People">How many.</param>
/// <param name="LongestHours">The most hours that one of them has kept access since their last day; null: of none is a last day known.</param>
/// <param name="LongestName">Who that is.</param>
public sealed record LeftWithAccess(int People, double? LongestHours, string? LongestName);

/// <summary>Seats that nobody uses: dormant, never joined, or of people who left.</summary>
/// <param name="Seats">How many.</param>
/// <param name="Money">What they cost, where prices were entered.</param>
/// <param name="Unpriced">Of the seats, those in applications without a price.</param>
public sealed record UnusedSeats(int Seats, IReadOnlyList<Money> Money, int Unpriced);

/// <summary>Accounts of all applications with one finding.</summary>
public sealed record FindingTotal(Finding Finding, int Accounts);

/// <summary>What one campaign decided to remove or to lower, and what of that a reading has shown done.</summary>
public sealed record RevokedAndGone(int CampaignNumber, string Campaign, int Decided, int Verified, int Open, int Reappeared);

/// <summary>How urgent something is.</summary>
public enum Urgency
{
    /// <summary>Past its day, or come back.</summary>
    Late,

    /// <summary>In the way of something.</summary>
    Soon,

    /// <summary>Waits.</summary>
    Waiting,
}

/// <summary>What kind of thing there is to do; the page knows where each leads.</summary>
public enum NowKind
{
    /// <summary>Decide own items. Number: the campaign.</summary>
    Review,

    /// <summary>Sign off what one decided. Number: the campaign.</summary>
    SignOff,

    /// <summary>Plan or launch a draft. Number: the campaign.</summary>
    Plan,

    /// <summary>Look after a campaign. Number: the campaign.</summary>
    Campaign,

    /// <summary>Removals past their day that do not wait for the reader.</summary>
    RemovalsLate,

    /// <summary>Removals that a reading still shows.</summary>
    RemovalsStillPresent,

    /// <summary>Removals that came back.</summary>
    RemovalsReappeared,

    /// <summary>Removals that the brake holds.</summary>
    RemovalsSecondPerson,

    /// <summary>A looser brake waits for a second person. Number: 1 for whoever sees the settings, else 0.</summary>
    LooserBrake,

    /// <summary>Removals that wait for the reader.</summary>
    RemovalsMine,

    /// <summary>Removals that wait for nobody who works here.</summary>
    RemovalsNobody,

    /// <summary>Removals past their day that are noted as done, and no reading tells since.</summary>
    RemovalsOnlyNoted,

    /// <summary>Tasks by hand that wait for the reader.</summary>
    TasksMine,

    /// <summary>Tasks by hand that are late or wait for nobody who works here, and not for the reader.</summary>
    TasksElsewhere,

    /// <summary>Waivers that wait for the reader's answer.</summary>
    WaiversAsked,

    /// <summary>Removals that are open again because their waiver is over.</summary>
    WaiversEnded,

    /// <summary>Bring in an application's files. Number: the application.</summary>
    ReadApplication,

    /// <summary>Bring in a staff list. Number: the directory.</summary>
    ReadDirectory,

    /// <summary>Register a directory. Number: 1 for whoever may, else 0.</summary>
    AddDirectory,

    /// <summary>Register an application. Number: 1 for whoever may, else 0.</summary>
    AddApplication,

    /// <summary>Complete an application's settings. Number: the application.</summary>
    Application,

    /// <summary>Look after the mail server.</summary>
    Mail,

    /// <summary>Answer a question about own access.</summary>
    Question,

    /// <summary>An absence waits for their yes.</summary>
    Absence,

    /// <summary>Approve what a draft leaves out of the reader's application. Number: the campaign; Application: which.</summary>
    Scope,

    /// <summary>Sign beside the campaign's owner for the reader's application. Number: the campaign; Application: which.</summary>
    SecondSignature,

    /// <summary>Follow up exceptions of a closed campaign. Number: the campaign, for whoever answers for it; 0 for whoever was named.</summary>
    FollowUp,

    /// <summary>Tell reviewers by hand what they have to review, as no mail does. Number: the campaign.</summary>
    Untold,

    /// <summary>Name somebody who may plan a campaign.</summary>
    Roles,

    /// <summary>Plan a review of applications that have none in the quarter that runs.</summary>
    Register,

    /// <summary>Name another owner of the campaigns about leavers. Number: 1 for whoever sees the settings, else 0.</summary>
    LeaversOwner,

    /// <summary>Enter the organisation's name.</summary>
    Organisation,
}

/// <summary>One thing to do now.</summary>
public sealed record NowItem(NowKind Kind, Urgency Urgency, string Sentence, long Number = 0, long Application = 0)
{
    /// <summary>Where it counts removals, which: the list shows the reader as many as the sentence says.</summary>
    public RemovalFilter? Removals => Kind switch
    {
        NowKind.RemovalsLate => new RemovalFilter(RemovalShow.LateElsewhere),
        NowKind.RemovalsStillPresent => new RemovalFilter(RemovalShow.StillPresent),
        NowKind.RemovalsReappeared => new RemovalFilter(RemovalShow.Reappeared),
        NowKind.RemovalsSecondPerson => new RemovalFilter(RemovalShow.SecondPerson),
        NowKind.RemovalsMine => new RemovalFilter(RemovalShow.WaitsForPerson, PersonId: Number),
        NowKind.RemovalsNobody => new RemovalFilter(RemovalShow.WaitsForNobody),
        NowKind.RemovalsOnlyNoted => new RemovalFilter(RemovalShow.OnlyNoted),
        NowKind.TasksMine => new RemovalFilter(RemovalShow.Tasks, PersonId: Number),
        NowKind.TasksElsewhere => new RemovalFilter(RemovalShow.TasksElsewhere),
        NowKind.WaiversAsked => new RemovalFilter(RemovalShow.WaiverAnswerable),
        NowKind.WaiversEnded => new RemovalFilter(RemovalShow.WaiverEnded),
        _ => null,
    };
}

/// <summary>Everything on the overview; what the reader's roles do not show is null.</summary>
public sealed record OverviewFacts
{
    /// <summary>Who reads.</summary>
    public required string Name { get; init; }

    /// <summary>Their roles.</summary>
    public required Role Roles { get; init; }

    /// <summary>Open campaigns: all for campaign owners and auditors, else those with own items.</summary>
    public required IReadOnlyList<OpenCampaign> Campaigns { get; init; }

    /// <summary>What to do now, the most urgent first.</summary>
    public required IReadOnlyList<NowItem> Now { get; init; }

    /// <summary>People who left.</summary>
    public LeftWithAccess? Left { get; init; }

    /// <summary>Unused seats.</summary>
    public UnusedSeats? Seats { get; init; }

    /// <summary>What access that nobody needs costs.</summary>
    public CostView? Costs { get; init; }

    /// <summary>How far the applications are judged, of which the people who left, the seats, the costs and the findings are.</summary>
    public JudgedApplications? Judged => Costs?.Judged;

    /// <summary>Accounts by finding.</summary>
    public IReadOnlyList<FindingTotal>? Findings { get; init; }

    /// <summary>How long removals take; null also when none is verified.</summary>
    public RemovalTimes? Times { get; init; }

    /// <summary>The numbers of removals.</summary>
    public RemovalCounts? Removals { get; init; }

    /// <summary>The last campaigns' removals, the oldest first.</summary>
    public IReadOnlyList<RevokedAndGone>? Gone { get; init; }

    /// <summary>Whether there is anything at all: a directory, an application or a campaign.</summary>
    public required bool Empty { get; init; }
}
