using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A flag over a campaign.</summary>
/// <param name="Flag">Which.</param>
/// <param name="Reviewers">How many reviewers raised it.</param>
/// <param name="Items">About how many items, each once.</param>
public sealed record FlagCount(QualityFlag Flag, int Reviewers, int Items);

/// <summary>How carefully a campaign was reviewed, as far as it can be measured fairly.</summary>
/// <param name="Exceptions">Exceptions that a person decided; each once, though two may have decided it, as in every number of items here.</param>
/// <param name="MedianSeconds">The middle of the seconds an exception took, each counted up to 60; null: none was measured.</param>
/// <param name="Decided">Items decided.</param>
/// <param name="Together">Of those, in a selection or as a group, by either of its reviewers.</param>
/// <param name="AtTheEnd">Of those, in the last tenth of the time from launch to due, by either.</param>
/// <param name="Flags">Every flag, those nobody raised included.</param>
/// <param name="Twice">Items that both reviewers decided, by themselves and not with their account.</param>
/// <param name="Alike">Of those, decided alike by both; kept at a lower role by both, at the same.</param>
/// <param name="OtherRole">Of the others, kept by both at different lower roles, of which the second's counts.</param>
/// <param name="FlaggedItems">Items under any flag, each once.</param>
/// <param name="FlaggedReviewers">Reviewers who raised any, each once.</param>
/// <param name="ByReviewer">Each reviewer's flags by name, and who that is; empty unless the organisation switched that on.</param>
public sealed record QualityReport(
    int Exceptions, double? MedianSeconds, int Decided, int Together, int AtTheEnd, IReadOnlyList<FlagCount> Flags, IReadOnlyList<(long PersonId, string Reviewer, IReadOnlyList<RaisedFlag> Flags)> ByReviewer,
    int Twice, int Alike, int OtherRole, int FlaggedItems, int FlaggedReviewers);

/// <summary>Reads the quality of a campaign's review, for its owner and auditors.</summary>
public sealed class ReviewQuality(Databases databases)
{
    /// <summary>Reads it.</summary>
    public async Task<Outcome<QualityReport>> RunAsync(Actor actor, int campaignNumber, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await CampaignDoor.ToReadAsync(db, actor, cancel) is { } denied)
        {
            return denied;
        }

        return await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Number == campaignNumber && c.State != CampaignState.Draft, cancel) is { } campaign
            ? await ReadAsync(db, campaign, cancel)
            : Problem.NotFound($"Campaign C{campaignNumber}");
    }

    /// <summary>Reads it from a snapshot.</summary>
    internal static async Task<QualityReport> ReadAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var facts = await QualityFacts.ReadAsync(db, campaign.Id, null, cancel);
        var flags = facts.GroupBy(f => f.ReviewerId).Select(g => (g.Key, Flags: QualityRules.Of([.. g]))).Where(r => r.Flags.Count > 0).ToList();
        var itemOf = facts.ToDictionary(f => f.TurnId, f => f.ItemId);
        int Items(IEnumerable<RaisedFlag> raised) => raised.SelectMany(f => f.TurnIds).Select(t => itemOf[t]).Distinct().Count();
        var end = campaign.DueAt - ((campaign.DueAt - (campaign.LaunchedAt ?? campaign.DueAt)) / 10);
        var items = await (from turn in db.ReviewTurns
                           where turn.CampaignId == campaign.Id
                           join decision in db.Decisions on turn.DecisionId equals decision.Id
                           where decision.Mode != DecisionMode.Deadline && decision.Rule != Decision.ByDeadline
                           group decision by turn.ItemId
                           into decided
                           select new
                           {
                               Together = decided.Max(d => d.Mode == DecisionMode.Bulk || d.Mode == DecisionMode.Group || d.Mode == DecisionMode.CarriedForward ? 1 : 0),
                               AtTheEnd = decided.Max(d => d.At >= end ? 1 : 0),
                           }
                           into item
                           group item by new { item.Together, item.AtTheEnd }
                           into same
                           select new { same.Key.Together, same.Key.AtTheEnd, Count = same.Count() }).ToListAsync(cancel);
        var both = await (from first in db.ReviewTurns
                          where first.CampaignId == campaign.Id && first.Stage == 1 && first.State != TurnState.Undecided
                          join second in db.ReviewTurns on first.ItemId equals second.ItemId
                          where second.Stage == 2 && second.State != TurnState.Undecided
                          join one in db.Decisions on first.DecisionId equals (long?)one.Id
                          join two in db.Decisions on second.DecisionId equals (long?)two.Id
                          where one.Mode != DecisionMode.WithAccount && one.Mode != DecisionMode.Deadline && two.Mode != DecisionMode.WithAccount && two.Mode != DecisionMode.Deadline
                          group first by new { SameState = first.State == second.State, SameRole = one.ChangeTo == two.ChangeTo }
                          into same
                          select new { same.Key.SameState, same.Key.SameRole, Count = same.Count() }).ToListAsync(cancel);
        var policy = CurrentPolicy.Parse(await db.PolicyVersions.Where(p => p.Id == campaign.PolicyVersionId).Select(p => p.Json).SingleOrDefaultAsync(cancel) ?? "{}");
        var names = await PersonNames.ReadAsync(db, flags.Where(_ => policy.QualityByReviewer).Select(f => (long?)f.Key), cancel);
        return new QualityReport(
            itemOf.Values.Distinct().Count(), QualityRules.Median(facts), items.Sum(i => i.Count), items.Where(i => i.Together == 1).Sum(i => i.Count), items.Where(i => i.AtTheEnd == 1).Sum(i => i.Count),
            [.. Enum.GetValues<QualityFlag>().Select(f => new FlagCount(f, flags.Count(r => r.Flags.Any(x => x.Flag == f)), Items(flags.SelectMany(r => r.Flags).Where(x => x.Flag == f))))],
            policy.QualityByReviewer
                ? [.. flags.Select(f => (f.Key, names.GetValueOrDefault(f.Key, "not known"), f.Flags)).OrderBy(f => f.Item2, StringComparer.Ordinal).ThenBy(f => f.Key)]
                : [],
            both.Sum(b => b.Count), both.Where(b => b is { SameState: true, SameRole: true }).Sum(b => b.Count), both.Where(b => b is { SameState: true, SameRole: false }).Sum(b => b.Count), Items(flags.SelectMany(r => r.Flags)), flags.Count);
    }
}
