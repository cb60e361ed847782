using AccessReview.Core.Removals;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Components.Removals;

/// <summary>The different numbers of removals in one sentence; none stands for another.</summary>
internal static class RemovalNumbers
{
    /// <summary>How things stand.</summary>
    public static string Sentence(RemovalCounts counts)
    {
        string[] said =
        [
            $"{DateWords.Number(counts.Verified)} of {DateWords.Number(counts.Decided)} are verified",
            .. Some(counts.DoneByHand, "noted as done by hand"),
            .. Some(counts.Executed, "carried out by the product"),
            .. Some(counts.SecondPerson, "waiting for a second person"),
            .. Some(counts.Waived, "waived"),
            .. Some(counts.Overruled, "overruled by a newer decision"),
            .. Some(counts.WithTasks, "with a task by hand still open"),
            .. Some(counts.Late, "late"),
            .. Some(counts.StillPresent, "still present in the last reading"),
            .. Some(counts.Reappeared, "came back"),
        ];
        return string.Join(", ", said) + ".";
    }

    /// <summary>How long it took from the decision until a reading proved it.</summary>
    public static string Of(RemovalTimes times) => times.Count == 1
        ? $"Verified {DateWords.Duration(times.SlowestHours)} after the decision; limit {DateWords.Count(times.LimitDays, "day")}."
        : $"From decision to verified: median {DateWords.Duration(times.MedianHours)}, slowest {DateWords.Duration(times.SlowestHours)}, limit {DateWords.Count(times.LimitDays, "day")}.";

    /// <summary>How long ago it was decided.</summary>
    public static string Of(RemovalAge age) => RemovalAges.Days(age) switch
    {
        (0, { } to) => to == 1 ? "Under a day" : $"Under {to} days",
        ({ } from, null) => $"Over {from} days",
        ({ } from, { } to) => $"{from} to {to} days",
    };

    private static IEnumerable<string> Some(int count, string words) => count == 0 ? [] : [$"{DateWords.Number(count)} {words}"];
}
