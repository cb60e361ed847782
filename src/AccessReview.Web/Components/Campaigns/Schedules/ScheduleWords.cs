using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Components.Campaigns.Schedules;

/// <summary>Words of campaigns that repeat.</summary>
internal static class ScheduleWords
{
    /// <summary>How a cycle stands, as a chip says it.</summary>
    public static string Of(CycleState state) => state switch
    {
        CycleState.Planned => "planned",
        CycleState.Prepared => "prepared",
        CycleState.Late => "not launched yet",
        CycleState.Held => "held",
        CycleState.HeldLate => "missed, held later",
        CycleState.GivenUp => "cancelled",
        CycleState.Missed => "missed",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>What the next one leaves out.</summary>
    public static string Without(IReadOnlyList<string> outOfScope) => $"Without {string.Join(", ", outOfScope)}: out of scope.";

    /// <summary>What the colour of a cycle means.</summary>
    public static Tone ToneOf(CycleState state) => state switch
    {
        CycleState.Planned or CycleState.GivenUp => Tone.Plain,
        CycleState.Prepared => Tone.Accent,
        CycleState.Held => Tone.Ok,
        CycleState.Late or CycleState.HeldLate => Tone.Warn,
        CycleState.Missed => Tone.No,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>A unit as a choice, for so many of it.</summary>
    public static string Of(CadenceUnit unit, int every) => unit.ToString().ToLowerInvariant()[..^(every == 1 ? 1 : 0)];
}
