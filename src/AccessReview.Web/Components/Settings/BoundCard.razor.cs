using AccessReview.Core;
using AccessReview.Core.SignIn;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Settings;

/// <summary>Sign-ins that are a person.</summary>
public partial class BoundCard
{
    private Problem? problem;
    private bool busy;

    /// <summary>Those that are bound, by name.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<SignInList.Bound> Lines { get; set; } = [];

    /// <summary>How many there are in all.</summary>
    [Parameter, EditorRequired] public int InAll { get; set; }

    /// <summary>What is searched for.</summary>
    [Parameter] public string? Search { get; set; }

    /// <summary>Whether people prove who they are.</summary>
    [Parameter] public bool Real { get; set; }

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired] public Actor Actor { get; set; } = null!;

    /// <summary>One was unbound.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    [Inject] private UnbindSignIn Unbind { get; set; } = null!;

    [Inject] private IDialogService Dialogs { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private static string By(SignInList.Bound line) => line.BoundBy == "the product" ? "the verified address" : line.BoundBy;

    private async Task UnbindAsync(SignInList.Bound line)
    {
        var sentence = $"{line.Name} is signed out everywhere, and this sign-in is nobody until an administrator binds it again. What was decided with it stays.";
        if (!busy && await ConfirmDialog.AskAsync(Dialogs, "Unbind this sign-in?", sentence, "Unbind", danger: true) is not null)
        {
            busy = true;
            problem = (await Unbind.RunAsync(Guid.NewGuid(), Actor, line.Id, CancellationToken.None)).Problem;
            busy = false;
            await Changed.InvokeAsync();
        }
    }
}
