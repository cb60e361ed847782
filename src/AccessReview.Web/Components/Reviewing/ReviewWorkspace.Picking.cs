using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Shared;
using Microsoft.JSInterop;
using MudBlazor;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Selecting rows and deciding them in one act.</summary>
public sealed partial class ReviewWorkspace
{
    private readonly Dictionary<long, long> picks = [];
    private readonly NextCommand picking = new();
    private IReadOnlyList<ItemAnswer> left = [];
    private ManyDone? done;
    private bool reasonForPicked;
    private IReadOnlyList<string> pickReasons = [];
    private int lostPicks;
    private Guid agreed;

    /// <summary>Selects a row, leaves it out, or turns it round.</summary>
    [JSInvokable]
    public void Pick(long turn, bool? only)
    {
        if (head?.Ended is not null || list!.Row(turn) is not { Signed: false, WentWithAccount: false } row)
        {
            return;
        }

        if (only == true || (only is null && !picks.ContainsKey(turn)))
        {
            // What somebody else decided is answered at its row: as part of a selection it would be overwritten by a key.
            if (conflicts.ContainsKey(turn))
            {
                return;
            }

            picks[turn] = row.EventSeq;
        }
        else
        {
            picks.Remove(turn);
        }

        (reasonForPicked, lostPicks) = (reasonForPicked && picks.Count > 0, 0);
        StateHasChanged();
    }

    /// <summary>Forgets the selection.</summary>
    [JSInvokable]
    public void PickNone()
    {
        picks.Clear();
        (left, done, reasonForPicked, lostPicks) = ([], null, false, 0);
        StateHasChanged();
    }

    /// <summary>This tab had a selection on a page that the server no longer knows: it is lost, and said.</summary>
    [JSInvokable]
    public void LostSelection(int count)
    {
        lostPicks = count;
        StateHasChanged();
    }

    /// <summary>The connection is back: an act on the selection that was on its way did not arrive.</summary>
    [JSInvokable]
    public void StillSelected()
    {
        if (picks.Count > 0)
        {
            said = $"The connection is back. {(picks.Count == 1 ? "1 row is" : $"{N(picks.Count)} rows are")} still selected and not decided.";
            Snackbar.Add(said, Severity.Info);
            StateHasChanged();
        }
    }

    /// <summary>Certifies the selection, or revokes it with one reason or none.</summary>
    /// <returns>A row of what was saved, by which all of it is taken back; null: nothing was.</returns>
    [JSInvokable]
    public async Task<SeenRow?> DecidePicked(string kind, string reason)
    {
        // As it was seen when it was ticked: what was decided since is a conflict.
        List<SeenTurn> turns = [.. picks.Select(p => new SeenTurn(p.Key, p.Value))];
        var choice = new ManyChoice(KindOf(kind), turns, reason);
        var command = picking.Of(choice.Kind, choice.Reason, string.Join(' ', turns));
        if (await ManyAsync(command, choice) is not { } outcome)
        {
            return null;
        }

        picking.Answered(outcome.Problem);
        if (!outcome.IsOk)
        {
            Snackbar.Add(outcome.Problem.Sentence, Severity.Warning);
            return null;
        }

        picks.Clear();
        reasonForPicked = false;
        left = LeftOf(outcome.Value);
        lastDecisionAt = outcome.Value.Saved > 0 ? outcome.Value.At : lastDecisionAt;
        var act = ManyDone.Of(choice.Kind, outcome.Value);
        done = act;
        await RecountAsync(Task.CompletedTask, ++recounts, []);
        said = $"{N(outcome.Value.Saved)} saved, {N(left.Count)} left.";
        StateHasChanged();
        return act.Saved > 0 ? new SeenRow(act.Turn, act.Seq) : null;
    }

    /// <summary>Asks for the one reason of a revoke.</summary>
    [JSInvokable]
    public async Task AskPicked()
    {
        pickReasons = await Use.Reasons.RunAsync(actor!, head!.CampaignId, null, DecisionKind.Revoke, gone.Token);
        reasonForPicked = true;
        StateHasChanged();
    }

    /// <summary>Asks no more; the selection stays.</summary>
    [JSInvokable]
    public void StopAskingPicked()
    {
        reasonForPicked = false;
        StateHasChanged();
    }

    /// <summary>Selects everything the filter shows, but for what somebody else was faster with.</summary>
    private void PickAll() => Take(list!.All().Where(t => !conflicts.ContainsKey(t.TurnId)));

    /// <summary>What was decided or taken back by itself is selected no more.</summary>
    private void Unpick(IEnumerable<ItemAnswer> decided)
    {
        foreach (var item in decided)
        {
            picks.Remove(item.TurnId);
        }

        reasonForPicked = reasonForPicked && picks.Count > 0;
    }

    /// <summary>Something was decided or taken back since: the act on a selection is not the last any more. Where it was that itself which was
    /// undone, what it had left is of no interest either.</summary>
    private void Forget(bool undone) => (done, left) = (null, undone ? [] : left);

    private void Take(IEnumerable<SeenTurn> turns)
    {
        picks.Clear();
        foreach (var turn in turns)
        {
            picks[turn.TurnId] = turn.SeenSeq;
        }

        (left, done, lostPicks) = ([], null, 0);
        said = $"{N(picks.Count)} selected.";
    }

    /// <summary>What an act left as it was, each by its account and its group.</summary>
    private List<ItemAnswer> LeftOf(DecideAnswer answer) =>
        [.. answer.Items.Where(i => i.Kind != ItemAnswerKind.Saved).Select(i => i with { Name = RoutineWords.Name(i.Name, list!.Slim(i.TurnId)?.Group) })];

    /// <summary>Whether the rows of a routine line are carried forward.</summary>
    private bool Carries(IReadOnlyList<SeenTurn> turns) => turns.Count > 0 && list!.Slim(turns[0].TurnId) is { } row && RoutineKey.Of(row) is { Carries: true };

    /// <summary>Decides several at once, and asks once where there are many, however often the command is sent; null: it was thought better of.</summary>
    private async Task<Outcome<DecideAnswer>?> ManyAsync(Guid command, ManyChoice choice)
    {
        var outcome = await Use.DecideMany.RunAsync(command, actor!, choice with { Confirmed = command == agreed }, CancellationToken.None);
        if (outcome.Problem is not { Code: DecideMany.AskCode } ask)
        {
            return outcome;
        }

        var (title, verb) = choice.Kind == DecisionKind.Revoke ? ("Revoke them?", "Revoke")
            : choice.NamesShownAt is not null && Carries(choice.Turns) ? ("Carry them all forward?", "Carry forward")
            : ("Certify them?", "Certify");
        if (await ConfirmDialog.AskAsync(Dialogs, title, ask.Sentence, verb, danger: choice.Kind == DecisionKind.Revoke) is null)
        {
            return null;
        }

        agreed = command;
        return await Use.DecideMany.RunAsync(command, actor!, choice with { Confirmed = true }, CancellationToken.None);
    }
}
