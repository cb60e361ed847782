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
            Waits.Decided();
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
    }
}
