using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Says of removals whose access another campaign has kept since that the newer decision holds: they end as overruled, and nothing is taken away for them. Where the older
/// one holds, a person carries it out by hand.</summary>
public sealed class OverruleRemovals(Change change)
{
    /// <summary>Ends removals of one campaign, whose evidence shows it; a campaign owner does so, whose own access none of them takes and who says of none whose it is.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, IReadOnlyList<long> removalIds, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(OverruleRemovals), async (scope, token) =>
        {
            if (!scope.Has(Role.CampaignOwner))
            {
                return Problem.Denied("A campaign owner says that a newer decision holds.");
            }

            var removals = await scope.Db.Removals.AsTracking().Where(r => removalIds.Contains(r.Id)).OrderBy(r => r.Number).ToListAsync(token);
            if (NoteDone.RefuseNumber(removalIds, removals) is { } number)
            {
                return number;
            }

            if (removals.Any(r => r.CampaignId != removals[0].CampaignId))
            {
                return new Problem("removal.campaigns", "End removals of one campaign at a time.");
            }

            var kept = await KeptSince.LastAsync(scope.Db, removalIds, token);
            foreach (var removal in removals)
            {
                if (await WhyNotAsync(scope.Db, removal, kept.GetValueOrDefault(removal.Id), scope.Actor, token) is { } problem)
                {
                    return problem;
                }
            }

            removals.ForEach(r => r.State = RemovalState.Overruled);
            scope.Record(new RemovalsOverruled([.. removals.Select(r => r.Id)], [.. removals.Select(r => kept[r.Id].DecisionId)]), removals[0].CampaignId);
            return Done.Yes;
        }, cancel);

    /// <summary>Why a campaign owner does not end it; null: they may.</summary>
    /// <param name="db">The database.</param>
    /// <param name="removal">The removal.</param>
    /// <param name="newer">The last signed decision that keeps its access; null: there is none.</param>
    /// <param name="actor">Who would.</param>
    /// <param name="cancel">Stops.</param>
    internal static async Task<Problem?> WhyNotAsync(ReviewDb db, Removal removal, KeptSince? newer, Actor actor, CancellationToken cancel)
    {
        if (!RemovalRules.SettledStates.Contains(removal.State))
        {
            return new Problem("removal.ended", $"R{removal.Number} is {RemovalWords.Of(removal.State).ToLowerInvariant()}; there is nothing to overrule.");
        }

        if (await RemovalUnderWay.ReadAsync(db, cancel) == removal.Id)
        {
            return new Problem("removal.under-way", $"R{removal.Number} {RemovalUnderWay.Sentence}");
        }

        if (await TakenAway(db).AnyAsync(r => r.Id == removal.Id, cancel))
        {
            return new Problem("removal.taken", $"The product has carried R{removal.Number} out, at least in part, and no reading shows since that the access is there. A newer decision keeps only what is.");
        }

        if (newer is null)
        {
            return new Problem("removal.not-kept", $"No newer signed decision keeps the access that R{removal.Number} takes away.");
        }

        if (await newer.TakenAgainByAsync(db, removal, cancel) is { } again)
        {
            return new Problem("removal.taken-again", $"A still newer decision takes this access away again, by R{again}, which is waived for now. The decision that kept it holds no more.");
        }

        if (removal.DoneOn is { } day && RemovalRules.NotedBy(day, await db.Extracts.Where(e => e.Id == removal.LastExtractId).Select(e => (DateTime?)e.AsOf).SingleOrDefaultAsync(cancel)) == Noted.Since)
        {
            return new Problem("removal.noted", $"R{removal.Number} is noted as done on {Clock.Said(day)}, and no reading of a later day tells yet. If it was not done, take the note back first.");
        }

        if (removal is { GroupId: null, ChangeTo: null } && await UnsaidAsync(db, removal, newer, cancel) is [var first, .. var others])
        {
            var (which, them) = others.Count == 0 ? ($"{first} stays", "it") : ($"{first} and {others.Count} {(others.Count == 1 ? "other group" : "other groups")} stay", "them");
            return new Problem("removal.groups", $"R{removal.Number} takes the account away with its groups, and no newer signed decision says whether {which}. Have {them} reviewed, or carry R{removal.Number} out by hand.");
        }

        // Whose access it is may have been found out between the two campaigns.
        return await AnswerWaiver.WhyNotAsync(db, removal.ItemId, actor, cancel, "says which decision holds") ?? await AnswerWaiver.WhyNotAsync(db, newer.ItemId, actor, cancel, "says which decision holds");
    }

    // The groups that go with the account, for which there is no other removal: were the account's ended, nobody would be asked to take away what no newer decision keeps, nor
    // what none takes away anew. Not those that the account no longer had when it was kept.
    private static async Task<List<string>> UnsaidAsync(ReviewDb db, Removal removal, KeptSince newer, CancellationToken cancel)
    {
        var frozen = await (
            from kept in db.ReviewItems
            where kept.Id == newer.ItemId
            join record in db.AccountRecords on kept.AccountRecordId equals record.Id
            join reading in db.Extracts on record.ExtractId equals reading.Id
            select new { record.Id, reading.CoversAssignments }).SingleAsync(cancel);
        return await (
            from item in db.ReviewItems
            where item.ParentItemId == removal.ItemId && db.ReviewTurns.Any(t => t.ItemId == item.Id && t.State == TurnState.Revoked)
                && !db.Removals.Any(r => r.ItemId == item.Id && r.State != RemovalState.Cancelled)
                && (!frozen.CoversAssignments || db.AssignmentRecords.Any(a => a.AccountRecordId == frozen.Id && a.GroupId == item.GroupId))
                && !db.ReviewItems.Any(i => i.AccountId == item.AccountId && i.GroupId == item.GroupId && i.CampaignId != item.CampaignId
                    && db.ItemOutcomes.Any(o => o.ItemId == i.Id && (o.Signed || o.Kind == OutcomeKind.Revoked) && db.Decisions.Any(d => d.Id == o.DecisionId && d.At > removal.DecidedAt)))
            join team in db.Groups on item.GroupId equals (long?)team.Id
            orderby team.Name
            select team.Name).ToListAsync(cancel);
    }

    // A reading of a later state that shows the access speaks for it being there again.
    private static IQueryable<Removal> TakenAway(ReviewDb db) => db.Removals.Where(r => r.State == RemovalState.Executed
        || db.RemovalAttempts.Any(a => a.RemovalId == r.Id && RemovalRules.TakenAway.Contains(a.Result)
            && !db.RemovalChecks.Any(c => c.RemovalId == r.Id && c.Result != RemovalState.Verified && c.AsOf > a.At)));
}

/// <summary>Removals ended because newer signed decisions keep the access.</summary>
/// <param name="RemovalIds">Which.</param>
/// <param name="DecisionIds">By which newer decision each.</param>
public sealed record RemovalsOverruled(IReadOnlyList<long> RemovalIds, IReadOnlyList<long> DecisionIds) : EventBody;
