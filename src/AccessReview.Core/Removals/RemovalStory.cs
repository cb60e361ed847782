using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>What people asked and answered around one removal, and what the reader may do about it.</summary>
public sealed class RemovalStory(Databases databases, TimeProvider time)
{
    /// <summary>All of it.</summary>
    /// <param name="Waivers">What was asked to stay, the newest first.</param>
    /// <param name="Proofs">Files attached to what was done by hand, in order.</param>
    /// <param name="Tasks">What a person does around it, in order.</param>
    /// <param name="Today">Today, in the policy's time zone.</param>
    /// <param name="MayAsk">Whether the reader may ask for a waiver now.</param>
    /// <param name="Silence">The newest reading, where it does not tell; null: it does, or there is none.</param>
    /// <param name="Newer">A newer signed decision that keeps the access, or by which the removal ended; null: there is none.</param>
    public sealed record Facts(IReadOnlyList<Waiver> Waivers, IReadOnlyList<Proof> Proofs, IReadOnlyList<Todo> Tasks, DateOnly Today, bool MayAsk, Silence? Silence, Newer? Newer = null);

    /// <summary>A newer signed decision that keeps the access.</summary>
    /// <param name="Campaign">The number of its campaign.</param>
    /// <param name="Said">Its item, with what was decided and by whom.</param>
    /// <param name="At">When.</param>
    /// <param name="EndedBy">Who said that it holds, which ended the removal; null: nobody has.</param>
    /// <param name="EndedAt">When.</param>
    /// <param name="MayEnd">Whether the reader may say so now.</param>
    /// <param name="WhyNot">Why the reader, who may say such a thing, may not now; null: they may, or it is others' to say.</param>
    public sealed record Newer(int Campaign, string Said, DateTime At, string? EndedBy, DateTime? EndedAt, bool MayEnd, string? WhyNot);

    /// <summary>A complete reading after the decision that does not tell whether the access is gone.</summary>
    /// <param name="Reading">Its number.</param>
    /// <param name="AsOf">Its time.</param>
    /// <param name="Why">Why not, as the end of a sentence.</param>
    public sealed record Silence(int Reading, DateTime AsOf, string Why);

    /// <summary>A task by hand that goes with the removal.</summary>
    /// <param name="Id">The key, for the note.</param>
    /// <param name="Words">What is to be done.</param>
    /// <param name="Person">Whom it waits for; null: nobody is named.</param>
    /// <param name="Due">By which day.</param>
    /// <param name="DoneBy">Who says they did it; null: nobody has.</param>
    /// <param name="DoneOn">On which day.</param>
    /// <param name="Reference">A ticket or the like.</param>
    /// <param name="MayNote">Whether the reader may note it as done.</param>
    /// <param name="MayTakeBack">Whether the reader may take that note back.</param>
    public sealed record Todo(long Id, string Words, string? Person, DateOnly Due, string? DoneBy, DateOnly? DoneOn, string? Reference, bool MayNote, bool MayTakeBack);

    /// <summary>A file attached to what was done by hand.</summary>
    public sealed record Proof(long Id, string FileName, long Length, string Sha256, string By, DateTime At);

    /// <summary>One waiver.</summary>
    /// <param name="Id">The key, for the answer.</param>
    /// <param name="AskedBy">Who asked.</param>
    /// <param name="At">When.</param>
    /// <param name="Until">The last day on which the access stays.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="AnsweredBy">Who answered; null: nobody has.</param>
    /// <param name="Approved">Whether they approved.</param>
    /// <param name="Over">Whether its last day is over.</param>
    /// <param name="MayAnswer">Whether the reader may answer it.</param>
    public sealed record Waiver(long Id, string AskedBy, DateTime At, DateOnly Until, string Reason, string? AnsweredBy, bool? Approved, bool Over, bool MayAnswer);

    /// <summary>The story, for whoever sees the removal.</summary>
    public async Task<Outcome<Facts>> RunAsync(Actor actor, long removalId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await RemovalFilter.VisibleAsync(db, actor, Sight.Removals | Sight.Campaigns, cancel) is not { } visible)
        {
            return Problem.Denied(RemovalFilter.Denied);
        }

        if (await visible.SingleOrDefaultAsync(r => r.Id == removalId, cancel) is not { } removal)
        {
            return Problem.NotFound("The removal");
        }

