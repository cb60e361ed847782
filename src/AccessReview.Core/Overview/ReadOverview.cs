using AccessReview.Core.Costs;
using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>How things stand and what to do now, for whoever reads.</summary>
public sealed class ReadOverview(Databases databases, DescribeActor describe, Mailing mailing, TimeProvider time)
{
    /// <summary>Reads it.</summary>
    public async Task<OverviewFacts> RunAsync(Actor actor, CancellationToken cancel)
    {
        var who = await describe.RunAsync(actor, cancel);
        await using var db = databases.CreateDbContext();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        var campaigns = (who.Roles & Sight.Campaigns) != Role.None;
        var reader = new OverviewReader(db, actor, who.Roles, policy, await Moment.OfAsync(db, policy, time.Now(), cancel), MailSwitch.WhyOff(mailing, databases) is not null);
        var open = await OpenCampaigns.ReadAsync(reader, campaigns, cancel);
        return new OverviewFacts
        {
            Name = who.Name,
            Roles = who.Roles,
            Campaigns = open,
            Now = await NowList.ReadAsync(reader, open, cancel),
            Left = who.Roles == Role.None ? null : await AccessTotals.LeftAsync(reader, cancel),
            Seats = who.Roles == Role.None ? null : await AccessTotals.SeatsAsync(reader, cancel),
            Costs = who.Roles == Role.None ? null : await ReadCosts.ReadAsync(db, policy, cancel),
            Findings = who.Roles == Role.None ? null : await AccessTotals.FindingsAsync(reader, cancel),
            Times = campaigns ? await RemovalTimes.OfAsync(db.Removals, policy.RemovalDueDays, cancel) : null,
            Removals = campaigns ? await RemovalCounts.ReadAsync(db, null, null, reader.Moment, cancel) : null,
            Gone = campaigns ? await RemovalTotals.GoneAsync(reader, cancel) : null,
            Empty = !await db.Directories.AnyAsync(cancel) && !await db.Applications.AnyAsync(cancel) && !await db.Campaigns.AnyAsync(cancel),
        };
    }
}

/// <summary>What the parts of the overview are read with.</summary>
internal sealed record OverviewReader(ReviewDb Db, Actor Actor, Role Roles, Policy Policy, Moment Moment, bool MailIsOff)
{
    /// <summary>The day in the time zone of the policy.</summary>
    public DateOnly Today => Moment.Day;

    /// <summary>Now.</summary>
    public DateTime Now => Moment.At;

    public bool Has(Role role) => (Roles & role) != Role.None;
}
