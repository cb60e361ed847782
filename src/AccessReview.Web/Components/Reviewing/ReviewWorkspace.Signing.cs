using AccessReview.Core;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Components.SignIn;
using MudBlazor;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Signing off, withdrawing, and handing an item over.</summary>
public sealed partial class ReviewWorkspace
{
    private async Task SignAsync()
    {
        var preview = await Use.Preview.RunAsync(actor!, head!.CampaignId, gone.Token);
        if (!preview.IsOk)
        {
            Snackbar.Add(preview.Problem.Sentence, Severity.Warning);
            return;
        }

        var look = await Use.SecondLook.OfferAsync(actor!, head.CampaignId, gone.Token);
        var answer = await SignOffDialog.AskAsync(Dialogs, head.Name, preview.Value, look);
        if (look is not null && answer != SignOffAnswer.NotYet)
        {
            await Use.SecondLook.AnsweredAsync(actor!, head.CampaignId, CancellationToken.None);
        }

        if (answer == SignOffAnswer.LookAgain)
        {
            Navigation.NavigateTo(ReviewAddress.Of(Number, new QueueFilter { Show = QueueShow.Decided, Only = string.Join(',', look!.Rows.Select(r => r.Number)) }));
        }
        else if (answer == SignOffAnswer.Sign)
        {
            var signed = await ProveAgainDialog.SignAsync(Dialogs, () => Use.SignOff.RunAsync(Guid.NewGuid(), actor!, head.CampaignId, preview.Value.Text, CancellationToken.None));
            await SayAsync(signed.Problem, $"Signed off: {N(signed.Value?.Counts.Items ?? 0)} items.");
        }
    }

    private async Task WithdrawAsync()
    {
        if (await ConfirmDialog.AskAsync(
            Dialogs, "Withdraw the sign-off?", ReceiptWords.Withdrawing, "Withdraw", "Reason") is { } reason)
        {
            var outcome = await Use.Withdraw.RunAsync(Guid.NewGuid(), actor!, receipt!.SignOffId, reason, CancellationToken.None);
            await SayAsync(outcome.Problem, "Withdrawn. The items can be decided again.");
        }
    }

    private async Task HandOverAsync()
    {
        if (list?.Row(focused) is not { } row)
        {
            return;
        }

        var what = row.IsAccount ? row.Name : $"{row.Group}, held by {row.Name}";
        var (sends, went, next) = (false, 0, new NextCommand());
        if (await HandOverDialog.AskAsync(Dialogs, what, list.GroupsOf(row.TurnId), GiveAsync) is { } given)
        {
            await SayAsync(null, went == 0 ? $"{what} is before {given.Name} now." : $"{what} and {DateWords.Count(went, "group")} of the account are before {given.Name} now.");
        }
        else if (sends && !gone.IsOver)
        {
            await LoadInPlaceAsync(); // What was answered for now may have been done all the same.
        }

        async Task<Problem?> GiveAsync(HandOverDialog.Given to)
        {
            sends = true;
            var sent = await next.SendAsync(id => Use.HandOver.RunAsync(id, actor!, row.TurnId, to.PersonId, to.Reason, to.WithGroups, CancellationToken.None), to);
            went = sent.IsOk ? sent.Value : 0;
            return sent.Problem;
        }
    }

    private async Task SayAsync(Problem? problem, string done)
    {
        Snackbar.Add(problem?.Sentence ?? done, problem is null ? Severity.Success : Severity.Warning);
        said = problem?.Sentence ?? done;
        await LoadInPlaceAsync();
        Waits.Decided();
    }
}
