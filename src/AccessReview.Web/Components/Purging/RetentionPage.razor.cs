using AccessReview.Core;
using AccessReview.Core.Purging;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Purging;

/// <summary>What can be purged, what waits for a second person, and the two clicks of two persons.</summary>
public sealed partial class RetentionPage : IDisposable
{
    private const string Sentence = "Nothing is deleted while it must be kept. After that an administrator and a campaign owner purge it together.";

    private readonly Lifetime gone = new();
    private PurgePage? page;
    private Problem? problem;
    private Actor? actor;
    private bool busy;

    [Inject] private CurrentActor Current { get; set; } = null!;

    [Inject] private PurgeList List { get; set; } = null!;

    [Inject] private AskForPurge Ask { get; set; } = null!;

    [Inject] private ApprovePurge Approve { get; set; } = null!;

    [Inject] private DropPurge Drop { get; set; } = null!;

    [Inject] private IDialogService Dialogs { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        actor = await Current.GetAsync();
        await ReadAsync(null);
    }

    private async Task AskAsync(PurgeChoice choice)
    {
        var sentence = $"{choice.Name}: every name, address, text and file of it goes for good once a second person approves. Hashes and counts stay.";
        if (await ConfirmDialog.AskAsync(Dialogs, "Ask that this be purged?", sentence, "Ask", reasonLabel: "Why", danger: true) is { } reason)
        {
            await DoAsync(() => Ask.RunAsync(Guid.NewGuid(), actor!, choice.Kind, choice.Id, reason, gone.Token));
        }
    }

    private async Task KeepAsync(KeptCampaign campaign)
    {
        await KeepLongerDialog.AskAsync(Dialogs, campaign);
        await ReadAsync(null);
    }

    private async Task ApproveAsync(PurgeWaiting waiting)
    {
        var sentence = $"{waiting.Name}, asked for by {waiting.AskedBy}: “{waiting.Reason}” It cannot be brought back.";
        if (await ConfirmDialog.AskAsync(Dialogs, "Purge this?", sentence, "Approve", danger: true) is not null)
        {
            await DoAsync(() => Approve.RunAsync(Guid.NewGuid(), actor!, waiting.Kind, waiting.Id, gone.Token));
        }
    }

    private Task DropAsync(PurgeWaiting waiting) => DoAsync(() => Drop.RunAsync(Guid.NewGuid(), actor!, waiting.Kind, waiting.Id, gone.Token));

    private async Task DoAsync(Func<Task<Outcome<Done>>> act)
    {
        if (!busy)
        {
            busy = true;
            await ReadAsync((await act()).Problem);
            busy = false;
        }
    }

    private async Task ReadAsync(Problem? refused)
    {
        var read = await List.RunAsync(actor!, gone.Token);
        (page, problem) = (read.Value, refused ?? read.Problem);
    }
}
