using AccessReview.Core;
using AccessReview.Core.SignIn;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.SignIn;

/// <summary>Sends whoever wants to sign to the provider once more, in another tab, so that what they have open stays.</summary>
public partial class ProveAgainDialog
{
    /// <summary>Why.</summary>
    [Parameter, EditorRequired]
    public string Sentence { get; set; } = "";

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>Signs; where a fresh proof is asked for, lets the person give it and signs again, until it is signed or they leave it.</summary>
    public static async Task<Outcome<T>> SignAsync<T>(IDialogService dialogs, Func<Task<Outcome<T>>> sign)
    {
        var signed = await sign();
        while (signed.Problem is { Code: FreshProof.Code } stale && await AskAsync(dialogs, stale.Sentence))
        {
            signed = await sign();
        }

        return signed;
    }

    private static async Task<bool> AskAsync(IDialogService dialogs, string sentence)
    {
        var parameters = new DialogParameters<ProveAgainDialog> { { d => d.Sentence, sentence } };
        var shown = await dialogs.ShowAsync<ProveAgainDialog>("Prove once more who you are", parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await shown.Result is { Canceled: false };
    }
}
