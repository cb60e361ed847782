using System.Text.Json.Serialization;

namespace AccessReview.Core.Settings;

/// <summary>What happens where a reviewer is not as independent as somebody might wish. Nobody ever reviews own access, nor what they
/// declared or matched: that is no choice.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IndependenceRule>))]
public enum IndependenceRule
{
    /// <summary>It is allowed, and the evidence says so item by item.</summary>
    Recorded,

    /// <summary>The item goes to the fallback or the application's owner, where one of them may have it; else it is recorded.</summary>
    Rerouted,

    /// <summary>The campaign cannot be launched so, and nothing is reassigned so.</summary>
    Prevented,
}
