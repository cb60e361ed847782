using AccessReview.Core.Campaigns.Independence;
using AccessReview.Core.Extracts;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Campaigns;

/// <summary>A condition of launching, with what is so.</summary>
/// <param name="Code">Stable: <c>gate.empty</c>, <c>gate.C6</c>.</param>
/// <param name="Passed">Whether it holds.</param>
/// <param name="Sentence">What is so and, where it does not hold, what to do.</param>
/// <param name="ApplicationId">The application it is about; null: the plan as a whole.</param>
public sealed record Gate(string Code, bool Passed, string Sentence, long? ApplicationId = null);

/// <summary>What must hold before a campaign starts. Pure functions of the facts; no gate can be waived.</summary>
public static class LaunchGates
{
    // C8 to C10 are shown with their lists and explained; they do not stop a launch.
    private static readonly HashSet<string> Stopping = ["C1", "C2", "C3", "C4", "C6", "C11"];

    /// <summary>Every gate, in the order in which a person would mend them.</summary>
    public static IReadOnlyList<Gate> Of(GateFacts facts) =>
    [
        .. OfMain(facts),
        NotEmpty(facts),
        .. facts.Policy.Organisation.Length == 0 ? [new("gate.organisation", true, Policy.Nameless)] : Array.Empty<Gate>(),
        .. facts.Applications.SelectMany(a => OfApplication(facts, a).Select(g => g with { ApplicationId = a.ApplicationId })),
        .. OfStaffLists(facts),
        .. LaunchChecks.Of(facts).Where(c => Stopping.Contains(c.Code)).GroupBy(c => c.Code).OrderBy(g => int.Parse(g.Key.AsSpan(1))).Select(g => OfChecks(facts, g.Key, [.. g])),
        .. Independence(facts),
        .. SecondReviewers(facts),
        DueAhead(facts),
        NotTooLarge(facts),
        new("gate.preview", facts.PreviewIsCurrent, facts.PreviewIsCurrent ? "The preview is of this plan and of the newest readings." : "The plan or a reading has changed since the preview was made. Look at the preview again."),
    ];

    /// <summary>Whether a reading is older than the limit.</summary>
    public static bool IsOld(DateTime asOf, DateTime now, int days) => now - asOf > TimeSpan.FromDays(days);

    private static IEnumerable<Gate> OfMain(GateFacts facts)
    {
        if (facts.Main is var (number, state))
        {
            yield return state == CampaignState.Active
                ? new("gate.addendum", true, $"C{number}, whose addendum this is, is open.")
                : new("gate.addendum", false, $"C{number}, whose addendum this is, is {Campaign.Word(state)}. Give this draft up, and plan a campaign of its own over what it was to review.");
        }
    }

    private static Gate NotEmpty(GateFacts facts) => facts switch
    {
        { Applications.Count: 0 } => new("gate.empty", false, "No application is in the plan. Add the one to review."),
        { Items: 0 } => new("gate.empty", false, "The plan holds no account. An empty campaign cannot start."),
        _ => new("gate.empty", true, $"The plan holds {Count(facts.Items, "item")}."),
    };

    private static IEnumerable<Gate> OfApplication(GateFacts facts, ApplicationFacts app)
    {
        var days = facts.Policy.ApplicationStaleAfterDays;
        if (app.Reading is not { } reading)
        {
            yield return new("gate.reading", false, $"{app.Name} has never been read. Bring in its user list first.");
            yield break;
        }

        yield return new("gate.complete", reading.Complete, reading.Complete ? $"{app.Name}: the reading is complete." : $"{app.Name}: the newest reading is incomplete. Bring in a complete one.");
        yield return reading.Connected && facts.Now - reading.AsOf > PlanReadings.FreshEnough
            ? new("gate.stale", false, $"{app.Name} was read as of {Clock.Said(reading.AsOf)}, more than {PlanReadings.FreshEnough.TotalHours:0} hours ago. It is connected, so it is read anew now; try again when it has been.")
            : IsOld(reading.AsOf, facts.Now, days)
            ? new("gate.stale", false, $"{app.Name} was read as of {Day(reading.AsOf)}, more than {Count(days, "day")} ago. Bring in a newer file.")
            : new("gate.stale", true, $"{app.Name} was read as of {Day(reading.AsOf)}; the limit is {Count(days, "day")}.");
        if (reading.Files.Select(f => f.Filters).FirstOrDefault(f => !ExtractFile.IsUnfiltered(f)) is { } filter)
        {
            yield return new("gate.filter", true, $"{app.Name}: the reading has the filter “{filter}”. Whom it keeps out is not reviewed, and the evidence says so; a file with everybody would have them reviewed too.");
        }

        if (app.RolesAsOf is { } roles)
        {
            yield return new("gate.roles", false, $"{app.Name}: the newest reading gives nobody a role, and one as of {Day(roles)} did. Who is privileged would not be seen. Bring in a file with the roles, or let the connection read the attribute that holds them.");
        }

        yield return app.AssessmentIsNewest
            ? new("gate.assessment", true, $"{app.Name}: matches and findings are those of the newest readings.")
            : new("gate.assessment", false, $"{app.Name}: matches and findings are being worked out anew after a change. Try again in a moment.");
        if (app.NeedsApproval)
        {
            var (accounts, assignments) = (app.LeftOut - app.OutsidePart, app.AssignmentsLeftOut);
            var what = string.Join(" and ", new[] { accounts > 0 ? Count(accounts, "account") : null, assignments > 0 ? Count(assignments, "assignment") : null }.OfType<string>()) + (accounts + assignments == 1 ? " is left out" : " are left out");
            yield return app.ScopeApproved ? new("gate.scope", true, $"{app.Name}: its owner approved that {what}.")
                : app.HasOwner ? new("gate.scope", false, $"{app.Name}: {what}, and its owner has not approved this list.")
                : new("gate.scope", false, $"{app.Name}: {what}, and it has no owner who works here and could approve. An administrator names one.");
        }
    }

