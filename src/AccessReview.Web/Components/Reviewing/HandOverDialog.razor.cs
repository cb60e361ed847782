using AccessReview.Core.Directories;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Chooses who gets an item, and says why.</summary>
public partial class HandOverDialog
{
    private IReadOnlyList<PersonChoice> people = [];
    private PersonChoice? chosen;
    private string text = "";
    private string reason = "";

    /// <summary>To whom, and why.</summary>
    public sealed record Given(long PersonId, string Name, string Reason);

    /// <summary>The item, in words.</summary>
    [Parameter, EditorRequired]
    public string What { get; set; } = "";

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private FindPeople Find { get; set; } = null!;

    /// <summary>Asks; null when it was cancelled.</summary>
    public static async Task<Given?> AskAsync(IDialogService dialogs, string what)
    {
        var parameters = new DialogParameters<HandOverDialog> { { d => d.What, what } };
        var shown = await dialogs.ShowAsync<HandOverDialog>("Hand over", parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await shown.Result is { Canceled: false, Data: Given given } ? given : null;
    }

    private async Task SearchAsync(ChangeEventArgs e)
    {
        (text, chosen) = (e.Value?.ToString() ?? "", null);
        people = text.Trim().Length == 0 ? [] : (await Find.RunAsync(text, 0, 6, includeLeft: false, CancellationToken.None)).People;
    }

    private void Choose(PersonChoice person) => (chosen, text, people) = (person, person.Name, []);
}
