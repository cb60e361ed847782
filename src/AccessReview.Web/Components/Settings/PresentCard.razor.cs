using AccessReview.Core;
using AccessReview.Core.SignIn;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Settings;

/// <summary>Who has sessions that last, and the end of them.</summary>
public partial class PresentCard
{
    private Problem? problem;
    private bool busy;

    /// <summary>People with sessions, the last seen first.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<SignInList.Present> Lines { get; set; } = [];

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired] public Actor Actor { get; set; } = null!;

    /// <summary>Sessions were ended.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    [Inject] private EndSessions End { get; set; } = null!;

    [Inject] private IDialogService Dialogs { get; set; } = null!;

    private async Task EndAsync(SignInList.Present line)
    {
        var sentence = $"{line.Name} is signed out everywhere: nothing more is accepted from now on, and open pages close within two minutes. They can sign in again.";
        if (!busy && await ConfirmDialog.AskAsync(Dialogs, "End these sessions?", sentence, "End sessions", danger: true) is not null)
        {
            busy = true;
            problem = (await End.RunAsync(Guid.NewGuid(), Actor, line.PersonId, CancellationToken.None)).Problem;
            busy = false;
            await Changed.InvokeAsync();
        }
    }
}
