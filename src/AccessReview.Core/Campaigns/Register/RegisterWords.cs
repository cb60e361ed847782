using System.Globalization;

namespace AccessReview.Core.Campaigns.Register;

/// <summary>The states of the register as the page and the workbook say them.</summary>
public static class RegisterWords
{
    /// <summary>A state in words.</summary>
    /// <param name="state">The state.</param>
    /// <param name="now">Whether the quarter runs.</param>
    public static string Of(RegisterState state, bool now) => state switch
    {
        RegisterState.Reviewed => "reviewed",
        RegisterState.Open => "open",
        RegisterState.Planned => "planned",
        RegisterState.Missed => "missed",
        RegisterState.NotReviewed => now ? "not reviewed yet" : "not reviewed",
        RegisterState.NotKnown => now ? "never read" : "not known",
        RegisterState.OutOfScope => "out of scope",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of the register."),
    };

    /// <summary>What was left unreviewed: <c>12 of 40</c>.</summary>
    public static string Of(LeftUnreviewed left) => string.Create(CultureInfo.InvariantCulture, $"{left.Count} of {left.Items}");

    /// <summary>How many others were missed beside what a cell says: <c>, 2 missed</c>; empty: none.</summary>
    public static string OthersMissed(RegisterCell cell) => cell.Missed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {cell.Missed} {(cell.State == RegisterState.Missed ? "more" : "missed")}");

    /// <summary>A quarter as a heading: <c>Q4 2026</c>, and <c>Q1 2027, now</c> for the one that runs.</summary>
    public static string Of(RegisterQuarter quarter, bool now) => now ? quarter.Name + ", now" : quarter.Name;
}
