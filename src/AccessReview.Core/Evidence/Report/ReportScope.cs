using System.Globalization;
using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>What every sheet of one edition shares: the snapshot, the campaign, its applications and the people.</summary>
internal sealed class ReportScope
{
    /// <summary>The snapshot.</summary>
    internal required ReviewDb Db { get; init; }

    /// <summary>Which edition.</summary>
    internal required EditionName Edition { get; init; }

    /// <summary>The campaign, with its applications.</summary>
    internal required Campaign Campaign { get; init; }

    /// <summary>The applications under review, in the order of the campaign.</summary>
    internal required IReadOnlyList<ReviewedApplication> Applications { get; init; }

    /// <summary>Who reviews whom in return, and who administers what.</summary>
    internal required IndependenceAsOf Independence { get; init; }

    /// <summary>People as they were.</summary>
    internal required PeopleAsOf People { get; init; }

    /// <summary>The campaign's first and last event.</summary>
    internal required long FirstSeq { get; init; }

    /// <summary>The campaign's last event: what the edition covers.</summary>
    internal required AuditEvent Last { get; init; }

    /// <summary>The record's last event when it was read: what people were told is printed up to there, for no event of the campaign says it.</summary>
    internal required long ReadUpTo { get; init; }

    /// <summary>As of when it says which removals are late: the time of the campaign's last event; where one has fallen due since, that of the reading.</summary>
    internal required DateTime LateAsOf { get; init; }

    /// <summary>The event at which the campaign was closed; before that, its last: later editions of a closed campaign say the same.</summary>
    internal required long AsOfSeq { get; init; }

    /// <summary>What each application was set to at any event.</summary>
    internal required ApplicationSettings Settings { get; init; }

    /// <summary>The policy it was launched with.</summary>
    internal required Policy Policy { get; init; }

    /// <summary>True in demo mode: identities were chosen.</summary>
    internal required bool Demo { get; init; }

    /// <summary>When the checks of this edition count as run: the time of the campaign's last event, so that an edition made
    /// again says the same.</summary>
    internal DateTime At => Last.At;

    /// <summary>Where the campaign's days end.</summary>
    internal TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(Campaign.TimeZone);

    /// <summary>When it was closed; null where it is open still, or was cancelled.</summary>
    internal DateTime? ClosedAt => Campaign.State == CampaignState.Closed ? Campaign.EndedAt : null;

    /// <summary>What stands where only a closed campaign has a value.</summary>
    internal string NotClosed => Campaign.State == CampaignState.Cancelled ? Words.DoesNotApply : "not closed";

    /// <summary>Up to when it tells what goes on beside the review: until the campaign ended, so that later editions say the same.</summary>
    internal DateTime AsOf => Campaign.EndedAt ?? At;

    internal string ItemName(int number) => ReviewItem.Name(Campaign.Number, number);

    internal static async Task<ReportScope> ReadAsync(ReviewDb db, long campaignId, EditionName edition, DateTime now, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleAsync(c => c.Id == campaignId, cancel);
        var own = db.AuditEvents.AsNoTracking().Where(e => e.CampaignId == campaignId);
        var first = await own.OrderBy(e => e.Seq).FirstAsync(cancel);
        var last = await own.OrderByDescending(e => e.Seq).FirstAsync(cancel);
        var head = await db.ChainHeads.AsNoTracking().Select(h => h.Seq).SingleAsync(cancel);
        var applications = new List<ReviewedApplication>();
        foreach (var plan in campaign.Applications.Where(a => a.Active).OrderBy(a => a.Id))
        {
            var application = await db.Applications.AsNoTracking().Include(a => a.PrivilegedRoles).SingleAsync(a => a.Id == plan.ApplicationId, cancel);
            var assessment = plan.AssessmentId is { } id ? await db.Assessments.AsNoTracking().SingleAsync(a => a.Id == id, cancel) : null;
            var extract = assessment is null ? null : await db.Extracts.AsNoTracking().Include(e => e.Files).SingleAsync(e => e.Id == assessment.ExtractId, cancel);
            applications.Add(new ReviewedApplication(application, plan, assessment, extract));
        }

        var closed = campaign.State == CampaignState.Closed && campaign.EndedAt is { } ended
            ? await own.Where(e => e.At <= ended).MaxAsync(e => e.Seq, cancel)
            : last.Seq;
        var version = await db.PolicyVersions.AsNoTracking().SingleOrDefaultAsync(p => p.Id == campaign.PolicyVersionId, cancel);
        return new ReportScope
        {
            Db = db,
            Edition = edition,
            Campaign = campaign,
            Applications = applications,
            Independence = await IndependenceAsOf.ReadAsync(db, campaign, closed, cancel),
            People = await PeopleAsOf.ReadAsync(db, closed, head, cancel),
            FirstSeq = first.Seq,
            Last = last,
            ReadUpTo = head,
            LateAsOf = await EvidenceDoor.HasFallenDueAsync(db, campaign, last.At, now, cancel) ? now : last.At,
            AsOfSeq = closed,
            Settings = await ApplicationSettings.ReadAsync(db, cancel),
            Policy = version is null ? new Policy() : CurrentPolicy.Parse(version.Json),
            Demo = await db.Installations.AnyAsync(i => i.DemoUsed, cancel),
        };
    }
}

/// <summary>An application as the campaign reviews it.</summary>
/// <param name="Application">The application.</param>
/// <param name="Plan">Its part in the campaign.</param>
/// <param name="Assessment">The assessment it was launched on; null before launch.</param>
/// <param name="Extract">The reading under it; null before launch.</param>
internal sealed record ReviewedApplication(Application Application, CampaignApplication Plan, Assessment? Assessment, Extract? Extract)
{
    internal string Name => Application.Name;

    internal string ExtractName => Extract is null ? Words.DoesNotApply : string.Create(CultureInfo.InvariantCulture, $"X{Extract.Number}");
}

/// <summary>Which edition: <c>Interim 2</c>, <c>Close</c>, <c>Follow-up 1</c>.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Number">Its number among its kind.</param>
public sealed record EditionName(EditionKind Kind, int Number)
{
    /// <inheritdoc/>
    public override string ToString() => Kind == EditionKind.Close && Number == 1
        ? "Close"
        : string.Create(CultureInfo.InvariantCulture, $"{Words.Of(Kind)} {Number}");
}
