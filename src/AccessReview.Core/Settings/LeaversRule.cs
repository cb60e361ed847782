using System.Text.Json.Serialization;

namespace AccessReview.Core.Settings;

/// <summary>When somebody is asked about the access of people who have left.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LeaversRule>))]
public enum LeaversRule
{
    /// <summary>With the next campaign over the application.</summary>
    NextCampaign,

    /// <summary>At once, in a campaign of their own.</summary>
    AtOnce,
}

/// <summary>Who decides about the access of people who have left, where they are asked at once.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LeaversApprover>))]
public enum LeaversApprover
{
    /// <summary>The application's owner; where it has none, the named campaign owner.</summary>
    ApplicationOwner,

    /// <summary>The named campaign owner.</summary>
    CampaignOwner,
}
