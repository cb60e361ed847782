using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>How removals stand, what was tried, what was proven and done by hand, followed from event to event: a removal that somebody
/// cancelled, finished or deleted beside the product is found, and so is an attempt that was turned into a success. Why an attempt failed, and
/// what a person wrote as a reference, no event says.</summary>
internal sealed class RemovalsReplay
{
    private readonly Dictionary<long, SaidOfRemoval> removals = [];
    private readonly Dictionary<long, AttemptHeld> attempts = [];
    private readonly Dictionary<long, ProofHeld> proofs = [];
    private readonly Dictionary<long, TaskHeld> tasks = [];
    private readonly List<long> withdrawn = [];
    private readonly List<long> closed = [];

    /// <summary>Takes in what an event says of it.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no event's body.</exception>
    public void Add(AuditEvent line)
    {
        switch (line.Type)
        {
            case nameof(RemovalsHeld):
                Each(line, EventJson.Read<RemovalsHeld>(line).RemovalIds, r =>
                {
                    r.Stands(line.Seq, RemovalState.WaitingForSecondPerson);
                    r.AgreedById = null;
                });
                break;
            case nameof(RemovalsAgreed):
                Each(line, EventJson.Read<RemovalsAgreed>(line).RemovalIds, r =>
                {
                    r.Stands(line.Seq, RemovalState.Requested);
                    r.AgreedById = Actor.PersonOf(line.Actor);
                });
                break;
            case nameof(RemovalsTriedAgain):
                Each(line, EventJson.Read<RemovalsTriedAgain>(line).RemovalIds, r =>
                {
                    r.Stands(line.Seq, RemovalState.Requested);
                    r.AgreedById = null;
                });
                break;
            case nameof(RemovalsOverruled):
                Each(line, EventJson.Read<RemovalsOverruled>(line).RemovalIds, r => r.Stands(line.Seq, RemovalState.Overruled));
                break;
            case nameof(RemovalTried):
                Tried(line, EventJson.Read<RemovalTried>(line));
                break;
            case nameof(RemovalAssigned):
                var assigned = EventJson.Read<RemovalAssigned>(line);
                Each(line, [assigned.RemovalId], r => r.PersonId = assigned.ToId);
                break;
            case nameof(RemovalsNotedDone):
                var noted = EventJson.Read<RemovalsNotedDone>(line);
                Each(line, noted.RemovalIds, r => (r.DoneById, r.DoneOn) = (noted.DoneById, noted.DoneOn));
                break;
            case nameof(RemovalNotesTakenBack):
                Each(line, EventJson.Read<RemovalNotesTakenBack>(line).RemovalIds, r => (r.DoneById, r.DoneOn) = (null, null));
                break;
            case nameof(WaiverAnswered) when EventJson.Read<WaiverAnswered>(line) is { Verdict: WaiverVerdict.Approved } waived:
                Each(line, [waived.RemovalId], r =>
                {
                    r.Stands(line.Seq, RemovalState.Waived);
                    r.WaiverId = waived.WaiverId;
                });
                break;
            case nameof(WaiversEnded):
                Each(line, EventJson.Read<WaiversEnded>(line).RemovalIds, r => r.Stands(line.Seq, null));
                break;
            case nameof(ProofAttached):
                var attached = EventJson.Read<ProofAttached>(line);
                foreach (var (id, removal) in attached.ProofIds.Zip(attached.RemovalIds))
                {
                    proofs[id] = new ProofHeld(id, removal, attached.Sha256.ToString(), attached.Kind, attached.Bytes, Actor.PersonOf(line.Actor) ?? 0, line.At, line.Seq);
                }

                break;
            case nameof(RemovalTasksPlanned):
                var planned = EventJson.Read<RemovalTasksPlanned>(line);
                foreach (var (id, removal, kind) in planned.TaskIds.Zip(planned.RemovalIds, planned.Kinds))
                {
                    tasks[id] = new TaskHeld(id, removal, kind, null, null);
                }

                break;
            case nameof(RemovalTaskDone):
                var done = EventJson.Read<RemovalTaskDone>(line);
                tasks[done.TaskId] = new TaskHeld(done.TaskId, done.RemovalId, done.Kind, done.DoneById, done.DoneOn);
                break;
            case nameof(RemovalTaskTakenBack):
                var back = EventJson.Read<RemovalTaskTakenBack>(line);
                tasks[back.TaskId] = new TaskHeld(back.TaskId, back.RemovalId, back.Kind, null, null);
                break;
            case nameof(SignOffWithdrawn):
                withdrawn.Add(EventJson.Read<SignOffWithdrawn>(line).SignOffId);
                break;
            case nameof(CampaignCancelled) when line.Version > 1:
                Each(line, EventJson.Read<CampaignCancelled>(line).RemovalIds, r => r.Stands(line.Seq, RemovalState.Cancelled));
                break;
            case nameof(CampaignClosed) when line.CampaignId is { } campaign:
                closed.Add(campaign);
                break;
        }
    }

