using System.Runtime.ExceptionServices;
using System.Text.Json;
using AccessReview.Connectors;
using AccessReview.Core.Audit;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Carries out one removal: each step of its route, with proof. Before each step it is looked at again: what was taken back
/// meanwhile, or is another node's by now, is not carried out. Nor is what goes through a connection by which others have lost their access.</summary>
public sealed class RemoveOnce(Databases databases, Change change, ConnectorFactory connectors, FileStore files, RemovalUnderWay underWay, TimeProvider time)
{
    /// <summary>How often a system that passes is asked before the removal fails and a person has to look.</summary>
    public const int MostTries = 12;

    // What an exception says was written for whoever mends the product, and may hold what the other system knows of a person.
    private const string Unexpected = "The product did not understand the other system’s answer. What was done there is not known: look there, and ask whoever runs this server for its log.";

    private const string Killed = "The product was killed while it asked, or another node took over. What was done there is not known.";

    private static readonly JsonSerializerOptions ProofJson = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Carries it out, as far as it goes and as long as the job is ours. What nobody expected is thrown once it is written down that it failed.</summary>
    public async Task RunAsync(Work work, long removalId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var removal = await db.Removals.AsNoTracking().SingleAsync(r => r.Id == removalId, cancel);
        var route = RemovalRoute.For(await RouteReader.ReadAsync(db, removal, cancel));
        if (route.Steps.Count == 0 || await db.RemovalAttempts.AnyAsync(a => a.RemovalId == removalId && a.Result == AttemptResult.TooMuch, cancel))
        {
            await HandOverAsync(work, removalId, cancel);
            return;
        }

        if (await HoldAfterTooMuch.FindAsync(db, removalId, route.Steps, cancel) is not null)
        {
            await HoldAfterTooMuch.RunAsync(change, work, removalId, cancel);
            return;
        }

        foreach (var (step, i) in route.Steps.Select((s, i) => (s, i)))
        {
            if (!await underWay.BeginAsync(work, removalId, BegunStep.Of(step), cancel) || await TryAsync(db, work, removalId, step, cancel) is not { } attempt)
            {
                return;
            }

            var last = i == route.Steps.Count - 1;
            var goesOn = attempt.Result is AttemptResult.Done or AttemptResult.AlreadyGone;
            var again = attempt.Passing && removal.Tries + 1 < MostTries;
            await EndAsync(
                work, removalId, [attempt], !goesOn ? again ? RemovalState.Requested : RemovalState.Failed : last ? RemovalState.Executed : RemovalState.Requested,
                again ? WorkQueue.Pause(attempt.Wait, TimeSpan.FromMinutes(1 << Math.Min(removal.Tries, 6))) : null);
            if (attempt.Bug is { } bug)
            {
                ExceptionDispatchInfo.Throw(bug);
            }

            if (!goesOn)
            {
                return;
            }
        }
    }

    /// <summary>Goes on with what a process had under way that was killed: what it asked for may be done, and is written down as begun before anything else becomes of it.</summary>
    public async Task GoOnAsync(Work work, long removalId, CancellationToken cancel)
    {
        await using (var db = databases.CreateDbContext())
        {
            if (await RemovalUnderWay.StepAsync(db, cancel) is { } begun)
            {
                await EndAsync(work, removalId, [new Attempt(begun, AttemptResult.Unproven, Killed, null, true, null)], RemovalState.Requested, null);
            }
        }

        await RunAsync(work, removalId, cancel);
    }

    /// <summary>Leaves it to a person, as long as it is due and the job is ours.</summary>
    public async Task HandOverAsync(Work work, long removalId, CancellationToken cancel)
    {
        if (await underWay.BeginAsync(work, removalId, null, cancel))
        {
            await EndAsync(work, removalId, [], RemovalState.WaitingForPerson, null);
        }
    }

    // Null: it is not to be done any more.
    private async Task<Attempt?> TryAsync(ReviewDb db, Work work, long removalId, RouteStep step, CancellationToken cancel)
    {
        var begun = BegunStep.Of(step);

        // Of every time it was asked: what the first did, the next finds gone.
        var exchanges = new List<Exchange>();
        var taken = false;
        try
        {
            var ready = await connectors.ReadyAsync(db, step.ConnectionId, cancel);
            if (!ready.IsOk || ready.Value.Remover is not { } remover)
            {
                return new Attempt(begun, AttemptResult.Fault, ready.Problem?.Sentence ?? "Nothing may be changed through this connection.", null, false, null);
            }

            // A system that passes may be waited for longer than a lease.
            var patience = new Patience(time, attempts: 3);
            var proof = await patience.AskAsync(
                async token => patience.Retries == 0 || await underWay.BeginAsync(work, removalId, begun, token) ? await KeptAsync(remover, token) : null, cancel);
            if (proof is null)
            {
                return taken ? await StoppedAsync() : null;
            }

            // What was let through may be gone all the same, or a part of it: the answer that still shows it may be of before.
            var result = (proof.Effect, taken) switch
            {
                (RemovalEffect.AlreadyGone, true) => AttemptResult.Done,
                (RemovalEffect.StillThere, _) when taken || proof.LetThrough => AttemptResult.Unproven,
                _ => Result(proof.Effect),
            };
            return new Attempt(begun, result, proof.Why ?? Why(proof.Effect), await ProofAsync(exchanges), false, null);
        }
        catch (ConnectorException fault)
        {
            return new Attempt(begun, taken ? AttemptResult.Unproven : AttemptResult.Fault, fault.Bug is null ? fault.Message : Unexpected, await ProofAsync(exchanges), fault.IsPassing, fault.Wait) { Bug = fault.Bug };
        }
        catch (OperationCanceledException) when (taken)
        {
            return await StoppedAsync();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested && exchanges.TrueForAll(e => e.Request.StartsWith("GET ", StringComparison.Ordinal)))
        {
            // A change that was asked for comes as a fault with its exchanges, now or before the wait: nothing but reading was.
            await underWay.ForgetAsync(work);
            throw;
        }
        catch (Exception bug) when (!cancel.IsCancellationRequested && StorageTrouble.Of(bug) is null)
        {
            return new Attempt(begun, taken ? AttemptResult.Unproven : AttemptResult.Fault, Unexpected, await ProofAsync(exchanges), false, null) { Bug = bug };
        }

        async Task<Attempt> StoppedAsync() =>
            new(begun, AttemptResult.Unproven, "The product was stopped, or another node took over, before this could be read back.", await ProofAsync(exchanges), true, null);

        async Task<RemovalProof?> KeptAsync(IRemovesAccess remover, CancellationToken token)
        {
            try
            {
                var proof = await remover.RemoveAsync(step.Act, token);
                exchanges.AddRange(proof.Exchanges);
                return proof;
            }
            catch (ConnectorException fault)
            {
                exchanges.AddRange(fault.Exchanges);
                taken |= fault.MayHaveTaken;
                throw;
            }
        }
    }

