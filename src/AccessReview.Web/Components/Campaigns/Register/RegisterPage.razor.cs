using AccessReview.Core;
using AccessReview.Core.Campaigns.Register;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Campaigns.Register;

/// <summary>Every registered application with its last quarters: what was reviewed, and what was not.</summary>
public sealed partial class RegisterPage : IDisposable
{
    private readonly Lifetime gone = new();
    private RegisterView? view;
    private Problem? problem;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private ApplicationRegister Register { get; set; } = null!;

    private string? Sentence => view switch
    {
        null => null,
        { Lines.Count: 0 } => "Nothing is registered.",
        _ => view.Lines.Count(l => l.IsGap) switch
        {
            0 => $"Every application{(view.Lines.Any(l => l.OutOfScope is not null) ? " in scope" : "")} is reviewed this quarter, or will be.",
            var gaps => CampaignWords.N(gaps, "application is", "applications are") + " not reviewed this quarter, and nothing is planned.",
        } + view.Lines.Count(l => l.Cells[^1] is { State: RegisterState.Reviewed, Left: not null }) switch
        {
            0 => "",
            var partly => " " + CampaignWords.N(partly, "has", "have") + " items that nobody reviewed.",
        },
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var read = await Register.RunAsync(await Current.GetAsync(), gone.Token);
        (view, problem) = (read.Value, read.Problem);
    }

    private static string Words(RegisterCell cell, bool now) => Said(cell, now) + RegisterWords.OthersMissed(cell);

    private static string Said(RegisterCell cell, bool now) => (cell.State, cell.Late) switch
    {
        (RegisterState.Reviewed, var late) => (late ? "reviewed late" : RegisterWords.Of(cell.State, now)) + (cell.Left is { } left ? $", {RegisterWords.Of(left)} not" : ""),
        (RegisterState.Open, true) => "open, overdue",
        _ => RegisterWords.Of(cell.State, now),
    };

    private static Tone ToneOf(RegisterCell cell, bool now) => cell.State switch
    {
        RegisterState.Reviewed => cell.Late || cell.Left is not null || cell.Missed > 0 ? Tone.Warn : Tone.Ok,
        RegisterState.Open => cell.Late || cell.Missed > 0 ? Tone.Warn : Tone.Accent,
        RegisterState.Planned when cell.Missed > 0 => Tone.Warn,
        RegisterState.NotReviewed => now ? Tone.Warn : Tone.No,
        RegisterState.Missed => Tone.No,
        RegisterState.NotKnown => now ? Tone.Warn : Tone.Plain,
        _ => Tone.Plain,
    };

    private static string DayWords(RegisterCell cell, DateOnly day) => cell.State switch
    {
        RegisterState.Reviewed or RegisterState.NotReviewed => "closed ",
        RegisterState.Open or RegisterState.Missed => "due ",
        _ => "launch ",
    } + DateWords.Day(day);
}
