using AccessReview.Core;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Shared;

/// <summary>A dialog that sends what was filled in. Until it is answered neither Cancel nor Escape leaves it: what was sent is carried out all
/// the same, and whoever had left would believe that it is not.</summary>
public abstract class DialogThatSends : ComponentBase
{
    /// <summary>Whether what was sent is not answered yet.</summary>
    protected bool Busy { get; private set; }

    /// <summary>What was refused, said where what was filled in still stands.</summary>
    protected Problem? Problem { get; set; }

    /// <summary>The frame it is shown in.</summary>
    [CascadingParameter]
    protected IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>Leaves it; not while what was sent is not answered, which the button may not show yet.</summary>
    protected void Cancel()
    {
        if (!Busy)
        {
            Dialog.Cancel();
        }
    }

    /// <summary>Sends it once, however often it is pressed; closes with the value, or says what was refused.</summary>
    protected Task CarryOutAsync<T>(Func<Task<Outcome<T>>> send) => OnceAsync(async () =>
    {
        var sent = await send();
        Problem = sent.Problem;
        return sent.IsOk ? DialogResult.Ok(sent.Value) : null;
    });

    /// <summary>Sends it once, however often it is pressed; closes with the result, and stays where there is none.</summary>
    protected async Task OnceAsync(Func<Task<DialogResult?>> send)
    {
        if (Busy)
        {
            return;
        }

        DialogResult? result;
        await HoldAsync(true);
        try
        {
            result = await send();
        }
        finally
        {
            await HoldAsync(false);
        }

        if (result is not null)
        {
            Dialog.Close(result);
        }
    }

    private Task HoldAsync(bool held)
    {
        Busy = held;
        return Dialog.SetOptionsAsync(Dialog.Options with { CloseOnEscapeKey = !held });
    }
}
