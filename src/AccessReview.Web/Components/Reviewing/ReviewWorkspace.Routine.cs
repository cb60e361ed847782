using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using Microsoft.JSInterop;
using MudBlazor;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Like routine rows as one line: opened to its names, then certified in one act.</summary>
public sealed partial class ReviewWorkspace
{
    /// <summary>A command about a routine line as the browser keeps it until it is answered. It says what the line was when the key was
    /// pressed, because the list may be another when it comes: after a restart, or under another filter.</summary>
    /// <param name="Id">The command.</param>
    /// <param name="Line">The line.</param>
    /// <param name="Seq">The last event that any of its undecided rows had been touched by.</param>
    /// <param name="Query">The filter it was shown under, as an address holds it.</param>
    /// <param name="Shown">When its names were first shown.</param>
    /// <param name="Who">To whom.</param>
    /// <param name="Campaign">The number of the campaign in which: other reviews have lines of the same name.</param>
    public sealed record SentLine(Guid Id, string Line, long Seq = 0, string Query = "", DateTime Shown = default, string Who = "", int Campaign = 0);

    /// <summary>Shows or hides the names of a line.</summary>
    /// <returns>Where the line is.</returns>
    [JSInvokable]
    public async Task<Place?> OpenLine(string line, bool show)
    {
        list!.Open(line, show);
        await DrawAsync();
        return list.Index.Of(line) is { } at ? new Place(line, at) : null;
    }

    /// <summary>Shows the names of every line.</summary>
    [JSInvokable]
    public async Task OpenLines()
    {
        foreach (var id in list!.Index.Lines.Where(l => l is { Row: null, Routine: not null }).Select(l => l.Routine!.Id).ToList())
        {
            list.Open(id, show: true);
        }

        said = "The names of all lines are shown.";
        await DrawAsync();
    }

    /// <summary>Certifies what is undecided in a line whose names were shown.</summary>
    [JSInvokable]
    public async Task<Answered> DecideLine(SentLine sent)
    {
        if (sent.Who != actor!.Key || sent.Campaign != head?.Number)
        {
            return Refused("Nothing was certified: the line is another one than the one you saw. Read its names.");
        }

        // A command that was carried out, and whose answer was lost, is answered once more by its id, though nothing waits in the line.
        var turns = await list!.WaitingAsync(sent.Line, ReviewAddress.Parse(sent.Query), sent.Seq, gone.Token);
        var after = list.Index.Of(sent.Line);
        if (await ManyAsync(sent.Id, new ManyChoice(DecisionKind.Certify, turns, NamesShownAt: sent.Shown)) is not { } outcome)
        {
            return Refused("Nothing was certified.");
        }

        if (Unanswered(sent.Id, outcome.Problem) is { } unanswered)
        {
            return unanswered;
        }

        if (!outcome.IsOk)
        {
            return Refused(turns.Count > 0 ? outcome.Problem.Sentence : "Nothing was certified: the line is not there any more as you saw it. Read its names again.");
        }

        Unpick(outcome.Value.Items);
        (left, done) = (LeftOf(outcome.Value), null);
        lastDecisionAt = outcome.Value.Saved > 0 ? outcome.Value.At : lastDecisionAt;
        list.Open(sent.Line, show: false);
        await RecountAsync(Task.CompletedTask, ++recounts, []);
        said = $"{N(outcome.Value.Saved)} {(Carries(turns) ? "carried forward" : "certified")}.";
        var next = after is { } at && list.Index.NextOpen(at) is { } open ? new Place(list.Index.Lines[open].Id, open) : null;
        return new Answered("saved", outcome.Value.At, [.. outcome.Value.Items.Where(i => i.Kind == ItemAnswerKind.Saved).Select(i => new SeenRow(i.TurnId, i.EventSeq))], next);
    }

    /// <summary>Takes a line's undecided rows as a selection and asks for the one reason.</summary>
    [JSInvokable]
    public async Task RevokeLine(string line)
    {
        if (list!.Line(line) is { } found)
        {
            // What was typed for another selection is no reason for this one.
            StopAskingPicked();
            Take(found.Undecided.Select(r => new SeenTurn(r.TurnId, r.EventSeq)));
            await AskPicked();
        }
    }

    private Answered Refused(string sentence)
    {
        said = sentence;
        Snackbar.Add(said, Severity.Warning);
        StateHasChanged();
        return new Answered("refused", Time.Now(), []);
    }
}
