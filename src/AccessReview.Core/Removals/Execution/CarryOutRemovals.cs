using System.Runtime.ExceptionServices;
using AccessReview.Connectors;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Carries out what is due, where it holds, one removal after the other. Every act reads before and after and may be repeated without
/// harm, so a process killed anywhere goes on where it was; what fails stops nothing else. A run may last: each removal is looked at again
/// when its turn comes.</summary>
public sealed class CarryOutRemovals(Databases databases, OperationalWrites writes, WorkQueue queue, Change change, RemoveOnce once, ReadingBell readings, TimeProvider time)
{
    internal const string Kind = "removals";

    /// <summary>Does what is due; returns when nothing is.</summary>
    /// <returns>How many removals were tried.</returns>
    /// <exception cref="AggregateException">Several met what nobody expected, after all had their turn; a single such failure comes as it is.</exception>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        if (!await AskAsync(cancel) || await queue.TakeAsync(Kind, cancel) is not { } work)
        {
            return 0;
        }

        using var job = Telemetry.Job(Kind);
        var tried = 0;
        var failed = new List<Exception>();
        try
        {
            // Lost to another process, which took it for dead: that one goes on, and this one stops where it is.
            await queue.WhileHeldAsync(work, async held =>
            {
                // What a stopped process had under way may be done already: it has passed the brake, and is no more a question.
                await EachAsync(await BegunAsync(held), once.GoOnAsync, held);
                await EachAsync(await LeftBehindAsync(held), once.HandOverAsync, held);
                await EachAsync(await FreeAsync(held), once.RunAsync, held);
                return work;
            }, cancel);
        }
        finally
        {
            await queue.PutBackAsync(work, null, CancellationToken.None);

            // Proof is a later reading: it is asked for at once, not tomorrow.
            readings.Ring();
        }

        if (failed.Count > 0)
        {
            ExceptionDispatchInfo.Throw(failed.Count == 1 ? failed[0] : new AggregateException(failed));
        }

        return tried;

