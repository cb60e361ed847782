using AccessReview.Core.Reviewing;
using Microsoft.JSInterop;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Printing the list: every row of it, though the screen holds only what is near.</summary>
public sealed partial class ReviewWorkspace
{
    // A longer list would keep the browser for minutes; a filter makes it shorter.
    private const int MostPrinted = 2000;

    private IReadOnlyList<QueueRow>? printed;

    private string PrintedWords => $"{N(list!.Index.Items)} {(list.Index.Items == 1 ? "item is" : "items are")} in this list" + printed switch
    {
        null => $"; printed are the lines that were on the screen. Ctrl and P on the page print up to {N(MostPrinted)} items.",
        { Count: var count } when count < list.Index.Items => $"; printed are the first {N(count)}.",
        _ => ", and all of it is printed.",
    };

    /// <summary>Draws every row for the printer, beside the list.</summary>
    [JSInvokable]
    public async Task Print()
    {
        printed = await list!.AllRowsAsync(MostPrinted, gone.Token);
        StateHasChanged();
    }

    /// <summary>They are on paper, or it was thought better of.</summary>
    [JSInvokable]
    public void Printed()
    {
        printed = null;
        StateHasChanged();
    }
}
