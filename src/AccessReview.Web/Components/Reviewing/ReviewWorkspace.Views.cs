using AccessReview.Core;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Shared;
using MudBlazor;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Columns chosen and views saved, remembered for the person.</summary>
public sealed partial class ReviewWorkspace
{
    private LikedList liked = new([], []);

    private async Task TurnColumnAsync(ListColumn column)
    {
        List<ListColumn> columns = liked.Columns.Contains(column) ? [.. liked.Columns.Where(c => c != column)] : [.. liked.Columns.Append(column).Order()];
        await LikedAsync(await Use.Likes.ChooseColumnsAsync(actor!, columns, CancellationToken.None));
    }

    private async Task SaveViewAsync()
    {
        var name = await ConfirmDialog.NameAsync(Dialogs, "Save this view", "It keeps the filter and the grouping, and opens in every campaign.", "Save", ListPreferences.MaxName);
        if (name is not null)
        {
            var saved = await Use.Likes.SaveViewAsync(actor!, name, ReviewAddress.Query(filter.OfAll(filter.Show)), CancellationToken.None);
            liked = await Use.Likes.ReadAsync(actor!, gone.Token);
            Snackbar.Add(saved.Problem?.Sentence ?? $"Saved as {name.Trim()}.", saved.IsOk ? Severity.Success : Severity.Warning);
        }
    }

    private async Task ForgetViewAsync(string name)
    {
        await LikedAsync(await Use.Likes.ForgetViewAsync(actor!, name, CancellationToken.None));
    }

    private async Task LikedAsync(Outcome<Done> outcome)
    {
        liked = await Use.Likes.ReadAsync(actor!, gone.Token);
        if (outcome.Problem is { } problem)
        {
            Snackbar.Add(problem.Sentence, Severity.Warning);
        }
    }
}
