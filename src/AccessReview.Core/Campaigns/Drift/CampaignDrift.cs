using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns.Addenda;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Drift;

/// <summary>Shows which accounts are new, back, privileged, gone or not shown since a campaign or an addendum of it froze them, as far as a later complete reading says; of one that has ended, a reading from before its end.</summary>
public sealed class CampaignDrift(Databases databases)
{
    /// <summary>The most rows of a kind that a page lists for an application; the counts are exact.</summary>
    public const int MaxRows = 200;

    /// <summary>Reads it, for campaign owners and auditors.</summary>
    public async Task<Outcome<DriftView>> RunAsync(Actor actor, int number, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await CampaignDoor.ToReadAsync(db, actor, cancel) is { } denied)
        {
            return denied;
        }

        if (await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleOrDefaultAsync(c => c.Number == number && c.LaunchedAt != null, cancel) is not { } campaign)
        {
            return Problem.NotFound($"A launched campaign C{number}");
        }

        return await ReadAsync(db, campaign, MaxRows, cancel);
    }

    /// <summary>Only the counts of an open campaign, for its page; null: it is not open, or it or the readings behind it are too large for a page to
    /// count that each time.</summary>
    internal static async Task<DriftView?> CountAsync(ReviewDb db, Campaign campaign, CancellationToken cancel) =>
        campaign is { State: CampaignState.Active, Items: <= ReviewerProgress.MaxToReadAll }
        && await db.CampaignApplications.Where(p => p.CampaignId == campaign.Id && p.Active)
            .Join(db.Assessments, p => p.AssessmentId, a => a.Id, (_, a) => a.Accounts).SumAsync(cancel) <= ReviewerProgress.MaxToReadAll
            ? await ReadAsync(db, campaign, 0, cancel) : null;

    /// <summary>Reads it.</summary>
    /// <param name="db">Where to read.</param>
    /// <param name="campaign">The campaign.</param>
    /// <param name="most">The most accounts of a kind that are named for an application.</param>
    /// <param name="cancel">Stops.</param>
    internal static async Task<DriftView> ReadAsync(ReviewDb db, Campaign campaign, int most, CancellationToken cancel)
    {
        var (sources, lines, toReview) = (new List<DriftSource>(), new List<DriftLine>(), 0);
        var counts = Enum.GetValues<DriftKind>().ToDictionary(k => k, _ => 0);
        foreach (var plan in campaign.Applications.Where(a => a.Active).OrderBy(a => a.Id))
        {
            var application = await db.Applications.AsNoTracking().SingleAsync(a => a.Id == plan.ApplicationId, cancel);
            var reviewed = await db.Extracts.AsNoTracking().SingleAsync(e => db.Assessments.Any(a => a.Id == plan.AssessmentId && a.ExtractId == e.Id), cancel);
            var since = await SinceAsync(db, campaign, plan, application, reviewed, cancel);
            var later = since is null ? null : await db.Extracts.AsNoTracking().SingleAsync(e => e.Id == since.Later, cancel);
            sources.Add(new DriftSource(application.Name, (reviewed.Number, reviewed.AsOf), later is null ? null : (later.Number, later.AsOf)));
            if (since is not null)
            {
                toReview += await since.ToReviewAsync(plan.IncludeDisabled, cancel);
                var hidden = await since.HiddenAsync(cancel);
                foreach (var kind in counts.Keys)
                {
                    var rows = Rows(db, since, hidden, kind);
                    var count = await rows.CountAsync(cancel);
                    counts[kind] += count;
                    lines.AddRange(int.Min(count, most) == 0 ? [] : (await rows.OrderBy(r => r.Sort).Take(most).ToListAsync(cancel))
                        .Select(r => new DriftLine(kind, r.AccountId, application.Name, r.Email.Length > 0 ? r.Email : r.Name, r.Name, r.Then, r.Now)));
                }
            }
        }

        return new DriftView(sources, lines, counts, toReview) { MayAddAddendum = toReview > 0 && await DraftAddendum.WhyNotAsync(db, campaign, cancel) is null };
    }

    // What came after a campaign had ended is another's: its page says what its close stated and its evidence says.
    private static async Task<SinceLaunch?> SinceAsync(ReviewDb db, Campaign campaign, CampaignApplication plan, Application application, Extract reviewed, CancellationToken cancel) =>
        campaign.EndedAt is not null ? await SinceLaunch.LastAsync(db, campaign, plan, cancel)
        : await db.Extracts.AnyAsync(e => e.Id == application.CurrentExtractId && e.Id != reviewed.Id && e.AsOf > reviewed.AsOf, cancel) ? new SinceLaunch(db, campaign.Id, reviewed.Id, application.CurrentExtractId!.Value)
        : null;

    private static IQueryable<Row> Rows(ReviewDb db, SinceLaunch since, long[] hidden, DriftKind kind) => kind switch
    {
        DriftKind.Appeared => since.Appeared.Select(r => new Row { AccountId = r.AccountId, Sort = r.NameSort, Email = r.Email, Name = r.Name, Now = r.Role }),
        DriftKind.Returned => since.Returned.Join(
            db.AccountRecords.Where(o => o.ExtractId == since.Reviewed), r => r.AccountId, o => o.AccountId,
            (r, o) => new Row { AccountId = r.AccountId, Sort = r.NameSort, Email = r.Email, Name = r.Name, Then = o.Role, Now = r.Role }),
        DriftKind.Promoted => since.Promoted.Select(p => new Row { AccountId = p.Now.AccountId, Sort = p.Now.NameSort, Email = p.Now.Email, Name = p.Now.Name, Then = p.Then.Role, Now = p.Now.Role }),
        DriftKind.Gone => Missing(since.Missing.Where(r => !EF.Parameter(hidden).Contains(r.AccountId))),
        DriftKind.Hidden => Missing(since.Missing.Where(r => EF.Parameter(hidden).Contains(r.AccountId))),
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };

    private static IQueryable<Row> Missing(IQueryable<AccountRecord> records) => records.Select(r => new Row { AccountId = r.AccountId, Sort = r.NameSort, Email = r.Email, Name = r.Name, Then = r.Role });

    private sealed class Row
    {
        public required long AccountId { get; init; }

        public required string Sort { get; init; }

        public required string Email { get; init; }

        public required string Name { get; init; }

        public string? Then { get; init; }

        public string? Now { get; init; }
    }
}
