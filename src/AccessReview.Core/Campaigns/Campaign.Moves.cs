namespace AccessReview.Core.Campaigns;

public sealed partial class Campaign
{
    /// <summary>The fewest characters of a reason or conclusion that say anything.</summary>
    public const int MinReason = 3;

    // The whole life of a campaign. A move that is not listed is refused.
    private static readonly HashSet<(CampaignState From, CampaignState To)> Moves =
    [
        (CampaignState.Draft, CampaignState.Active),
        (CampaignState.Draft, CampaignState.Cancelled),
        (CampaignState.Active, CampaignState.Closed),
        (CampaignState.Active, CampaignState.Cancelled),
    ];

    private CampaignState state;

    /// <summary>Whether it may go there from where it is.</summary>
    public bool MayMoveTo(CampaignState to) => Moves.Contains((State, to));

    /// <summary>Moves it, or says why not.</summary>
    public Outcome<Done> MoveTo(CampaignState to)
    {
        if (!MayMoveTo(to))
        {
            return new Problem("campaign.state", $"This campaign is {Word(State)} and cannot become {Word(to)}.");
        }

        state = to;
        return Done.Yes;
    }

    /// <summary>The calendar day of an instant where the campaign is held.</summary>
    public DateOnly DayOf(DateTime at) => Clock.DayIn(at, TimeZoneInfo.FindSystemTimeZoneById(TimeZone));

    /// <summary>Calendar days between the due day and the day of that instant, where the campaign is held; 0 while there is time.</summary>
    public int DaysLateAt(DateTime at) => at > DueAt ? DayOf(at).DayNumber - DueDate.DayNumber : 0;

    /// <summary>The plan changes only while it is a draft. Null: it may.</summary>
    public Problem? WhyNotEditable() => State == CampaignState.Draft
        ? null
        : new Problem("campaign.not-draft", $"This campaign is {Word(State)}; its plan can no longer be changed.");

    /// <summary>Whether it is over everybody's access, as <see cref="WholeReviews"/> says it in the database.</summary>
    public bool IsOverEverybody => WholeReviews.IsOne(this);

    /// <summary>Why a campaign over a part of an application is not held again.</summary>
    internal static Problem NotRepeated { get; } = new("campaign.part", "An addendum and a campaign of leavers or of unused seats are made anew from the newest readings, and not held again. Repeat a campaign over the whole application.");

    /// <summary>The state as a word inside a sentence.</summary>
    public static string Word(CampaignState of) => of switch
    {
        CampaignState.Draft => "a draft",
        CampaignState.Active => "active",
        CampaignState.Closed => "closed",
        CampaignState.Cancelled => "cancelled",
        _ => throw new InvalidOperationException($"Unknown state {of}."),
    };
}
