using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>That a removal ended by a newer decision, as the record has it.</summary>
/// <param name="RemovalId">The removal.</param>
/// <param name="By">Who said that the newer decision holds, as <see cref="Actor.Key"/>.</param>
/// <param name="At">When.</param>
/// <param name="Seq">The event.</param>
/// <param name="Newer">The newer decision.</param>
internal sealed record Overruling(long RemovalId, string By, DateTime At, long Seq, NewerDecision Newer)
{
    /// <summary>All of the campaign, in the order of the chain, also of removals cancelled since. A removal ends so once, for nothing opens it again.</summary>
    public static Task<IReadOnlyList<Overruling>> OfCampaignAsync(ReviewDb db, long campaign, CancellationToken cancel) =>
        ReadAsync(db, db.AuditEvents.Where(e => e.CampaignId == campaign), _ => true, cancel);

    /// <summary>Of those of the removals that ended so. Nothing touches them afterwards, so the event they were last written by is the one, and no other is read.</summary>
    public static async Task<IReadOnlyList<Overruling>> OfAsync(ReviewDb db, IEnumerable<Removal> removals, CancellationToken cancel)
    {
        var ended = removals.Where(r => r.State == RemovalState.Overruled).ToDictionary(r => r.Id, r => r.EventSeq);
        var seqs = ended.Values.Distinct().ToList();
        return seqs.Count == 0 ? [] : await ReadAsync(db, db.AuditEvents.Where(e => EF.Parameter(seqs).Contains(e.Seq)), ended.ContainsKey, cancel);
    }

    /// <summary>Each of them in words, by removal.</summary>
    public static async Task<IReadOnlyDictionary<long, string>> WordsAsync(ReviewDb db, IEnumerable<Removal> removals, CancellationToken cancel)
    {
        var all = await OfAsync(db, removals, cancel);
        var names = await PeopleNames.ReadAsync(db, [], all.SelectMany(o => new[] { o.By, o.Newer.By }), cancel);
        return all.ToDictionary(o => o.RemovalId, o => $"{o.Newer.Said(names.OfActor)} on {Day(o.Newer.At)}. {names.OfActor(o.By)} said on {Day(o.At)} that this holds.");
    }

    private static async Task<IReadOnlyList<Overruling>> ReadAsync(ReviewDb db, IQueryable<AuditEvent> events, Func<long, bool> wanted, CancellationToken cancel)
    {
        var read = await events.AsNoTracking().Where(e => e.Type == nameof(RemovalsOverruled)).OrderBy(e => e.Seq).ToListAsync(cancel);
        var said = read.SelectMany(e =>
        {
            var body = EventJson.Read<RemovalsOverruled>(e);
            return body.RemovalIds.Zip(body.DecisionIds, (removal, decision) => (Event: e, Removal: removal, Decision: decision));
        }).Where(s => wanted(s.Removal)).ToList();
        var newer = await NewerDecision.ReadAsync(db, [.. said.Select(s => s.Decision).Distinct()], cancel);
        return [.. said.Where(s => newer.ContainsKey(s.Decision)).Select(s => new Overruling(s.Removal, s.Event.Actor, s.Event.At, s.Event.Seq, newer[s.Decision]))];
    }

    private static string Day(DateTime at) => Clock.Said(DateOnly.FromDateTime(at));
}

/// <summary>A signed decision of another campaign, newer than the one behind a removal, that keeps the access.</summary>
/// <param name="Campaign">The number of its campaign.</param>
/// <param name="Item">The number of its item there.</param>
/// <param name="To">The lower role it is kept at; null: as it is.</param>
/// <param name="By">Who decided, as <see cref="Actor.Key"/>.</param>
/// <param name="At">When.</param>
internal sealed record NewerDecision(int Campaign, int Item, string? To, string By, DateTime At)
{
    /// <summary>The item, with what was decided and by whom.</summary>
    /// <param name="name">The name of whoever acted.</param>
    public string Said(Func<string, string> name) =>
        $"{ReviewItem.Name(Campaign, Item)}: {(To is null ? "certified" : $"kept at the role {To}")} by {name(By)}";

    /// <summary>Those of these keys.</summary>
    public static async Task<IReadOnlyDictionary<long, NewerDecision>> ReadAsync(ReviewDb db, IReadOnlyCollection<long> decisions, CancellationToken cancel) =>
        decisions.Count == 0 ? new Dictionary<long, NewerDecision>() : await (
            from decision in db.Decisions.AsNoTracking()
            where decisions.Contains(decision.Id)
            join item in db.ReviewItems on decision.ItemId equals item.Id
            join campaign in db.Campaigns on item.CampaignId equals campaign.Id
            select new { decision.Id, campaign.Number, Item = item.Number, decision.ChangeTo, decision.By, decision.At })
            .ToDictionaryAsync(d => d.Id, d => new NewerDecision(d.Number, d.Item, d.ChangeTo, d.By, d.At), cancel);
}
