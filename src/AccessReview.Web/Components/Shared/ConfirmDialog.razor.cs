using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Shared;

/// <summary>Asks once, in a sentence that names what will happen; with a reason where one is needed.</summary>
public partial class ConfirmDialog
{
    private string reason = "";
    private bool pressed;

    /// <summary>What is asked.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>What will happen, with counts.</summary>
    [Parameter, EditorRequired] public string Sentence { get; set; } = "";

    /// <summary>The verb on the button.</summary>
    [Parameter, EditorRequired] public string Confirm { get; set; } = "";

    /// <summary>Asks for a reason under this label; null asks for none.</summary>
    [Parameter] public string? ReasonLabel { get; set; }

    /// <summary>The most characters of the reason.</summary>
    [Parameter] public int MaxReason { get; set; } = 1000;

    /// <summary>What is asked for is a name: one line.</summary>
    [Parameter] public bool IsName { get; set; }

    /// <summary>Takes something away.</summary>
    [Parameter] public bool Danger { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private bool IsAnswered => ReasonLabel is null || !string.IsNullOrWhiteSpace(reason);

    /// <summary>Asks; null when it was cancelled, else the reason (empty where none was asked for).</summary>
    public static async Task<string?> AskAsync(IDialogService dialogs, string title, string sentence, string confirm, string? reasonLabel = null, bool danger = false)
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { d => d.Title, title }, { d => d.Sentence, sentence }, { d => d.Confirm, confirm }, { d => d.ReasonLabel, reasonLabel }, { d => d.Danger, danger },
        };
        var shown = await dialogs.ShowAsync<ConfirmDialog>(title, parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await shown.Result is { Canceled: false, Data: string answer } ? answer : null;
    }

    /// <summary>Asks for a name of at most so many characters; null when it was cancelled.</summary>
    public static async Task<string?> NameAsync(IDialogService dialogs, string title, string sentence, string confirm, int most)
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { d => d.Title, title }, { d => d.Sentence, sentence }, { d => d.Confirm, confirm }, { d => d.ReasonLabel, "Name" }, { d => d.MaxReason, most }, { d => d.IsName, true },
        };
        var shown = await dialogs.ShowAsync<ConfirmDialog>(title, parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await shown.Result is { Canceled: false, Data: string answer } ? answer : null;
    }

    private void Answer()
    {
        pressed = true;
        if (IsAnswered)
        {
            Dialog.Close(DialogResult.Ok(reason.Trim()));
        }
    }
}
