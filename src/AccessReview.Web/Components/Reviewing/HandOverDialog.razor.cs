using AccessReview.Core;
using AccessReview.Core.Directories;
using AccessReview.Core.Reviewing;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Chooses who gets an item, and says why; a refusal is said where what was typed still stands.</summary>
public partial class HandOverDialog
{
    private PersonChoice? to;
    private string reason = "";
    private Problem? problem;
    private bool busy;

    /// <summary>To whom, and why.</summary>
    public sealed record Given(long PersonId, string Name, string Reason);

    /// <summary>The item, in words.</summary>
    [Parameter, EditorRequired]
    public string What { get; set; } = "";

    /// <summary>How many of the account's groups are before the reviewer, and stay there.</summary>
    [Parameter]
    public int Stay { get; set; }

    /// <summary>Gives it; a problem when it may not be.</summary>
    [Parameter, EditorRequired]
    public Func<Given, Task<Problem?>> Give { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private string StayWords => Stay switch
    {
        0 => "",
        1 => " The account's group stays with you until you hand it over, too.",
        _ => $" The account's {Stay} groups stay with you until you hand them over, too.",
    };

    private bool MayGive => !busy && to is not null && reason.Trim().Length >= DecisionRule.MinReason;

    /// <summary>Asks until it was given; null when it was cancelled.</summary>
    public static async Task<Given?> AskAsync(IDialogService dialogs, string what, int stay, Func<Given, Task<Problem?>> give)
    {
        var parameters = new DialogParameters<HandOverDialog> { { d => d.What, what }, { d => d.Stay, stay }, { d => d.Give, give } };
        var shown = await dialogs.ShowAsync<HandOverDialog>("Hand over", parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await shown.Result is { Canceled: false, Data: Given given } ? given : null;
    }

    private async Task GiveAsync()
    {
        if (!MayGive)
        {
            return;
        }

        var given = new Given(to!.Id, to.Name, reason.Trim());
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
}