    /// <summary>Holds the rows against what the events say.</summary>
    public async Task CheckAsync(Verification run, CancellationToken cancel)
    {
        await RemovalsCheck.RunAsync(run, removals, withdrawn, closed, cancel);
        var tried = run.Db.RemovalAttempts.Select(a => new { a.Id, a.RemovalId, a.ConnectionId, a.Act, a.Result, a.ProofSha256, a.At, a.EventSeq }).ReadAhead(cancel)
            .Select(a => new AttemptHeld(a.Id, a.RemovalId, a.ConnectionId, a.Act, a.Result, a.ProofSha256 is null ? "" : Convert.ToHexStringLower(a.ProofSha256), a.At, a.EventSeq));
        await HeldRows.CheckAsync(run, "attempt", a => $"attempt {a.Id} at removal {a.RemovalId}", attempts.Values, tried, cancel);

        var attached = run.Db.HandProofs.Select(p => new { p.Id, p.RemovalId, p.Sha256, p.Kind, p.Length, p.ById, p.At, p.EventSeq }).ReadAhead(cancel)
            .Select(p => new ProofHeld(p.Id, p.RemovalId, Convert.ToHexStringLower(p.Sha256), p.Kind, p.Length, p.ById, p.At, p.EventSeq));
        await HeldRows.CheckAsync(run, "proof", p => $"proof {p.Id} of removal {p.RemovalId}", proofs.Values, attached, cancel);

        var byHand = run.Db.RemovalTasks.Select(t => new TaskHeld(t.Id, t.RemovalId, t.Kind, t.DoneById, t.DoneOn)).ReadAhead(cancel);
        await HeldRows.CheckAsync(run, "task", t => $"task {t.Id} of removal {t.RemovalId}", tasks.Values, byHand, cancel);
    }

    private void Tried(AuditEvent line, RemovalTried tried)
    {
        Each(line, [tried.RemovalId], r =>
        {
            r.Stands(line.Seq, tried.State);
            r.ExecutedAt = tried.State == RemovalState.Executed ? line.At : r.ExecutedAt;
        });

        // An attempt that got no answer has no proof; an event has one attempt at most.
        for (var i = 0; i < tried.AttemptIds.Count; i++)
        {
            attempts[tried.AttemptIds[i]] = new AttemptHeld(
                tried.AttemptIds[i], tried.RemovalId, tried.ConnectionIds[i], tried.Acts[i], tried.Results[i], i < tried.Proofs.Count ? tried.Proofs[i].ToString() : "", line.At, line.Seq);
        }
    }

    private void Each(AuditEvent line, IEnumerable<long> ids, Action<SaidOfRemoval> take)
    {
        foreach (var id in ids)
        {
            if (!removals.TryGetValue(id, out var said))
            {
                removals[id] = said = new SaidOfRemoval { FirstSeq = line.Seq };
            }

            take(said);
        }
    }

    private sealed record AttemptHeld(long Id, long RemovalId, long ConnectionId, AttemptAct Act, AttemptResult Result, string Proof, DateTime At, long EventSeq) : IHeld;

    private sealed record ProofHeld(long Id, long RemovalId, string Sha256, ProofKind Kind, long Length, long ById, DateTime At, long EventSeq) : IHeld;

    // Which event touched a task last is no matter: another person for the removal, or a purge, touches it as well.
    private sealed record TaskHeld(long Id, long RemovalId, RemovalTaskKind Kind, long? DoneById, DateOnly? DoneOn) : IHeld
    {
        public long EventSeq => 0;
    }
}

/// <summary>What the events that name a removal say of it, the last of each kind.</summary>
internal sealed class SaidOfRemoval
{
    /// <summary>The first event that speaks of it.</summary>
    public required long FirstSeq { get; init; }

    /// <summary>The last event that said how it stands; 0 when none did.</summary>
    public long StateSeq { get; private set; }

    /// <summary>How that event said it stands; null when it ended a waiver, and the removal stands as it did without.</summary>
    public RemovalState? State { get; private set; }

    public long? PersonId { get; set; }

    public long? AgreedById { get; set; }

    public long? DoneById { get; set; }

    public DateOnly? DoneOn { get; set; }

    public long? WaiverId { get; set; }

    public DateTime? ExecutedAt { get; set; }

    /// <summary>Whether its row was there.</summary>
    public bool Seen { get; set; }

    public void Stands(long seq, RemovalState? state) => (StateSeq, State) = (seq, state);
}