    private async Task<StoredBytes?> ProofAsync(List<Exchange> exchanges)
    {
        if (exchanges.Count == 0)
        {
            return null;
        }

        using var text = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(exchanges, ProofJson));
        return await files.StoreAsync(text, CancellationToken.None);
    }

    // What was done is written down, also when the process is told to stop or has lost the job meanwhile.
    private async Task EndAsync(Work work, long removalId, IReadOnlyList<Attempt> attempts, RemovalState state, TimeSpan? wait)
    {
        var ended = await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(RemoveOnce), async (scope, token) =>
        {
            var removal = await scope.Db.Removals.AsTracking().SingleAsync(r => r.Id == removalId, token);
            var ours = await RemovalUnderWay.EndAsync(scope, work, token);
            var stands = state;
            if (removal.State != RemovalState.Requested || (!ours && state is (RemovalState.Requested or RemovalState.Failed)))
            {
                // Ended meanwhile by the node that took the job over, or under way there: what was done stands as an attempt, and neither the state nor
                // the day is turned back.
                stands = removal.State;
            }

            var ids = new List<long>();
            foreach (var attempt in attempts)
            {
                ids.Add(scope.Add(new RemovalAttempt
                {
                    Id = scope.NewId(), RemovalId = removalId, ConnectionId = attempt.Step.ConnectionId, Act = attempt.Step.Act, Target = Shortened.To(RemovalAttempt.MaxTarget, attempt.Step.Target),
                    At = scope.At, Result = attempt.Result, Why = Shortened.To(RemovalAttempt.MaxTarget, attempt.Why), ProofFileId = attempt.Proof?.Id, ProofSha256 = attempt.Proof?.Sha256,
                }).Id);
            }

            (removal.State, removal.Tries) = (stands, removal.Tries + (attempts.Any(a => a.Result is AttemptResult.Fault or AttemptResult.Unproven) ? 1 : 0));
            removal.ExecutedAt = stands == RemovalState.Executed ? scope.At : removal.ExecutedAt;
            removal.NotBefore = ours && wait is { } later ? time.Now() + later : removal.NotBefore;
            scope.Record(
                new RemovalTried(
                    removalId, [.. ids], [.. attempts.Select(a => a.Step.ConnectionId)], [.. attempts.Select(a => a.Step.Act)], [.. attempts.Select(a => a.Result)],
                    [.. attempts.Select(a => a.Proof).OfType<StoredBytes>().Select(p => new Sha256(p.Sha256))], stands),
                removal.CampaignId);
            return Done.Yes;
        }, CancellationToken.None);
        ended.Require();
    }

    private static AttemptResult Result(RemovalEffect effect) => effect switch
    {
        RemovalEffect.Done => AttemptResult.Done,
        RemovalEffect.AlreadyGone => AttemptResult.AlreadyGone,
        RemovalEffect.StillThere => AttemptResult.StillThere,
        RemovalEffect.TooMuch => AttemptResult.TooMuch,
        _ => throw new ArgumentOutOfRangeException(nameof(effect), effect, null),
    };

    private static string Why(RemovalEffect effect) => effect switch
    {
        RemovalEffect.StillThere => "Every allowed form was tried, and it is still there.",
        RemovalEffect.TooMuch => "The group lost others as well. Nothing more is done here until a person has looked.",
        _ => "",
    };

    private sealed record Attempt(BegunStep Step, AttemptResult Result, string Why, StoredBytes? Proof, bool Passing, TimeSpan? Wait)
    {
        /// <summary>What nobody expected; null: there was nothing of the kind.</summary>
        public Exception? Bug { get; init; }
    }
}

/// <summary>The product tried to carry a removal out, or handed it to a person because no connection can, because its campaign was given up,
/// because another campaign has kept the access since, or because others had lost their access by it.</summary>
/// <param name="RemovalId">Which.</param>
/// <param name="AttemptIds">The attempts; none: it is a person's now.</param>
/// <param name="ConnectionIds">Through which connections.</param>
/// <param name="Acts">What was done.</param>
/// <param name="Results">What came of it.</param>
/// <param name="Proofs">SHA-256 of the proofs.</param>
/// <param name="State">How the removal stands now.</param>
public sealed record RemovalTried(
    long RemovalId, IReadOnlyList<long> AttemptIds, IReadOnlyList<long> ConnectionIds, IReadOnlyList<AttemptAct> Acts, IReadOnlyList<AttemptResult> Results, IReadOnlyList<Sha256> Proofs,
    RemovalState State) : EventBody;
