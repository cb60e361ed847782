using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Settings;

/// <summary>The policy in force, and who set which version when.</summary>
public sealed class PolicyHistory(Databases databases)
{
    /// <summary>The most versions shown.</summary>
    public const int Most = 20;

    /// <summary>One version.</summary>
    public sealed record Version(int Number, string SetBy, DateTime SetAt);

    /// <summary>The policy and its newest versions; none before anybody has set one.</summary>
    public sealed record Answer(Policy Policy, IReadOnlyList<Version> Versions);

    /// <summary>Reads it. Administrators see it.</summary>
    public async Task<Outcome<Answer>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await Sight.RefusalAsync(db, actor, Sight.Settings, "Only administrators see the policy.", cancel) is { } denied)
        {
            return denied;
        }

        var versions = await db.PolicyVersions.AsNoTracking().OrderByDescending(p => p.Number).Take(Most).Select(p => new { p.Number, p.SetBy, p.SetAt }).ToListAsync(cancel);
        var names = await ActorNames.ReadAsync(db, versions.Select(v => v.SetBy), cancel);
        return new Answer((await CurrentPolicy.ReadAsync(db, cancel)).Policy, [.. versions.Select(v => new Version(v.Number, names.Of(v.SetBy), v.SetAt))]);
    }
}
