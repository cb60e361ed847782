using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Reviewing;

/// <summary>By which rule the rows of an act belong together.</summary>
/// <param name="Code">The rule as decisions record it; null: picked by hand.</param>
internal readonly record struct RoutineRule(string? Code)
{
    /// <summary>How decisions by this rule are recorded.</summary>
    public DecisionMode Mode => Code switch { null => DecisionMode.Bulk, RoutineKey.CarriesRule => DecisionMode.CarriedForward, _ => DecisionMode.Group };

    /// <summary>The rule of a routine line, asked again of the database: the browser only names rows. A line is certified, and only after
    /// its names were shown, which was after the launch.</summary>
    public static async Task<Outcome<RoutineRule>> OfAsync(ChangeScope scope, Campaign campaign, ManyChoice choice, List<TurnFacts> chosen, CancellationToken cancel)
    {
        if (choice.NamesShownAt is not { } shown || chosen.Count == 0)
        {
            return default(RoutineRule);
        }

        if (choice.Kind != DecisionKind.Certify || shown > scope.At || shown < campaign.LaunchedAt)
        {
            return new Problem("routine.shown", "A line of routine rows is certified after its names were shown; revoke takes them as a selection.");
        }

        var rows = await SliceReader.ReadAsync(scope.Db, campaign.Id, TurnStatements.Only(scope.Db, chosen.Select(t => t.TurnId)), cancel, past: false);
        List<RoutineKey?> keys = [.. rows.Select(RoutineKey.Of).Distinct()];
        return keys is [{ } key]
            ? new RoutineRule(key.Rule)
            : new Problem("routine.apart", "These rows do not belong together: they differ in role or group, department, match or whom they are reviewed for, or one carries a finding. Decide them by themselves.");
    }
}
