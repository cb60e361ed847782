using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>What an owner looks at on the day of closing.</summary>
public enum ChecklistItem
{
    /// <summary>Every item is decided.</summary>
    Decided,

    /// <summary>Every decision is covered by its reviewer's sign-off.</summary>
    Signed,

    /// <summary>Owners of applications signed where the campaign's owner decided.</summary>
    SecondSignature,

    /// <summary>No sign of haste was raised.</summary>
    Quality,

    /// <summary>No account has appeared since the launch, as far as a later reading says.</summary>
    Appeared,

    /// <summary>No account has become privileged since it was frozen, as far as a later reading says.</summary>
    Promoted,

    /// <summary>What will be revoked has somebody who carries it out.</summary>
    Remover,

    /// <summary>No addendum of it is only drafted; no line where it has none.</summary>
    Addendum,

    /// <summary>The next review is planned.</summary>
    Next,

    /// <summary>Nobody has entered the organisation's name; no line where somebody has.</summary>
    Organisation,
}

/// <summary>A line of the checklist.</summary>
/// <param name="Item">What is looked at.</param>
/// <param name="Done">Whether nothing is left to do about it.</param>
/// <param name="Words">What is so.</param>
/// <param name="Campaign">The number of the campaign that it names; null: it names none.</param>
public sealed record ChecklistLine(ChecklistItem Item, bool Done, string Words, int? Campaign = null);

/// <summary>The closing-day checklist. It advises; what closing needs are the exceptions and the conclusion.</summary>
internal static class CloseChecklist
{
    private const int MostNamed = 4;

    /// <summary>Reads it, in the order in which a person would go through it.</summary>
    public static async Task<IReadOnlyList<ChecklistLine>> ReadAsync(ReviewDb db, Campaign campaign, CloseFacts facts, DateTime now, CancellationToken cancel)
    {
        var reviewers = await ReviewerProgress.ReadAsync(db, campaign, now, cancel);
        var toSign = facts.NotSigned == 0 ? [] : (await SignOffScope.Unsigned(db).Where(t => t.CampaignId == campaign.Id).Select(t => t.ReviewerId).Distinct().ToListAsync(cancel)).ToHashSet();
        var nobodys = facts.DecidedByOne > 0 && await SecondCandidates.Ripe(db).AnyAsync(t => t.CampaignId == campaign.Id, cancel);
        var quality = await ReviewQuality.ReadAsync(db, campaign, cancel);
        var appeared = facts.Appeared.Sum(c => c.CountA ?? 0);
        var active = campaign.Applications.Where(a => a.Active).Select(a => a.ApplicationId).ToList();
        List<long> without = [.. (await Removers.OfAsync(db, active, await CurrentPolicy.DayAsync(db, now, cancel), cancel)).Where(r => r.Value is null).Select(r => r.Key)];
        var nobody = await db.Applications.Where(a => without.Contains(a.Id)).Select(a => a.Name).ToListAsync(cancel);
        return
        [
            new(ChecklistItem.Decided, facts.Undecided == 0, facts.Undecided == 0 ? "Every item is decided." : $"{Number(facts.Undecided, "item is", "items are")} not decided, before {Named([.. Names(reviewers.Where(r => r.Left > 0)), .. nobodys ? ["nobody"] : Array.Empty<string>()])}.{ByOne(facts)}"),
            new(ChecklistItem.Signed, facts.NotSigned == 0, facts.NotSigned == 0 ? "Every decision is signed for." : $"{Number(facts.NotSigned, "decision is", "decisions are")} not signed for by {Named([.. Names(reviewers.Where(r => toSign.Contains(r.PersonId)))])}."),
            Second(facts),
            new(ChecklistItem.Quality, quality.FlaggedReviewers == 0, quality.FlaggedReviewers == 0 ? "No sign of haste." : $"Signs of haste: {Number(quality.FlaggedItems, "item", "items")} of {Number(quality.FlaggedReviewers, "reviewer", "reviewers")} {(quality.FlaggedItems == 1 ? "deserves" : "deserve")} a second look."),
            new(ChecklistItem.Appeared, appeared == 0, appeared == 0 ? "No account is known to have appeared or come back since the launch." : $"{Number((int)appeared, "account has", "accounts have")} appeared or come back since the launch{(campaign.Part != CampaignPart.Everything ? "; whether they belong to the part that this campaign is about is not said" : appeared == 1 ? " and was not reviewed" : " and were not reviewed")}."),
            new(ChecklistItem.Promoted, facts.Promoted == 0, facts.Promoted == 0 ? "No account is known to have become privileged since the launch." : CloseText.Promoted(facts)),
            new(ChecklistItem.Remover, nobody.Count == 0, nobody.Count == 0 ? "Removals have somebody who carries them out." : $"Nobody who works here is named to carry out removals of {string.Join(", ", nobody)}."),
            .. await AddendaAsync(db, campaign, cancel),
            .. campaign.IsOverEverybody ? [await NextAsync(db, campaign, now, cancel)] : Array.Empty<ChecklistLine>(),
            .. await CurrentPolicy.OrganisationAsync(db, campaign.PolicyVersionId, now, cancel) is "" ? [new(ChecklistItem.Organisation, false, Policy.Nameless)] : Array.Empty<ChecklistLine>(),
        ];
    }

