using AccessReview.Core;
using AccessReview.Core.Scoping;
using AccessReview.Web.Background;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Scoping;

/// <summary>Asks once and with a reason, and then takes an application or a directory out of scope or brings it back.</summary>
public sealed partial class ScopeButton
{
    private bool busy;

    /// <summary>The application, or null.</summary>
    [Parameter] public long? ApplicationId { get; set; }

    /// <summary>The directory, or null.</summary>
    [Parameter] public long? DirectoryId { get; set; }

    /// <summary>Its name.</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = "";

    /// <summary>Whether it is out of scope.</summary>
    [Parameter, EditorRequired] public bool IsOut { get; set; }

    /// <summary>It was done; or why not.</summary>
    [Parameter] public EventCallback<Problem?> OnDone { get; set; }

    [Inject] private CurrentActor Current { get; set; } = null!;

    [Inject] private TakeOutOfScope Take { get; set; } = null!;

    [Inject] private BringIntoScope Bring { get; set; } = null!;

    [Inject] private AfterAct After { get; set; } = null!;

    [Inject] private IDialogService Dialogs { get; set; } = null!;

    private string Title => IsOut ? $"Bring {Name} back into scope" : $"Take {Name} out of scope";

    private string Sentence => (IsOut, DirectoryId) switch
    {
        (true, null) => "It is read and reviewed again, and is a gap of the register where nothing is planned.",
        (true, _) => "It is read again, and what it says of people counts again, where no other directory leads.",
        (false, null) => "Nothing is read or planned of it any more, and nobody misses its review. What was reviewed of it stays, and it can be brought back.",
        (false, _) => "Nothing is read of it any more, and what it says of people counts no more: whom it alone knows is nobody who works here. Its readings stay, and it can be brought back.",
    };

    private async Task AskAsync()
    {
        if (await ConfirmDialog.AskAsync(Dialogs, Title, Sentence, IsOut ? "Bring it back" : "Take it out", "Why", danger: !IsOut) is not { } reason)
        {
            return;
        }

        busy = true;
        try
        {
            var actor = await Current.GetAsync();
            var outcome = IsOut
                ? await Bring.RunAsync(Guid.NewGuid(), actor, ApplicationId, DirectoryId, reason, default)
                : await Take.RunAsync(Guid.NewGuid(), actor, ApplicationId, DirectoryId, reason, default);
            if (outcome.IsOk)
            {
                await After.RunAsync();
            }

            await OnDone.InvokeAsync(outcome.Problem);
        }
        finally
        {
            busy = false;
        }
    }
}
