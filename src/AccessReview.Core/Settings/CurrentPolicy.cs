using System.Text.Json;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Settings;

/// <summary>Reads the policy in force, or the one that a campaign was launched with.</summary>
public static class CurrentPolicy
{
    /// <summary>The policy in force and its version's key; the defaults and 0 before anybody has set one.</summary>
    public static async Task<(long VersionId, Policy Policy)> ReadAsync(ReviewDb db, CancellationToken cancel)
    {
        var newest = await db.PolicyVersions.AsNoTracking().OrderByDescending(p => p.Number).FirstOrDefaultAsync(cancel);
        return newest is null ? (0, new Policy()) : (newest.Id, Parse(newest.Json));
    }

    /// <summary>The policy that a campaign was launched with; the one in force before its launch.</summary>
    internal static async Task<Policy> OfCampaignAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var launchedWith = await db.Campaigns.Where(c => c.Id == campaignId).Select(c => c.PolicyVersionId).SingleAsync(cancel);
        return await db.PolicyVersions.AsNoTracking().SingleOrDefaultAsync(p => p.Id == launchedWith, cancel) is { } frozen
            ? Parse(frozen.Json)
            : (await ReadAsync(db, cancel)).Policy;
    }

    /// <summary>The organisation's calendar day of an instant, as <see cref="Policy.DayOf"/> of the policy in force.</summary>
    public static async Task<DateOnly> DayAsync(ReviewDb db, DateTime at, CancellationToken cancel) => (await ReadAsync(db, cancel)).Policy.DayOf(at);

    /// <summary>The organisation's name as evidence of a campaign prints it: of the policy it was launched with or, where that has none, of the one
    /// in force then; empty where nobody had entered one by then.</summary>
    internal static async Task<string> OrganisationAsync(ReviewDb db, long? launchedWith, DateTime then, CancellationToken cancel)
    {
        var versions = db.PolicyVersions.AsNoTracking();
        var launched = await versions.SingleOrDefaultAsync(p => p.Id == launchedWith, cancel);
        return launched is not null && Parse(launched.Json).Organisation is { Length: > 0 } name ? name
            : await versions.Where(p => p.SetAt <= then).OrderByDescending(p => p.Number).FirstOrDefaultAsync(cancel) is { } later ? Parse(later.Json).Organisation
            : "";
    }

    /// <summary>A stored version.</summary>
    public static Policy Parse(string json) => JsonSerializer.Deserialize<Policy>(json, JsonSerializerOptions.Web) ?? new Policy();

    /// <summary>The text to store.</summary>
    public static string Write(Policy policy) => JsonSerializer.Serialize(policy, JsonSerializerOptions.Web);
}
