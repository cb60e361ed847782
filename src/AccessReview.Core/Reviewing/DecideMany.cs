using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A turn and the event the browser had seen it in.</summary>
public sealed record SeenTurn(long TurnId, long SeenSeq);

/// <summary>One choice about an explicit selection.</summary>
/// <param name="Kind">Certify takes routine items only, and none revoked last time; Revoke what is recommended for it, or anything with one reason.</param>
/// <param name="Turns">The selection, at most <see cref="DecideMany.MaxItems"/>.</param>
/// <param name="Reason">One reason for all; empty: none.</param>
/// <param name="NamesShownAt">For a routine line (<see cref="RoutineKey"/>): when its names were shown to the reviewer; null: picked by hand.</param>
/// <param name="Confirmed">The sentence that names the counts was read and agreed to.</param>
public sealed record ManyChoice(DecisionKind Kind, IReadOnlyList<SeenTurn> Turns, string? Reason = null, DateTime? NamesShownAt = null, bool Confirmed = false);

/// <summary>Certifies or revokes a selection in one command: what the rule refuses and what somebody else was faster with is named one
/// by one, the others stand.</summary>
public sealed class DecideMany(Change change, Databases databases)
{
    /// <summary>The most items of one selection.</summary>
    public const int MaxItems = 10_000;

    /// <summary>The code of the question that names the counts; send again with <see cref="ManyChoice.Confirmed"/>.</summary>
    public const string AskCode = "bulk.ask";

    /// <summary>Decides what may be decided.</summary>
    public Task<Outcome<DecideAnswer>> RunAsync(Guid commandId, Actor actor, ManyChoice choice, CancellationToken cancel)
    {
        var seen = choice.Turns.DistinctBy(t => t.TurnId).ToDictionary(t => t.TurnId, t => t.SeenSeq);
        var facts = new SelectionFacts(databases, actor, seen.Keys);
        return change.RunAsync<DecideAnswer>(commandId, actor, nameof(DecideMany), facts.ReadAheadAsync, async (scope, token) =>
        {
            if (choice.Turns.Count is 0 or > MaxItems)
            {
                return new Problem("bulk.size", $"A selection has 1 to {MaxItems} items; this one has {choice.Turns.Count}.");
            }

            if (choice.Kind is not (DecisionKind.Certify or DecisionKind.Revoke))
            {
                return new Problem("bulk.kind", "Several items are certified or revoked at once. Another role is chosen one by one.");
            }

            var turns = await facts.NowAsync(scope, token);
            if (turns.FirstOrDefault(t => seen.ContainsKey(t.TurnId)) is not { } first)
            {
                return Problem.NotFound("This selection");
            }

            if (turns.Exists(t => t.CampaignId != first.CampaignId))
            {
                return new Problem("bulk.campaigns", "A selection lies in one campaign.");
            }

            var campaign = await scope.Db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == first.CampaignId, token);
            if (!turns.Exists(t => seen.ContainsKey(t.TurnId) && t.ReviewerId == scope.Actor.PersonId))
            {
                return Problem.Denied("These items are before other reviewers.");
            }

            var revokedLast = choice.Kind == DecisionKind.Certify ? await RevokedLast.OfAsync(scope.Db, campaign.Id, QueueTurns.Of(scope.Db, campaign.Id, scope.Actor), token) : new HashSet<long>();
            var selection = new Selection(campaign.State, scope.Actor, choice.Kind, choice.Reason?.Trim() ?? "", await Administrators.ReadAsync(scope.Db, choice, turns, token), revokedLast);
            var chosen = selection.Sort(turns, seen);
            var rule = await RoutineRule.OfAsync(scope, campaign, choice, chosen, token);
            if (!rule.IsOk)
            {
                return rule.Problem;
            }

            var policy = CurrentPolicy.Parse(await scope.Db.PolicyVersions.Where(p => p.Id == campaign.PolicyVersionId).Select(p => p.Json).SingleOrDefaultAsync(token) ?? "{}");
            if (chosen.Count > policy.BulkAsksAbove && !choice.Confirmed)
            {
                return new Problem(AskCode, Selection.Question(choice.Kind, rule.Value.Mode, chosen, selection.Refused.Count + selection.Conflicting.Count));
            }

            var names = await Directories.PersonNames.ReadAsync(scope.Db, selection.Conflicting.Select(t => Actor.PersonOf(t.By)), token);
            List<ItemAnswer> left = [.. selection.Refused, .. selection.Conflicting.Select(t => Conflicts.Of(t, scope.Actor, names))];
            if (chosen.Count == 0)
            {
                return new DecideAnswer(scope.At, left);
            }

            var act = new ReviewAct(scope, campaign)
            {
                Reason = await Reasons.ForAsync(scope, campaign.Id, selection.Reason, null, token),
                BatchId = scope.Seq, BatchSize = chosen.Count, Rule = rule.Value.Code,
            };
            await DecideAsync(act, scope, (choice.Kind, rule.Value.Mode), chosen, turns, token);
            scope.Record(new ItemsDecided(choice.Kind, chosen.Count, act.Items - chosen.Count, left.Count) { Rows = await act.WriteAsync([], token) }, campaign.Id);
            return new DecideAnswer(scope.At, [.. act.Answers(), .. left]);
        }, cancel);
    }

    private static async Task DecideAsync(ReviewAct act, ChangeScope scope, (DecisionKind Kind, DecisionMode Mode) how, List<TurnFacts> chosen, List<TurnFacts> turns, CancellationToken cancel)
    {
        var lines = turns.ToLookup(t => t.ParentItemId);
        foreach (var turn in chosen)
        {
            act.Decide(turn, how.Kind, how.Mode);
            if (lines.Contains(turn.ItemId))
            {
                await AccountLines.FollowAsync(act, scope.Db, turn, lines[turn.ItemId], cancel);
            }
        }
    }
}

/// <summary>A selection was certified or revoked: <paramref name="Items"/> of it, <paramref name="Followed"/> assignments with their
/// accounts, and <paramref name="Left"/> refused or conflicting.</summary>
public sealed record ItemsDecided(DecisionKind Kind, int Items, int Followed, int Left) : EventBody;
