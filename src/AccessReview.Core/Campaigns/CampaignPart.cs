namespace AccessReview.Core.Campaigns;

/// <summary>What of its applications a campaign is about. What is outside is left out by name, and is not its to review.</summary>
public enum CampaignPart
{
    /// <summary>Everybody's access.</summary>
    Everything,

    /// <summary>The access of people who have left.</summary>
    Leavers,

    /// <summary>Accounts that nobody uses.</summary>
    UnusedSeats,
}
