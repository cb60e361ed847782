using Microsoft.JSInterop;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>The page's script: keys, focus and scroll, and in this window what is typed and what is not saved yet.</summary>
public sealed partial class ReviewWorkspace
{
    private IJSObjectReference? browser;
    private DotNetObjectReference<ReviewWorkspace>? self;
    private bool drawn;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        gone.Dispose();
        try
        {
            await counting;
            await LeaveBrowserAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has gone; there is nothing left to close there.
        }

        self?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (head is null || list is null || drawn)
        {
            return;
        }

        drawn = true;
        self ??= DotNetObjectReference.Create(this);
        await using var module = await Browser.InvokeAsync<IJSObjectReference>("import", gone.Token, "./" + Assets["js/workspace.js"]);
        browser = await module.InvokeAsync<IJSObjectReference>("open", gone.Token, root, self, actor!.Key, head.Number);
        await ListedAsync();
    }

    /// <summary>What was decided in this window and is not saved yet is whose it was and of the campaign in which it was shown: another review opens the
    /// script anew.</summary>
    private async Task LeaveBrowserAsync()
    {
        if (browser is { } script)
        {
            browser = null;
            await script.InvokeVoidAsync("close");
            await script.DisposeAsync();
        }
    }

    private async Task ListedAsync(Place? place)
    {
        if (browser is not null)
        {
            await browser.InvokeVoidAsync("listed", gone.Token, place?.Turn, place?.Index ?? 0);
        }
    }
}
