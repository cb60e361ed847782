using AccessReview.Connectors;
using AccessReview.Core.Audit;
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
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        if (!await AskAsync(cancel) || await queue.TakeAsync(Kind, cancel) is not { } work)
        {
            return 0;
        }

        using var job = Telemetry.Job(Kind);
        var tried = 0;
        try
        {
            // Lost to another process, which took it for dead: that one goes on, and this one stops where it is.
            await queue.WhileHeldAsync(work, async held =>
            {
                // What a stopped process had under way may be done already: it has passed the brake, and is no more a question.
                await EachAsync(await BegunAsync(held), held);
                await BrakeAsync(held);
                await EachAsync(await DueAsync(held), held);
                return work;
            }, cancel);
        }
        finally
        {
            await queue.PutBackAsync(work, null, CancellationToken.None);

            // Proof is a later reading: it is asked for at once, not tomorrow.
            readings.Ring();
        }

        return tried;

        async Task EachAsync(IReadOnlyList<long> removals, CancellationToken held)
        {
            foreach (var id in removals)
            {
                if (!await queue.KeepAsync(work, ++tried, 0, held))
                {
                    return;
                }

                await once.RunAsync(work, id, held);
            }
        }
    }

    // One job for the installation: two processes never carry out removals at the same time.
    private async Task<bool> AskAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var now = time.Now();
        if (!await db.Removals.AnyAsync(r => r.State == RemovalState.Requested && r.NotBefore <= now, cancel))
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

    private async Task<List<long>> DueAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var now = time.Now();
        return await db.Removals.AsNoTracking().Where(r => r.State == RemovalState.Requested && r.NotBefore <= now).OrderBy(r => r.Number).Select(r => r.Id).ToListAsync(cancel);
    }

    private async Task BrakeAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var now = time.Now();
        var applications = await db.Removals.Where(r => r.State == RemovalState.Requested && r.NotBefore <= now).Select(r => r.ApplicationId).Distinct().ToListAsync(cancel);
        foreach (var application in applications)
        {
            var held = await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(CarryOutRemovals), (scope, token) => HoldAsync(scope, application, token), cancel);
            held.Require();
        }
    }

    private static async Task<Outcome<Done>> HoldAsync(ChangeScope scope, long application, CancellationToken cancel)
    {
        var due = await (
            from removal in scope.Db.Removals
            where removal.ApplicationId == application && removal.State == RemovalState.Requested && removal.NotBefore <= scope.At
            join item in scope.Db.ReviewItems on removal.ItemId equals item.Id
            join record in scope.Db.AccountRecords on item.AccountRecordId equals record.Id
            select new
            {
                removal.Id, Agreed = removal.AgreedById != null,
                Privileged = removal.GroupId == null && scope.Db.PrivilegedRoles.Any(p => p.ApplicationId == application && p.Active && p.RoleKey == record.RoleKey),
            }).ToListAsync(cancel);
        var accounts = await scope.Db.Extracts.Where(e => e.Id == scope.Db.Applications.Single(a => a.Id == application).CurrentExtractId).Select(e => e.Records).SingleOrDefaultAsync(cancel);
        var held = RemovalBrake.Held([.. due.Select(d => new DueRemoval(d.Id, d.Privileged, d.Agreed))], accounts, (await CurrentPolicy.ReadAsync(scope.Db, cancel)).Policy);
        if (held.Count == 0)
        {
            return Done.Yes;
        }

        await foreach (var removal in scope.Db.Removals.AsTracking().Where(r => held.Contains(r.Id)).AsAsyncEnumerable().WithCancellation(cancel))
        {
            removal.State = RemovalState.WaitingForSecondPerson;
        }

        scope.Record(new RemovalsHeld(application, held, due.Count, accounts));
        return Done.Yes;
    }
}

/// <summary>The brake holds removals until a second person agrees.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="RemovalIds">Which.</param>
/// <param name="Due">How many would have been carried out in this run.</param>
/// <param name="Accounts">How many accounts the application has.</param>
public sealed record RemovalsHeld(long ApplicationId, IReadOnlyList<long> RemovalIds, int Due, int Accounts) : EventBody;
