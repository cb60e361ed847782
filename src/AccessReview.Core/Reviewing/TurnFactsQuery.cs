using System.Linq.Expressions;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Reads the facts of turns in one SELECT, for one or for ten thousand of them.</summary>
internal static class TurnFactsQuery
{
    private static readonly Expression<Func<ReviewDb, IQueryable<ReviewTurn>, string, long, IQueryable<TurnFacts>>> Facts = (db, turns, key, person) =>
        from turn in turns.AsNoTracking()
        join item in db.ReviewItems on turn.ItemId equals item.Id
        join record in db.AccountRecords on item.AccountRecordId equals record.Id
        join frozen in db.AssessedAccounts on item.AssessedAccountId equals frozen.Id
        join assessment in db.Assessments on frozen.AssessmentId equals assessment.Id
        join inCampaign in db.CampaignApplications on item.CampaignApplicationId equals inCampaign.Id
        join application in db.Applications on inCampaign.ApplicationId equals application.Id
        from now in db.AssessedAccounts.Where(a => a.AssessmentId == application.CurrentAssessmentId && a.AccountId == item.AccountId).DefaultIfEmpty()
        from match in db.HandMatches.Where(m => m.AccountId == item.AccountId && m.Active).DefaultIfEmpty()
        from decision in db.Decisions.Where(d => d.Id == turn.DecisionId).DefaultIfEmpty()
        from replaced in db.Decisions.Where(d => d.Id == decision!.ReplacesId).DefaultIfEmpty()
        select new TurnFacts
        {
            TurnId = turn.Id, ItemId = item.Id, ParentItemId = item.ParentItemId, CampaignId = turn.CampaignId, Number = turn.Number, Stage = turn.Stage, ReviewerId = turn.ReviewerId, ForId = turn.ForId,
            State = turn.State, SignOffId = turn.SignOffId, EventSeq = turn.EventSeq, HolderId = item.HolderId, HolderNowId = match != null ? match.PersonId : now!.PersonId,
            Involved = (match != null && match.By == key) || db.Declarations.Any(d => d.AccountId == item.AccountId && d.Active && (d.By == key || d.OwnerId == person)),
            Several = frozen.Match == MatchKind.Several || frozen.Match == MatchKind.Declared ? frozen.Facts : null,
            SeveralNow = match == null && (now!.Match == MatchKind.Several || now.Match == MatchKind.Declared) ? now.Facts : null,
            Findings = item.Findings, Recommendation = item.Recommendation, Rules = assessment.Rules, AccountId = item.AccountId, CampaignApplicationId = item.CampaignApplicationId,
            Name = record.Name, Role = record.Role, Status = record.Status, RevokedBeside = db.ReviewTurns.Any(a => a.ItemId == (item.ParentItemId ?? item.Id) && a.Id != turn.Id && a.State == TurnState.Revoked),
            DecisionId = turn.DecisionId, Mode = decision!.Mode, By = decision.By, BatchId = decision.BatchId,
            ReplacedId = decision.ReplacesId, ReplacedKind = replaced!.Kind, ReplacedBy = replaced.By,
        };

    private static readonly Expression<Func<ReviewDb, long, IQueryable<ReviewTurn>>> OneWithLines = (db, id) => db.ReviewTurns.Where(t =>
        db.ReviewTurns.Where(n => n.Id == id).Select(n => n.Id).Union(
            from account in db.ReviewTurns
            where account.Id == id
            from line in db.ReviewItems.Where(i => i.ParentItemId == account.ItemId)
            from turn in db.ReviewTurns.Where(l => l.ItemId == line.Id)
            select turn.Id).Contains(t.Id));

    private static readonly Func<ReviewDb, IQueryable<ReviewTurn>, string, long, IQueryable<TurnFacts>> OfMany = Facts.Compile();
    private static readonly TranslatedOnce<Func<ReviewDb, long, string, long, IAsyncEnumerable<TurnFacts>>> OfOne = new(() => EF.CompileAsyncQuery(QueryParts.Over<Func<ReviewDb, long, string, long, IQueryable<TurnFacts>>>(Facts, OneWithLines)));

    private static readonly TranslatedOnce<Func<ReviewDb, long, CancellationToken, Task<Campaign>>> Campaigns =
        new(() => EF.CompileAsyncQuery((ReviewDb db, long id, CancellationToken cancel) => db.Campaigns.AsNoTracking().Single(c => c.Id == id)));

    /// <summary>The campaign of a turn.</summary>
    public static Task<Campaign> CampaignAsync(ReviewDb db, TurnFacts turn, CancellationToken cancel) => Campaigns.For(db)(db, turn.CampaignId, cancel);

    /// <summary>The facts of the named turns as one person must see them, in the order of the items' numbers.</summary>
    public static async Task<List<TurnFacts>> ReadAsync(ReviewDb db, IEnumerable<long> turnIds, Actor actor, CancellationToken cancel) =>
        InOrder(await OfMany(db, TurnStatements.Only(db, turnIds), actor.Key, PersonOf(actor)).ToListAsync(cancel));

    /// <summary>Those of the named turns and, for turns of accounts, of the turns of their assignments in both stages, whoever has them.</summary>
    public static async Task<List<TurnFacts>> ReadWithLinesAsync(ReviewDb db, IEnumerable<long> turnIds, Actor actor, CancellationToken cancel) =>
        InOrder(await OfMany(db, TurnStatements.WithLines(db, turnIds), actor.Key, PersonOf(actor)).ToListAsync(cancel));

    /// <summary>Those of one turn and, where it is an account's, of the turns of its assignments in both stages.</summary>
    public static async Task<List<TurnFacts>> ReadWithLinesAsync(ReviewDb db, long turnId, Actor actor, CancellationToken cancel)
    {
        var facts = new List<TurnFacts>();
        await foreach (var turn in OfOne.For(db)(db, turnId, actor.Key, PersonOf(actor)).WithCancellation(cancel))
        {
            facts.Add(turn);
        }

        return InOrder(facts);
    }

    /// <summary>In the order of the items' numbers: the database would write every wide row once more to sort them.</summary>
    public static List<TurnFacts> InOrder(IEnumerable<TurnFacts> turns) => [.. turns.OrderBy(t => t.Number).ThenBy(t => t.TurnId)];

    private static long PersonOf(Actor actor) => actor.PersonId ?? -1;
}
