using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Opens a removal again on the day after the last day of its waiver: the product's to carry out after the wait of its campaign's policy, where it was that before; else as
/// the last reading has it; else waiting for a person.</summary>
public sealed class EndWaivers(Databases databases, Change change, TimeProvider time) : IFollowUp
{
    /// <inheritdoc/>
    public int Order => 21;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var now = await Moment.OfAsync(db, time.Now(), cancel);
        foreach (var campaign in await Over(db, now).Select(r => r.CampaignId).Distinct().Order().ToListAsync(cancel))
        {
            (await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(EndWaivers), (scope, token) => EndAsync(scope, campaign, now, token), cancel)).Require();
        }
    }

    private static IQueryable<Removal> Over(ReviewDb db, Moment now) =>
        db.Removals.Where(r => r.State == RemovalState.Waived && db.RemovalWaivers.Any(w => w.Id == r.WaiverId && w.Until < now.Day));

    // By the clock, and not by the command's time: the record may lie ahead of it, and no waiver ends before its last day is over.
    private static async Task<Outcome<Done>> EndAsync(ChangeScope scope, long campaignId, Moment now, CancellationToken cancel)
    {
        var removals = await Over(scope.Db, now).AsTracking().Where(r => r.CampaignId == campaignId).OrderBy(r => r.Number).ToListAsync(cancel);
        if (removals.Count == 0)
        {
            return Done.Yes;
        }

        var notBefore = now.At.AddMinutes((await CurrentPolicy.OfCampaignAsync(scope.Db, campaignId, cancel)).RemovalWaitMinutes);
        foreach (var removal in removals)
        {
            if (removal is { NotBefore: not null, ExecutedAt: null })
            {
                (removal.State, removal.NotBefore) = (RemovalState.Requested, notBefore);
                continue;
            }

            removal.State = await scope.Db.RemovalChecks.Where(c => c.RemovalId == removal.Id && c.ExtractId == removal.LastExtractId).Select(c => (RemovalState?)c.Result).SingleOrDefaultAsync(cancel)
                ?? RemovalState.WaitingForPerson;
        }

        scope.Record(new WaiversEnded([.. removals.Select(r => r.Id)]), campaignId);
        return Done.Yes;
    }
}

/// <summary>The last day of waivers is over; their removals are open again.</summary>
/// <param name="RemovalIds">Which.</param>
public sealed record WaiversEnded(IReadOnlyList<long> RemovalIds) : EventBody;
