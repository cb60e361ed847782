using AccessReview.Core.Persistence;
using Microsoft.AspNetCore.Components.Web.Virtualization;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>The rows near the screen, also while they cannot be read.</summary>
public sealed partial class ReviewWorkspace
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(3);
    private bool unread;
    private Task again = Task.CompletedTask;

    /// <summary>The lines of a window. A database that cannot just now takes nothing of the page away: what was not read is drawn empty, and read
    /// again until it is there.</summary>
    private async ValueTask<ItemsProviderResult<ScreenLine>> ProvideAsync(ItemsProviderRequest request)
    {
        try
        {
            var window = await list!.ProvideAsync(request);
            Unread(request, false);
            return window;
        }
        catch (Exception failure) when (StorageTrouble.Of(failure) is not null)
        {
            if (!unread)
            {
                LogUnread(Log, failure);
            }

            Unread(request, true);
            return list!.Window(request);
        }
    }

    // What became of a window that is not near any more says nothing of the rows that are, and one reader reads for all that come and go.
    private void Unread(ItemsProviderRequest request, bool now)
    {
        if (now == unread || request.CancellationToken.IsCancellationRequested)
        {
            return;
        }

        unread = now;
        StateHasChanged();
        if (unread && again.IsCompleted)
        {
            again = ReadAgainAsync();
        }
    }

    private async Task ReadAgainAsync()
    {
        using var timer = new PeriodicTimer(Glance, Time);
        var ends = gone.Token;
        try
        {
            while (unread && await timer.WaitForNextTickAsync(ends))
            {
                await DrawAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rows of a reviewer's list cannot be read just now; they are read again.")]
    private static partial void LogUnread(ILogger log, Exception failure);
}
