namespace AccessReview.Core.Campaigns.Register;

/// <summary>Whether an application was reviewed in a quarter.</summary>
public enum RegisterState
{
    /// <summary>A campaign over it was closed, with at least one of its items decided by a person.</summary>
    Reviewed,

    /// <summary>A campaign over it is open.</summary>
    Open,

    /// <summary>The quarter runs, and a campaign over it is drafted or planned.</summary>
    Planned,

    /// <summary>A campaign over it was to be held again, and its due day passed without a launch: a gap.</summary>
    Missed,

    /// <summary>It was in use, and nobody reviewed it, or its campaign was closed with none of its items decided by a person: a gap.</summary>
    NotReviewed,

    /// <summary>It had not been read by the end of the quarter: whether it was in use is not known.</summary>
    NotKnown,

    /// <summary>It was out of scope at the end of the quarter, or is while the quarter runs: nobody had to review it.</summary>
    OutOfScope,
}

/// <summary>A quarter of the register.</summary>
/// <param name="Start">Its first day.</param>
/// <param name="End">Its last day.</param>
/// <param name="Name">As people say it: <c>Q4 2026</c>.</param>
public readonly record struct RegisterQuarter(DateOnly Start, DateOnly End, string Name);

/// <summary>An application in a quarter.</summary>
/// <param name="State">Whether it was reviewed.</param>
/// <param name="Campaign">The number of the campaign that did, does or will.</param>
/// <param name="Day">The day it was closed; the day it is due while open; the day of the launch while planned; the day it was to be done where it was missed.</param>
/// <param name="Late">Closed after it was due, or open beyond that.</param>
/// <param name="Left">What nobody had reviewed when the campaign was closed; null: nothing.</param>
/// <param name="Missed">How many others were to be held over the quarter, or a part of it, and were missed.</param>
public sealed record RegisterCell(RegisterState State, int? Campaign = null, DateOnly? Day = null, bool Late = false, LeftUnreviewed? Left = null, int Missed = 0);

/// <summary>Items of one application that nobody had reviewed when a campaign was closed: not decided, ended by the deadline, or carried forward.</summary>
/// <param name="Count">How many.</param>
/// <param name="Items">Of how many items of the application; 0: all of its accounts were left out of the campaign.</param>
public sealed record LeftUnreviewed(int Count, int Items);

/// <summary>A campaign as far as the register asks.</summary>
/// <param name="Number">Its number; null: planned, not drafted.</param>
/// <param name="State">Where it is; a planned one counts as a draft.</param>
/// <param name="Start">First day under review.</param>
/// <param name="End">Last day under review.</param>
/// <param name="Day">The day that <see cref="RegisterCell.Day"/> shows.</param>
/// <param name="Late">As <see cref="RegisterCell.Late"/>.</param>
/// <param name="Left">As <see cref="RegisterCell.Left"/>.</param>
/// <param name="Missed">Whether its due day passed without a launch.</param>
public sealed record RegisterCampaign(int? Number, CampaignState State, DateOnly Start, DateOnly End, DateOnly? Day, bool Late, LeftUnreviewed? Left = null, bool Missed = false)
{
    private static readonly RegisterState[] Best = [RegisterState.Reviewed, RegisterState.Open, RegisterState.Planned, RegisterState.Missed, RegisterState.NotReviewed];

    // A campaign that was closed over the application without a decision of a person reviewed nothing of it.
    private RegisterState Says => Missed ? RegisterState.Missed : State switch
    {
        CampaignState.Closed => Left is { } left && left.Count == left.Items ? RegisterState.NotReviewed : RegisterState.Reviewed,
        CampaignState.Active => RegisterState.Open,
        _ => RegisterState.Planned,
    };

    /// <summary>How a quarter stands.</summary>
    /// <param name="quarter">The quarter.</param>
    /// <param name="isCurrent">Whether today lies in it.</param>
    /// <param name="over">Campaigns over the application.</param>
    /// <param name="firstRead">The day its accounts were first read; null: never.</param>
    /// <param name="isOut">Whether it was out of scope at the end of the quarter, or is now in the one that runs.</param>
    public static RegisterCell Cell(RegisterQuarter quarter, bool isCurrent, IEnumerable<RegisterCampaign> over, DateOnly? firstRead, bool isOut = false)
    {
        List<RegisterCampaign> all = [.. over.Where(c => c.Start <= quarter.End && c.End >= quarter.Start && (c.State != CampaignState.Cancelled || c.Missed) && (isCurrent || c.Says != RegisterState.Planned))
            .OrderBy(c => Array.IndexOf(Best, c.Says)).ThenByDescending(c => c.Day)];
        var of = all.FirstOrDefault();
        var cell = isOut && (of?.Says is null or RegisterState.Planned) ? new RegisterCell(RegisterState.OutOfScope)
            : of is not null ? new RegisterCell(of.Says, of.Number, of.Day, of.Late, of.Left)
            : new RegisterCell(firstRead is { } day && day <= quarter.End ? RegisterState.NotReviewed : RegisterState.NotKnown);

        // The one that is shown makes up for no other.
        return cell with { Missed = all.Skip(1).Count(c => c.Says == RegisterState.Missed) };
    }
}