    private static IEnumerable<Gate> OfStaffLists(GateFacts facts)
    {
        var days = facts.Policy.StaffListStaleAfterDays;
        if (facts.StaffLists.Count == 0)
        {
            yield return new("gate.staff-list", false, "No staff list has been read. Bring one in first: it says who works here and who manages whom.");
        }

        foreach (var list in facts.StaffLists)
        {
            yield return !list.Complete ? new("gate.staff-list", false, $"{list.Source}: the newest reading is incomplete. Bring in a complete one.")
                : IsOld(list.AsOf, facts.Now, days) ? new("gate.staff-list", false, $"{list.Source} is as of {Day(list.AsOf)}, more than {Count(days, "day")} ago. Bring in a newer one.")
                : new("gate.staff-list", true, $"{list.Source} is as of {Day(list.AsOf)}; the limit is {Count(days, "day")}.");
        }
    }

    private static Gate OfChecks(GateFacts facts, string code, IReadOnlyList<Check> checks) =>
        checks.FirstOrDefault(c => c.Result == CheckResult.Fail) is not { } failed
            ? new("gate." + code, true, checks.All(c => c.Result == CheckResult.NotTested) ? $"{code} not tested: {checks[0].Explained}" : $"{code}: " + string.Join(" ", checks.Where(c => c.Result == CheckResult.Pass).Select(c => $"{c.WhatA}: {c.CountA:N0}; {Lower(c.WhatB)}: {c.CountB:N0}.")))
            : code == "C11" ? new("gate.C11", false, $"{facts.WithoutReviewer:N0} items have nobody who could review them. Name a fallback who holds none of them, or give the application another owner.")
            : new("gate." + code, false, $"{code}: {failed.WhatA}: {failed.CountA:N0}. {failed.WhatB}: {failed.CountB:N0}. They must be equal.");

    private static string Count(int number, string one) => $"{number:N0} {one}{(number == 1 ? "" : "s")}";

    private static string Day(DateTime instant) => Clock.Said(DateOnly.FromDateTime(instant));

    private static string Lower(string words) => char.ToLowerInvariant(words[0]) + words[1..];

    private static IEnumerable<Gate> Independence(GateFacts facts)
    {
        foreach (var (conflict, rule, what, remedy) in new[]
        {
            (IndependenceConflict.Administrator, facts.Policy.AdministratorsReview, "of administrators are before another administrator of the application", "Name a reviewer or a fallback who is none"),
            (IndependenceConflict.Reciprocal, facts.Policy.ReciprocalReview, "are before somebody whose own access their holder reviews", "Spread them to somebody else, or name another reviewer"),
        })
        {
            var count = facts.Conflicts.GetValueOrDefault(conflict);
            if (rule == IndependenceRule.Prevented)
            {
                yield return count == 0 ? new("gate.independence", true, $"No items {what}.") : new("gate.independence", false, $"{count:N0} items {what}, which the policy prevents. {remedy}.");
            }
            else if (count > 0)
            {
                yield return new("gate.independence", true, $"{count:N0} items {what}; the evidence will say so.");
            }
        }
    }

    private static IEnumerable<Gate> SecondReviewers(GateFacts facts)
    {
        if (facts.WithoutSecond > 0)
        {
            yield return new("gate.second", false, $"{facts.WithoutSecond:N0} items have nobody who could review them a second time. Name a second reviewer who is not their first, holds none of them, and is independent as the policy asks.");
        }
        else if (facts.Second > 0)
        {
            yield return new("gate.second", true, $"{facts.Second:N0} items come before a second reviewer once the first has kept them.");
        }
    }

    private static Gate DueAhead(GateFacts facts) => facts switch
    {
        _ when facts.DueAt <= facts.Now => new("gate.due", false, "The due day has passed. Choose a later one."),
        _ when facts.DueAt <= facts.Recorded => new("gate.due", false, $"A clock ran ahead, and the newest event is of {Clock.Said(facts.Recorded)}: everything would be recorded as late. Choose a later due day."),
        _ => new("gate.due", true, $"Due at {Clock.Said(facts.DueAt)}, the end of that day in {facts.TimeZone}."),
    };

    private static Gate NotTooLarge(GateFacts facts) => facts.Items <= Campaign.MaxItems
        ? new("gate.size", true, $"At most {Campaign.MaxItems:N0} items.")
        : new("gate.size", false, $"The plan has {facts.Items:N0} items; a campaign holds at most {Campaign.MaxItems:N0}. Split it by application.");
}
