using AccessReview.Core;
using AccessReview.Core.Directories;
using AccessReview.Core.SignIn;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Settings;

/// <summary>Sign-ins that wait for an administrator to say who they are.</summary>
public partial class WaitingCard
{
    private readonly Dictionary<long, PersonChoice?> chosen = [];
    private Problem? problem;
    private long? lacking;
    private bool busy;

    /// <summary>Those that wait, the latest first.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<SignInList.Waiting> Lines { get; set; } = [];

    /// <summary>How many wait in all.</summary>
    [Parameter, EditorRequired] public int InAll { get; set; }

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired] public Actor Actor { get; set; } = null!;

    /// <summary>One was bound.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    [Inject] private BindSignIn Bind { get; set; } = null!;

    [Inject] private IDialogService Dialogs { get; set; } = null!;

    private PersonChoice? Chosen(SignInList.Waiting line) => chosen.GetValueOrDefault(line.Waits.Id);

    private void Choose(long waitingId, PersonChoice? person) => chosen[waitingId] = person;

    private async Task BindAsync(SignInList.Waiting line)
    {
        lacking = Chosen(line) is null ? line.Waits.Id : null;
        if (busy || Chosen(line) is not { } person)
        {
            return;
        }

        var who = line.Waits.Address.Length > 0 ? line.Waits.Address : line.Waits.Subject;
        var sentence = $"From now on, whoever signs in as {who} is {person.Name}: they see what {person.Name} sees, and what they decide and sign is {person.Name}’s. It is recorded that you said so.";
        if (await ConfirmDialog.AskAsync(Dialogs, "Bind this sign-in?", sentence, $"Bind to {person.Name}") is not null)
        {
            busy = true;
            problem = (await Bind.RunAsync(Guid.NewGuid(), Actor, line.Waits.Id, person.Id, CancellationToken.None)).Problem;
            busy = false;
            await Changed.InvokeAsync();
        }
    }
}