        var now = await Moment.OfAsync(db, time.Now(), cancel);
        var owner = (await RolesOf.ActorAsync(db, actor, cancel) & Role.CampaignOwner) != Role.None;
        var say = actor.PersonId is not null && (owner || await db.Applications.AnyAsync(a => a.Id == removal.ApplicationId && a.OwnerId == actor.PersonId, cancel));
        var answers = actor.PersonId is { } person && await db.Removals.Where(WaiverQueries.AnswerableBy(db, now, person)).AnyAsync(r => r.Id == removalId, cancel)
            && await AnswerWaiver.WhyNotAsync(db, removal.ItemId, actor, cancel) is null;
        var waivers = await WaiversAsync(db, removalId, now, answers, cancel);
        return new Facts(
            waivers, await ProofsAsync(db, removal, cancel), await TasksAsync(db, removal, owner ? null : actor.PersonId ?? 0, cancel), now.Day,
            RemovalRules.SettledStates.Contains(removal.State) && (say || (actor.PersonId is { } me && removal.PersonId == me)) && !waivers.Any(w => w is { AnsweredBy: null, Over: false }),
            await SilenceAsync(db, removal, cancel), await NewerAsync(db, removal, owner, actor, cancel));
    }

    private static async Task<Newer?> NewerAsync(ReviewDb db, Removal removal, bool owner, Actor actor, CancellationToken cancel)
    {
        var over = (await Overruling.OfAsync(db, [removal], cancel)).SingleOrDefault();
        var kept = (await KeptSince.LastAsync(db, [removal.Id], cancel)).GetValueOrDefault(removal.Id);
        var newer = over?.Newer ?? (kept is null ? null : (await NewerDecision.ReadAsync(db, [kept.DecisionId], cancel)).GetValueOrDefault(kept.DecisionId));
        if (newer is null)
        {
            return null;
        }

        var names = await PeopleNames.ReadAsync(db, [], [newer.By, over?.By ?? newer.By], cancel);
        var barred = owner && over is null ? await OverruleRemovals.WhyNotAsync(db, removal, kept, actor, cancel) : null;
        return new Newer(newer.Campaign, newer.Said(names.OfActor), newer.At, over is null ? null : names.OfActor(over.By), over?.At, owner && over is null && barred is null, barred?.Sentence);
    }

    private static async Task<Silence?> SilenceAsync(ReviewDb db, Removal removal, CancellationToken cancel)
    {
        var newest = await ReadingsOfRemovals.Unchecked(db).Where(p => p.Removal.Id == removal.Id && !db.Extracts.Any(e => e.Id == removal.LastExtractId && e.AsOf >= p.Extract.AsOf))
            .OrderByDescending(p => p.Extract.AsOf).ThenByDescending(p => p.Extract.Id).Select(p => new { p.Extract.Id, p.Extract.Number, p.Extract.AsOf }).FirstOrDefaultAsync(cancel);
        if (newest is null)
        {
            return null;
        }

        var seen = await ReadingsOfRemovals.ReadAsync(db, newest.Id, db.Removals.Where(r => r.Id == removal.Id), cancel);
        return seen is [{ Silence: { } why }] ? new Silence(newest.Number, newest.AsOf, why) : null;
    }

    private static async Task<IReadOnlyList<Proof>> ProofsAsync(ReviewDb db, Removal removal, CancellationToken cancel)
    {
        var proofs = await db.HandProofs.AsNoTracking().Where(p => p.RemovalId == removal.Id).OrderBy(p => p.Id).ToListAsync(cancel);
        var names = await PeopleNames.ReadAsync(db, proofs.Select(p => (long?)p.ById), [], cancel);
        return [.. proofs.Select(p => new Proof(p.Id, DownloadProof.NameOf(removal.Number, p), p.Length, Convert.ToHexStringLower(p.Sha256), names[p.ById]!, p.At))];
    }

    // Whoever may note all of them comes as null, anybody else as the person who may note their own.
    private static async Task<IReadOnlyList<Todo>> TasksAsync(ReviewDb db, Removal removal, long? only, CancellationToken cancel)
    {
        var tasks = await db.RemovalTasks.AsNoTracking().Where(t => t.RemovalId == removal.Id).OrderBy(t => t.Id).ToListAsync(cancel);
        if (tasks.Count == 0)
        {
            return [];
        }

        var account = await (from item in db.ReviewItems
                             where item.Id == removal.ItemId
                             join record in db.AccountRecords on item.AccountRecordId equals record.Id
                             select record.Email.Length > 0 ? record.Email : record.Name).SingleAsync(cancel);
        var application = await db.Applications.Where(a => a.Id == removal.ApplicationId).Select(a => a.Name).SingleAsync(cancel);
        var names = await PeopleNames.ReadAsync(db, tasks.SelectMany(t => new[] { t.PersonId, t.DoneById }), [], cancel);
        return [.. tasks.Select(t => new Todo(
            t.Id, RemovalFollowUps.Words(t.Kind, application, account), names[t.PersonId], t.DueDate, names[t.DoneById], t.DoneOn, t.DoneReference,
            t.DoneById is null && !RemovalRules.DroppedStates.Contains(removal.State) && (only is null || t.PersonId == only),
            t.DoneById is not null && TakeBackTask.MayStill(removal.State) && (only is null || t.DoneById == only)))];
    }

    private static async Task<IReadOnlyList<Waiver>> WaiversAsync(ReviewDb db, long removalId, Moment now, bool answers, CancellationToken cancel)
    {
        var waivers = await (
            from waiver in db.RemovalWaivers.AsNoTracking()
            where waiver.RemovalId == removalId
            join text in db.PrivateTexts on waiver.ReasonId equals text.Id
            join given in db.WaiverAnswers on waiver.Id equals given.WaiverId into given
            from answer in given.DefaultIfEmpty()
            orderby waiver.Id descending
            select new { Waiver = waiver, Reason = text.Text ?? "purged", Answer = answer }).ToListAsync(cancel);
        var names = await PeopleNames.ReadAsync(db, waivers.SelectMany(w => new[] { w.Waiver.AskedById, w.Answer?.ById }), [], cancel);
        return [.. waivers.Select(w => new Waiver(
            w.Waiver.Id, names[w.Waiver.AskedById]!, w.Waiver.At, w.Waiver.Until, w.Reason, names[w.Answer?.ById], w.Answer?.Approved, w.Waiver.Until < now.Day,
            answers && w.Answer is null && w.Waiver.Until >= now.Day))];
    }
}
