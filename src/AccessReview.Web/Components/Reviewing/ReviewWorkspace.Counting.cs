using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>What is drawn and counted behind an answer.</summary>
public sealed partial class ReviewWorkspace
{
    private bool behind;

    [Inject]
    private ILogger<ReviewWorkspace> Log { get; set; } = null!;

    /// <summary>Draws what was decided and counts anew, behind the answer; of several in a row only the last one counts. What could not be read is
    /// said, and everything is read by the next of them.</summary>
    private async Task RecountAsync(Task before, int turn, IReadOnlyCollection<long> decided)
    {
        // The embedded database never waits: without letting go here, all of it would be done before the answer is sent.
        await Task.Yield();
        await before;
        try
        {
            await list!.RefreshAsync(decided, gone.Token);
            StateHasChanged();
            if (turn != recounts || gone.IsOver)
            {
                return;
            }

            await CountAsync();
            if (head is not null && (behind || !await list!.CatchUpAsync(head.Total, gone.Token)))
            {
                await list.LoadAsync(filter, gone.Token);
            }

            behind = false;
            await DrawAsync();
            Waits.Decided();
        }
        catch (Exception failure) when (failure is OperationCanceledException || gone.IsOver)
        {
            // The page is gone.
        }
        catch (Exception failure)
        {
            // The decision is saved whatever becomes of the reading behind it, and so is the next one.
            behind = true;
            LogBehind(Log, failure);
            said = "What is shown is older than what is saved. Load the page again, or go on: it is read anew with your next decision.";
            Snackbar.Add(said, Severity.Warning);
            StateHasChanged();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What a decision changed could not be read for the page that shows it.")]
    private static partial void LogBehind(ILogger log, Exception failure);
}