        async Task EachAsync(IReadOnlyList<long> removals, Func<Work, long, CancellationToken, Task> act, CancellationToken held)
        {
            foreach (var id in removals)
            {
                if (!await queue.KeepAsync(work, ++tried, 0, held))
                {
                    return;
                }

                try
                {
                    await act(work, id, held);
                }
                catch (Exception failure) when (!held.IsCancellationRequested && StorageTrouble.Of(failure) is null)
                {
                    failed.Add(failure);
                }
            }
        }
    }

    // One job for the installation: two processes never carry out removals at the same time.
    private async Task<bool> AskAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var now = time.Now();
        if (!await db.Removals.DueAt(now).AnyAsync(cancel))
        {
            return false;
        }

        if (!await db.Works.AnyAsync(w => w.Kind == Kind, cancel))
        {
            await writes.RunAsync(async (own, token) =>
            {
                if (!await own.Works.AnyAsync(w => w.Kind == Kind, token))
                {
                    own.Add(new Work { Kind = Kind, UniqueKey = Kind, Arguments = "{}", AskedBy = Actor.Product.Key, AskedAt = now, State = WorkState.Waiting });
                }

                return Done.Yes;
            }, cancel);
        }

        return true;
    }

    private async Task<IReadOnlyList<long>> BegunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await RemovalUnderWay.ReadAsync(db, cancel) is { } begun ? [begun] : [];
    }

    // Giving a campaign up takes back what was not begun, but did not before an update: that is no longer the product's to carry out, nor is what
    // another campaign has kept since.
    private async Task<List<long>> LeftBehindAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await LeftBehind(db, time.Now()).OrderBy(r => r.Number).Select(r => r.Id).ToListAsync(cancel);
    }

    private static IQueryable<Removal> LeftBehind(ReviewDb db, DateTime now) => db.Removals.DueAt(now).Where(r =>
        (db.Campaigns.Any(c => c.Id == r.CampaignId && c.State == CampaignState.Cancelled) || KeptSince.Of(db).Any(k => k.RemovalId == r.Id))
        && !db.RemovalAttempts.Any(a => a.RemovalId == r.Id && RemovalRules.TakenAway.Contains(a.Result)));

    // What is due and what the brake lets pass are the same rows, looked at once: what falls due or is released later is the next run's.
    private async Task<List<long>> FreeAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var now = time.Now();
        var parts = await db.Removals.DueAt(now)
            .GroupBy(r => new { r.ApplicationId, r.CampaignId }).Select(g => g.Key).OrderBy(p => p.ApplicationId).ThenBy(p => p.CampaignId).ToListAsync(cancel);
        var free = new List<long>();
        foreach (var part in parts)
        {
            var passed = await change.RunAsync<List<long>>(
                Guid.NewGuid(), Actor.Product, nameof(CarryOutRemovals), (scope, token) => BrakeAsync(scope, part.ApplicationId, part.CampaignId, now, token), cancel);
            free.AddRange(passed.Require());
        }

        return free;
    }

    // Counts over the application by the clock, which the record may lie ahead of, and holds what is one campaign's, so that the evidence of each shows its own.
    private static async Task<Outcome<List<long>>> BrakeAsync(ChangeScope scope, long application, long campaign, DateTime now, CancellationToken cancel)
    {
        var leftBehind = LeftBehind(scope.Db, now).Select(r => r.Id);
        var rows = scope.Db.Removals.DueAt(now).Where(r => r.ApplicationId == application && !leftBehind.Contains(r.Id));
        var privileged = await rows.Where(RemovalRules.Privileged(scope.Db)).Select(r => r.Id).ToHashSetAsync(cancel);
        var read = await rows.OrderBy(r => r.Number).Select(r => new { r.Id, r.CampaignId, Since = r.NotBefore > now ? r.RequestedAt : r.NotBefore, PutOff = r.NotBefore > now, Agreed = r.AgreedById != null }).ToListAsync(cancel);
        var escaped = await HoldRestored.EscapedAsync(scope.Db, rows, cancel);
        var due = read.ConvertAll(r => new DueRemoval(r.Id, privileged.Contains(r.Id) || escaped.Contains(r.Id) || (r.PutOff && !r.Agreed), r.Agreed && !escaped.Contains(r.Id)));
        var since = read.Where(r => !r.Agreed || escaped.Contains(r.Id)).Select(r => r.Since).Min() ?? scope.At;
        var together = await RemovalBrake.HeldSince(scope.Db, application, since).CountAsync(cancel);
        var before = await RemovalBrake.Before(scope.Db, application, scope.At, now).CountAsync(cancel);
        var accounts = await RemovalBrake.AccountsAsync(scope.Db, application, cancel);
        var stopped = RemovalBrake.Held(due, before + together, accounts, (await CurrentPolicy.ReadAsync(scope.Db, cancel)).Policy);
        List<long> own = [.. read.Where(r => r.CampaignId == campaign).Select(r => r.Id)];
        List<long> held = [.. own.Intersect(stopped)];
        List<long> free = [.. own.Except(held)];
        if (held.Count == 0)
        {
            return free;
        }

        await foreach (var removal in scope.Db.Removals.AsTracking().Where(r => held.Contains(r.Id)).AsAsyncEnumerable().WithCancellation(cancel))
        {
            (removal.State, removal.AgreedById) = (RemovalState.WaitingForSecondPerson, null);
        }

        scope.Record(new RemovalsHeld(application, held, due.Count + together, accounts, before), campaign);
        return free;
    }
}

/// <summary>The brake, a restore, or an act that took others' access away as well, holds a campaign's removals until a second person agrees, also those that one had agreed to
/// before a restore or such an act. The counts are the application's, whatever the campaigns; of a restore the campaign's, and after such an act the removal's own.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="RemovalIds">Which.</param>
/// <param name="Due">How many would have been carried out in this run, those of other campaigns among them.</param>
/// <param name="Accounts">How many accounts the application has.</param>
/// <param name="Before">How many the product had carried out there within a day before, without a second person.</param>
public sealed record RemovalsHeld(long ApplicationId, IReadOnlyList<long> RemovalIds, int Due, int Accounts, int Before) : EventBody
{
    /// <inheritdoc/>
    public override int Version => 2;
}
