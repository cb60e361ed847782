using AccessReview.Core;
using AccessReview.Core.Settings;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Removals;

/// <summary>A looser brake that waits for a second person, where those who may answer look; nothing to everybody else.</summary>
public partial class LooserBrakeNotice
{
    private LooserBrake? waiting;
    private Problem? problem;
    private bool busy;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired] public Actor Actor { get; set; } = null!;

    /// <summary>It was answered.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    [Inject] private ReadLooserBrake Read { get; set; } = null!;

    [Inject] private AgreeToLooserBrake Agree { get; set; } = null!;

    [Inject] private DropLooserBrake Drop { get; set; } = null!;

    [Inject] private IDialogService Dialogs { get; set; } = null!;

    private string Until => waiting!.MayAgree ? "It stays as it is until you agree." : "It stays as it is until an administrator or a campaign owner who did not ask agrees.";

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => waiting = (await Read.RunAsync(Actor, CancellationToken.None)).Value;

    private async Task AgreeAsync()
    {
        // Another request may take its place while the dialog is open.
        var seen = waiting!;
        var sentence = $"From now on up to {seen.Above} removals of one application within a day, or {seen.Percent} % of it, are carried out without a second person. From three on, more than half of an application waits in any case.";
        if (await ConfirmDialog.AskAsync(Dialogs, "Loosen the brake?", sentence, "Agree", danger: true) is not null)
        {
            await DoAsync(async () => (await Agree.RunAsync(Guid.NewGuid(), Actor, seen.RequestSeq, CancellationToken.None)).Problem);
        }
    }

    private Task DropAsync()
    {
        var seen = waiting!.RequestSeq;
        return DoAsync(async () => (await Drop.RunAsync(Guid.NewGuid(), Actor, seen, CancellationToken.None)).Problem);
    }

    private async Task DoAsync(Func<Task<Problem?>> act)
    {
        if (!busy)
        {
            (busy, problem) = (true, await act());
            (waiting, busy) = ((await Read.RunAsync(Actor, CancellationToken.None)).Value, false);
            await Changed.InvokeAsync();
        }
    }
}
