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
    private bool withGroups = true;
    private bool pressed;

    /// <summary>To whom, why, and whether the account's groups go with it.</summary>
    public sealed record Given(long PersonId, string Name, string Reason, bool WithGroups);

    /// <summary>The item, in words.</summary>
    [Parameter, EditorRequired]
    public string What { get; set; } = "";

    /// <summary>How many of the account's groups are before the reviewer and not decided: they go with it unless the reviewer keeps them.</summary>
    [Parameter]
    public int Groups { get; set; }

    /// <summary>Gives it; a problem when it may not be.</summary>
    [Parameter, EditorRequired]
    public Func<Given, Task<Problem?>> Give { get; set; } = null!;

    private bool SaysWhy => reason.Trim().Length >= DecisionRule.MinReason;

    /// <summary>Asks until it was given; null when it was cancelled.</summary>
    public static async Task<Given?> AskAsync(IDialogService dialogs, string what, int groups, Func<Given, Task<Problem?>> give)
    {
        var parameters = new DialogParameters<HandOverDialog> { { d => d.What, what }, { d => d.Groups, groups }, { d => d.Give, give } };
        var shown = await dialogs.ShowAsync<HandOverDialog>("Hand over", parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await shown.Result is { Canceled: false, Data: Given given } ? given : null;
    }

    private async Task GiveAsync()
    {
        pressed = true;
        if (to is null || !SaysWhy)
        {
            return;
        }

        var given = new Given(to.Id, to.Name, reason.Trim(), Groups > 0 && withGroups);
        await OnceAsync(async () =>
        {
            Problem = await Give(given);
            return Problem is null ? DialogResult.Ok(given) : null;
        });
    }
}
