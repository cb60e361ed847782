using System.Globalization;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>What is drawn and counted behind an answer.</summary>
public sealed partial class ReviewWorkspace
{
    /// <summary>Draws what was decided and counts anew, behind the answer; of several in a row only the last one counts.</summary>
    private async Task RecountAsync(Task before, int turn, IReadOnlyCollection<long> decided)
    {
        // The embedded database never waits: without letting go here, all of it would be done before the answer is sent.
        await Task.Yield();
        await before;
        try
        {
            await list!.RefreshAsync(decided, gone.Token);
            StateHasChanged();
            if (turn != recounts || gone.IsCancellationRequested)
            {
                return;
            }

            await CountAsync();
            if (head is not null && !await list!.CatchUpAsync(head.Total, gone.Token))
            {
                await list.LoadAsync(filter, gone.Token);
            }

            await DrawAsync();
            KeepAddress();
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
    }

    /// <summary>The address keeps the open row, and the frame counts anew what waits.</summary>
    private void KeepAddress()
    {
        var address = ReviewAddress.Of(Number, filter);
        var item = list!.Row(focused) is { } row ? $"{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}item={row.Number}" : "";
        Navigation.NavigateTo(address + item, replace: true);
    }
}
