using AccessReview.Core;
using AccessReview.Core.Absences;
using AccessReview.Web.Components.Campaigns;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Absences;

/// <summary>Who is away when, and who reviews for them: own absences, those one stands in for, and those one may approve.</summary>
public sealed partial class AbsencesPage : IDisposable
{
    private readonly Lifetime gone = new();
    private Actor? actor;
    private AbsenceView? view;
    private Problem? problem;
    private bool busy;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private AbsenceList List { get; set; } = null!;

    [Inject]
    private ApproveAbsence Approve { get; set; } = null!;

    [Inject]
    private EndAbsence End { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private string? Sentence => view?.Lines.Count(l => l.MayApprove) switch
    {
        null or 0 => "While you are away, somebody you name reviews for you.",
        1 => "1 absence waits for your yes.",
        var waiting => $"{waiting} absences wait for your yes.",
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        actor = await Current.GetAsync();
        view = await List.RunAsync(actor, gone.Token);
    }

    private static Tone ToneOf(AbsenceState state) => state switch
    {
        AbsenceState.Waiting => Tone.Warn,
        AbsenceState.InForce => Tone.Accent,
        _ => Tone.Plain,
    };

    private static string Of(AbsenceLine line) => line.State switch
    {
        AbsenceState.Waiting => "waits for approval",
        AbsenceState.Ahead => "approved",
        AbsenceState.InForce => "away now",
        _ => line.EndedAt is not null ? "ended" : line.ApprovedBy is null ? "never approved" : "over",
    };

    private async Task StateAsync()
    {
        await StateAbsenceDialog.AskAsync(Dialogs, view!);
        await DoAsync(null);
    }

    private Task ApproveAsync(AbsenceLine line) => DoAsync(() => Approve.RunAsync(Guid.NewGuid(), actor!, line.Id, CancellationToken.None));

    private async Task EndAsync(AbsenceLine line)
    {
        var sentence = line.State == AbsenceState.InForce
            ? $"What {line.Delegate} has not decided goes back to {line.Person} within a minute; what is decided stays."
            : $"{line.Delegate} will not review for {line.Person} from {CampaignWords.Day(line.From)}.";
        if (await ConfirmDialog.AskAsync(Dialogs, $"End the absence of {line.Person}", sentence, "End it") is not null)
        {
            await DoAsync(() => End.RunAsync(Guid.NewGuid(), actor!, line.Id, CancellationToken.None));
        }
    }

    private async Task DoAsync(Func<Task<Outcome<Done>>>? command)
    {
        busy = true;
        try
        {
            problem = command is null ? null : (await command()).Problem;
            view = await List.RunAsync(actor!, gone.Token);
        }
        finally
        {
            busy = false;
        }
    }
}