    private static string ByOne(CloseFacts facts) => facts.DecidedByOne == 0 ? ""
        : $" Of these, one of two reviewers has decided {facts.DecidedByOne:N0}, and the other not.";

    private static ChecklistLine Second(CloseFacts facts)
    {
        var missing = facts.SecondSignatures.Where(s => s.IsNeeded && !s.IsGiven).Select(s => s.Name).ToList();
        return new(ChecklistItem.SecondSignature, missing.Count == 0, missing.Count > 0 ? $"The owner of {string.Join(", ", missing)} has not signed what was decided there by who owns or may close the campaign."
            : facts.SecondSignatures.Any(s => s.IsNeeded) ? "Owners of applications signed what was decided there by who owns or may close the campaign." : "No owner of an application has to sign as well.");
    }

    private static async Task<IEnumerable<ChecklistLine>> AddendaAsync(ReviewDb db, Campaign campaign, CancellationToken cancel) =>
        (await db.Campaigns.AsNoTracking().Where(c => c.AddendumToId == campaign.Id && (c.State == CampaignState.Draft || c.State == CampaignState.Active))
            .OrderBy(c => c.Number).Select(c => new { c.Number, c.State }).ToListAsync(cancel))
        .Select(c => c.State == CampaignState.Active
            ? new ChecklistLine(ChecklistItem.Addendum, true, $"The addendum C{c.Number} is open and stays so: it is closed by itself.", c.Number)
            : new ChecklistLine(ChecklistItem.Addendum, false, $"The addendum C{c.Number} is not launched, and cannot be once this campaign is closed: what it would review waits for the next one.", c.Number));

    private static async Task<ChecklistLine> NextAsync(ReviewDb db, Campaign campaign, DateTime now, CancellationToken cancel) =>
        await SeriesOf.CampaignAsync(db, campaign.Id, cancel) is { } schedule
            ? Next(await ScheduleList.ReadAsync(db, schedule, now, cancel), campaign)
            : await LaterCampaign.ReadAsync(db, campaign, now, cancel) is { } later
            ? new(ChecklistItem.Next, !later.IsOver, $"The next one, {later.Name}, {later.Words}.", later.Number)
            : new(ChecklistItem.Next, false, "Nothing is planned after it.");

    // What was missed comes before what is to come: that the one after it is planned makes up for nothing.
    private static ChecklistLine Next(ScheduleLine series, Campaign campaign)
    {
        var missed = series.Cycles.FirstOrDefault(c => c.State == CycleState.Missed && c.Dates.PeriodStart > campaign.PeriodStart);
        var (next, launch) = (series.Next, Clock.Said(series.Next.Dates.Launch));
        ChecklistLine Line(bool done, string words, int? named = null) => new(ChecklistItem.Next, done, $"It is held again {series.Terms.Cadence}; {words}.", named);
        return missed is not null ? Line(false, $"{missed.Name} was missed: it was not launched by {Clock.Said(missed.Dates.Due)}", missed.Campaign)
            : next.State == CycleState.Late ? Line(false, $"{next.Name} was to be launched on {launch} and is not yet", next.Campaign)
            : series is { Terms.LaunchesItself: true, OwnerMayRun: false } ? Line(false, $"the next launch is planned for {launch}, and nobody launches it: {series.Owner} is no campaign owner")
            : Line(true, $"the next launch is planned for {launch}");
    }

    private static IEnumerable<string> Names(IEnumerable<ReviewerLine> lines) => lines.Select(l => l.Name);

    private static string Named(IReadOnlyList<string> names) =>
        names.Count <= MostNamed ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNamed))} and {names.Count - MostNamed} more";

    private static string Number(int count, string one, string many) => $"{count:N0} {(count == 1 ? one : many)}";
}
