using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Drift;

/// <summary>Shows which accounts are new, gone or privileged since a campaign froze them, as far as a later complete reading says.</summary>
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

        return await ReadAsync(db, campaign, cancel);
    }

    /// <summary>Reads it.</summary>
    internal static async Task<DriftView> ReadAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var (sources, lines) = (new List<DriftSource>(), new List<DriftLine>());
        var counts = Enum.GetValues<DriftKind>().ToDictionary(k => k, _ => 0);
        foreach (var plan in campaign.Applications.Where(a => a.Active).OrderBy(a => a.Id))
        {
            var application = await db.Applications.AsNoTracking().SingleAsync(a => a.Id == plan.ApplicationId, cancel);
            var reviewed = await db.Extracts.AsNoTracking().SingleAsync(e => db.Assessments.Any(a => a.Id == plan.AssessmentId && a.ExtractId == e.Id), cancel);
            var later = await db.Extracts.AsNoTracking().SingleOrDefaultAsync(e => e.Id == application.CurrentExtractId && e.Id != reviewed.Id && e.AsOf > reviewed.AsOf, cancel);
            sources.Add(new DriftSource(application.Name, (reviewed.Number, reviewed.AsOf), later is null ? null : (later.Number, later.AsOf)));
            if (later is not null)
            {
                var between = new Readings(db, application.Id, reviewed.Id, later.Id);
                foreach (var kind in counts.Keys)
                {
                    counts[kind] += await between.Of(kind).CountAsync(cancel);
                    lines.AddRange((await between.Of(kind).OrderBy(r => r.Sort).Take(MaxRows).ToListAsync(cancel))
                        .Select(r => new DriftLine(kind, r.AccountId, application.Name, r.Email.Length > 0 ? r.Email : r.Name, r.Name, r.Then, r.Now)));
                }
            }
        }

        return new DriftView(sources, lines, counts);
    }

    private sealed class Row
    {
        public required long AccountId { get; init; }

        public required string Sort { get; init; }

        public required string Email { get; init; }

        public required string Name { get; init; }

        public string? Then { get; init; }

        public string? Now { get; init; }
    }

    private sealed record Readings(ReviewDb Db, long ApplicationId, long Reviewed, long Later)
    {
        public IQueryable<Row> Of(DriftKind kind) => kind switch
        {
            DriftKind.Appeared => In(Later).Where(r => !In(Reviewed).Any(o => o.AccountId == r.AccountId)).Select(r => new Row { AccountId = r.AccountId, Sort = r.NameSort, Email = r.Email, Name = r.Name, Now = r.Role }),
            DriftKind.Gone => In(Reviewed).Where(r => !In(Later).Any(o => o.AccountId == r.AccountId)).Select(r => new Row { AccountId = r.AccountId, Sort = r.NameSort, Email = r.Email, Name = r.Name, Then = r.Role }),
            DriftKind.Promoted =>
                from now in In(Later)
                join then in In(Reviewed) on now.AccountId equals then.AccountId
                where IsPrivileged.Any(p => p.RoleKey == now.RoleKey) && !IsPrivileged.Any(p => p.RoleKey == then.RoleKey)
                select new Row { AccountId = now.AccountId, Sort = now.NameSort, Email = now.Email, Name = now.Name, Then = then.Role, Now = now.Role },
            _ => throw new InvalidOperationException($"Unknown kind {kind}."),
        };

        private IQueryable<Applications.PrivilegedRole> IsPrivileged => Db.PrivilegedRoles.Where(p => p.ApplicationId == ApplicationId && p.Active);

        private IQueryable<AccountRecord> In(long extract) => Db.AccountRecords.AsNoTracking().Where(r => r.ExtractId == extract);
    }
}
