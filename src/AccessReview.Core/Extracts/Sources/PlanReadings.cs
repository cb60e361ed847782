using AccessReview.Core.Campaigns;
using AccessReview.Core.Connections;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Asks for the readings that are due: by their schedule, after a removal was carried out, and before a launch for whose draft the last
/// reading is too old. Of several nodes each may ask: one reading is made.</summary>
public sealed class PlanReadings(Databases databases, OperationalWrites writes, TimeProvider time)
{
    /// <summary>A connected application that is about to be reviewed is read anew when its last reading is older, unless a file does.</summary>
    public static readonly TimeSpan FreshEnough = TimeSpan.FromHours(48);

    /// <summary>How long a system is left alone when the reading that was to show what a removal did did not come. A connection need not have a
    /// schedule, and nothing else would ask again.</summary>
    public static readonly TimeSpan ProofAgain = TimeSpan.FromHours(6);

    /// <summary>How long after a reading an application is read again that a directory may still have to tell what was taken away there: about as often
    /// as the slowest of them does.</summary>
    private static readonly TimeSpan ToldAgain = TimeSpan.FromMinutes(40);

    /// <summary>Asks for what is due.</summary>
    /// <returns>How many readings were asked for.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var now = time.Now();
        var read = (await db.Extracts.AsNoTracking().Where(e => e.ConnectionId != null).GroupBy(e => e.ConnectionId!.Value)
            .Select(g => new { g.Key, At = g.Max(e => e.ReadAt) }).ToListAsync(cancel)).ToDictionary(l => l.Key, l => l.At);
        var shown = (await db.Extracts.AsNoTracking().Where(e => e.ConnectionId != null && e.Completeness == Completeness.Complete).GroupBy(e => e.ConnectionId!.Value)
            .Select(g => new { g.Key, AsOf = g.Max(e => e.AsOf) }).ToListAsync(cancel)).ToDictionary(l => l.Key, l => l.AsOf);
        var asked = (await db.Works.AsNoTracking().Where(w => w.Kind == ReadingJob.Kind).Select(w => new { w.UniqueKey, w.AskedAt, w.EndedAt }).ToListAsync(cancel))
            .ToDictionary(w => w.UniqueKey, w => (At: w.AskedAt, Ended: w.EndedAt));
        var executed = db.Removals.AsNoTracking().Where(r => r.State == RemovalState.Executed);
        var removed = await LastAsync(executed, cancel);
        var removedElsewhere = await LastAsync(executed.Where(r => RemovalRules.AtDirectories(db).Any(a => a.RemovalId == r.Id)), cancel);
        var fileDoesSince = now.AddDays(-(await CurrentPolicy.ReadAsync(db, cancel)).Policy.ApplicationStaleAfterDays);
        var drafted = await db.CampaignApplications.AsNoTracking().Where(a => db.Campaigns.Any(c => c.Id == a.CampaignId && c.State == CampaignState.Draft))
            .Select(a => a.ApplicationId).Distinct().ToListAsync(cancel);
        // A file does for a launch as long as the policy says, and may hold what the connection does not give, as the roles of Heap: it is not
        // read over before, but to prove a removal.
        var onFile = await db.Applications.AsNoTracking()
            .Where(p => drafted.Contains(p.Id) && db.Extracts.Any(e => e.Id == p.CurrentExtractId && e.ConnectionId == null && e.AsOf >= fileDoesSince)).Select(p => p.Id).ToListAsync(cancel);
        var due = (await ConnectedInScope(db).ToListAsync(cancel)).Where(IsDue).ToList();
        if (due.Count > 0)
        {
            await writes.RunAsync(async (own, token) =>
            {
                foreach (var connection in due)
                {
                    await ReadingJob.AskAsync(own, connection, Actor.Product.Key, now, token);
                }

                return Done.Yes;
            }, cancel);
        }

        return due.Count;

        // A reading has shown it since, and came too early to tell: again, until one comes that does.
        bool IsToldAgain(DateTime away, DateTime shownAt, DateTime lastAsked, DateTime? ended) =>
            away < shownAt && shownAt <= away + RemovalRules.DirectoryTells && shownAt + ToldAgain <= now && (lastAsked <= shownAt || ended + ProofAgain <= now);

        // What was read or asked for while a clock ran ahead paces nothing once that is right.
        DateTime Known(DateTime at) => at > now + Clock.Apart ? default : at;

        // What does not come is asked for once for each cause, and then again by its schedule, or some hours later where a removal waits for it: a
        // system in trouble is left alone. A reading that was under way when a removal was carried out shows a state from before it, whenever it
        // came to its end. Where the record lies ahead of the clock no reading shows a later state before the clock has come as far.
        bool IsDue(Connection connection)
        {
            var last = read.GetValueOrDefault(connection.Id);
            var (lastAsked, ended) = asked.GetValueOrDefault(ReadingJob.KeyOf(connection.Id));
            var application = connection.ApplicationId ?? 0;
            var fileDoes = onFile.Contains(application);
            var paced = Later(Known(last), Known(lastAsked));
            return (!fileDoes && ConnectionSettings.Parse(connection.Settings).EveryHours is > 0 and var hours && connection.TestedAt is not null && paced.AddHours(hours) <= now)
                || (removed.GetValueOrDefault(application) is { } at && at <= now && shown.GetValueOrDefault(connection.Id) <= at && (lastAsked <= at || ended + ProofAgain <= now))
                || (removedElsewhere.GetValueOrDefault(application) is { } away && IsToldAgain(away, shown.GetValueOrDefault(connection.Id), lastAsked, ended))
                || (!fileDoes && drafted.Contains(application) && last > default(DateTime) && paced + FreshEnough <= now);
        }
    }

    private static IQueryable<Connection> ConnectedInScope(ReviewDb db) => db.Connections.AsNoTracking()
        .Where(c => c.Active && (db.Applications.InScope().Any(a => a.Id == c.ApplicationId) || db.Directories.InScope().Any(d => d.Id == c.DirectoryId)));

    private static async Task<Dictionary<long, DateTime?>> LastAsync(IQueryable<Removal> removals, CancellationToken cancel) =>
        (await removals.GroupBy(r => r.ApplicationId).Select(g => new { g.Key, At = g.Max(r => r.ExecutedAt) }).ToListAsync(cancel)).ToDictionary(r => r.Key, r => r.At);

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
