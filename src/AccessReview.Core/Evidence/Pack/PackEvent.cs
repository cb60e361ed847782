namespace AccessReview.Core.Evidence.Pack;

/// <summary>An event of the chain as the pack tells it.</summary>
/// <param name="Seq">Its place in the chain.</param>
/// <param name="Previous">The hash of the event before.</param>
/// <param name="BodySha256">SHA-256 of its body.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Own">What it says; null for an event of another campaign, which appears as a stub.</param>
public sealed record PackEvent(long Seq, byte[] Previous, byte[] BodySha256, byte[] Hash, PackEventBody? Own);

/// <summary>What an event of the campaign says.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Version">The version of that type.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Body">The bytes that were stored and hashed.</param>
public sealed record PackEventBody(long CampaignId, string Type, int Version, DateTime At, ReadOnlyMemory<byte> Body);
