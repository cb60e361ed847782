using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Purging;

/// <summary>Something that can be purged.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its key.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Why">Why it can go, in words.</param>
public sealed record PurgeChoice(PurgeKind Kind, long Id, string Name, string Why);

/// <summary>A request that waits.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Id">Its key.</param>
/// <param name="Name">What people call it.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="AskedAt">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="Approved">True when it waits for the operator only.</param>
/// <param name="MayApprove">Whether the reader can be the second person.</param>
public sealed record PurgeWaiting(PurgeKind Kind, long Id, string Name, string AskedBy, DateTime AskedAt, string Reason, bool Approved, bool MayApprove);

/// <summary>A campaign that has ended, and how long it must be kept.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Until">The last day on which it must be kept.</param>
/// <param name="Why">Why it is kept longer than the policy says; null where it is not.</param>
public sealed record KeptCampaign(long Id, string Name, DateOnly Until, string? Why);

/// <summary>What the page shows.</summary>
/// <param name="Waiting">Requests that wait.</param>
/// <param name="Campaigns">Campaigns whose time is over.</param>
/// <param name="Readings">Readings that no campaign used, newest first.</param>
/// <param name="Kept">Campaigns that have ended and were not purged.</param>
/// <param name="Years">For how many years campaigns are kept.</param>
public sealed record PurgePage(IReadOnlyList<PurgeWaiting> Waiting, IReadOnlyList<PurgeChoice> Campaigns, IReadOnlyList<PurgeChoice> Readings, IReadOnlyList<KeptCampaign> Kept, int Years);

/// <summary>Reads what can be purged and what waits.</summary>
public sealed class PurgeList(Databases databases, TimeProvider time)
{
    /// <summary>The most readings that are listed.</summary>
    public const int MaxReadings = 100;

    /// <summary>Reads it, for administrators and campaign owners.</summary>
    public async Task<Outcome<PurgePage>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var roles = await RolesOf.ActorAsync(db, actor, cancel);
        if ((roles & (Role.Administrator | Role.CampaignOwner)) == Role.None)
        {
            return Problem.Denied("Administrators and campaign owners see what can be purged.");
        }

        var works = await db.Works.Where(w => w.Kind == PurgeJob.WorkKind && w.State == WorkState.Waiting).OrderBy(w => w.Id).ToListAsync(cancel);
        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        var kept = await KeptAsync(db, policy, cancel);
        return new PurgePage(
            await WaitingAsync(db, actor, roles, works, cancel),
            Over(kept, works),
            await ReadingsAsync(db, works, cancel),
            kept,
            policy.RetentionYears);
    }

    private static async Task<IReadOnlyList<KeptCampaign>> KeptAsync(ReviewDb db, Policy policy, CancellationToken cancel)
    {
        var ended = await db.Campaigns.Where(c => c.EndedAt != null && (c.State == CampaignState.Closed || c.State == CampaignState.Cancelled)).OrderBy(c => c.Number).ToListAsync(cancel);
        var purged = await PurgeRules.CampaignsDoneAsync(db, cancel);

        // Once it has ended, nothing but this touches a campaign's row: the event that did last says why, if any does.
        var seqs = ended.ConvertAll(c => c.EventSeq);
        var why = (await KeptReasons.Of(db, db.AuditEvents.Where(e => EF.Parameter(seqs).Contains(e.Seq))).ToListAsync(cancel)).ToLookup(r => r.Happened.CampaignId!.Value, r => r.Why);
        var kept = new List<KeptCampaign>();
        foreach (var campaign in ended.Where(c => !purged.Contains(c.Id)))
        {
            kept.Add(new KeptCampaign(campaign.Id, $"C{campaign.Number} {campaign.Name}", await PurgeRules.KeptUntilAsync(db, campaign, policy, cancel), why[campaign.Id].LastOrDefault()));
        }

        return kept;
    }

    private IReadOnlyList<PurgeChoice> Over(IReadOnlyList<KeptCampaign> kept, List<Work> works)
    {
        var today = DateOnly.FromDateTime(time.Now());
        return [.. from campaign in kept
                   where campaign.Until < today && !works.Exists(w => w.UniqueKey == PurgeJob.KeyOf(PurgeKind.Campaign, campaign.Id))
                   select new PurgeChoice(PurgeKind.Campaign, campaign.Id, campaign.Name, $"Kept until {Clock.Said(campaign.Until)}")];
    }

    private static async Task<IReadOnlyList<PurgeChoice>> ReadingsAsync(ReviewDb db, List<Work> works, CancellationToken cancel)
    {
        var unused = await PurgeRules.Unused(db, await PurgeRules.DoneAsync(db, cancel), besides: 0).OrderByDescending(e => e.Id).Take(MaxReadings).ToListAsync(cancel);
        var names = await SourcesAsync(db, unused, cancel);
        return [.. from reading in unused
                   where !works.Exists(w => w.UniqueKey == PurgeJob.KeyOf(PurgeKind.Reading, reading.Id))
                   select new PurgeChoice(PurgeKind.Reading, reading.Id, $"X{reading.Number} {names[reading.Id]}", $"Read {Clock.Said(DateOnly.FromDateTime(reading.ReadAt))}, used by no campaign")];
    }

    private static async Task<IReadOnlyList<PurgeWaiting>> WaitingAsync(ReviewDb db, Actor actor, Role roles, List<Work> works, CancellationToken cancel)
    {
        var waiting = new List<PurgeWaiting>();
        var said = await PurgeReplay.ReadAsync(db, works.ConvertAll(PurgeJob.Read), cancel);
        foreach (var work in works)
        {
            var job = PurgeJob.Read(work);
            var asked = said.Of(job);
            var first = asked?.AskedBy ?? work.AskedBy;
            var names = await ActorNames.ReadAsync(db, [first], cancel);
            var second = asked is { ApprovalSeq: null } && await PurgeDoor.WhyNotSecondAsync(db, actor, roles, asked, cancel) is null;
            var reason = await db.PrivateTexts.Where(t => t.Id == job.ReasonId).Select(t => t.Text).SingleAsync(cancel);
            waiting.Add(new PurgeWaiting(job.Kind, job.Id, await NameAsync(db, job, cancel), names.Of(first), work.AskedAt, reason ?? "", asked?.ApprovalSeq is not null, second));
        }

        return waiting;
    }

    private static async Task<string> NameAsync(ReviewDb db, PurgeJob job, CancellationToken cancel)
    {
        if (job.Kind == PurgeKind.Campaign)
        {
            var campaign = await db.Campaigns.Where(c => c.Id == job.Id).Select(c => new { c.Number, c.Name }).SingleAsync(cancel);
            return $"C{campaign.Number} {campaign.Name}";
        }

        var reading = await db.Extracts.SingleAsync(e => e.Id == job.Id, cancel);
        return $"X{reading.Number} {(await SourcesAsync(db, [reading], cancel))[reading.Id]}";
    }

    private static async Task<IReadOnlyDictionary<long, string>> SourcesAsync(ReviewDb db, List<Extract> readings, CancellationToken cancel)
    {
        var applications = await db.Applications.Select(a => new { a.Id, a.Name }).ToDictionaryAsync(a => a.Id, a => a.Name, cancel);
        var directories = await db.Directories.Select(d => new { d.Id, d.Name }).ToDictionaryAsync(d => d.Id, d => d.Name, cancel);
        return readings.ToDictionary(r => r.Id, r => r.ApplicationId is { } application ? applications[application] : directories[r.DirectoryId!.Value]);
    }
}
