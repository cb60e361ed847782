using AccessReview.Core;
using AccessReview.Core.Directories;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Chooses who gets an item, and says why; a refusal is said where what was typed still stands.</summary>
public partial class HandOverDialog
{
    private IReadOnlyList<PersonChoice> people = [];
    private PersonChoice? chosen;
    private string text = "";
    private string reason = "";
    private Problem? problem;
    private bool busy;

    /// <summary>To whom, and why.</summary>
    public sealed record Given(long PersonId, string Name, string Reason);

    /// <summary>The item, in words.</summary>
    [Parameter, EditorRequired]
    public string What { get; set; } = "";

    /// <summary>Gives it; a problem when it may not be.</summary>
    [Parameter, EditorRequired]
    public Func<Given, Task<Problem?>> Give { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private FindPeople Find { get; set; } = null!;

    /// <summary>Asks until it was given; null when it was cancelled.</summary>
    public static async Task<Given?> AskAsync(IDialogService dialogs, string what, Func<Given, Task<Problem?>> give)
    {
        var parameters = new DialogParameters<HandOverDialog> { { d => d.What, what }, { d => d.Give, give } };
        var shown = await dialogs.ShowAsync<HandOverDialog>("Hand over", parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await shown.Result is { Canceled: false, Data: Given given } ? given : null;
    }

    private async Task SearchAsync(ChangeEventArgs e)
    {
        (text, chosen) = (e.Value?.ToString() ?? "", null);
        people = text.Trim().Length == 0 ? [] : (await Find.RunAsync(text, 0, 6, includeLeft: false, CancellationToken.None)).People;
    }

    private async Task GiveAsync(Given given)
    {
        busy = true;
        try
        {
            problem = await Give(given);
            if (problem is null)
            {
                Dialog.Close(DialogResult.Ok(given));
            }
        }
        finally
        {
            busy = false;
        }
    }

    private void Choose(PersonChoice person) => (chosen, text, people) = (person, person.Name, []);
}
