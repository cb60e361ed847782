using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using Microsoft.JSInterop;
using MudBlazor;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Like routine rows as one line: opened to its names, then certified in one act.</summary>
public sealed partial class ReviewWorkspace
{
    /// <summary>A command about a routine line as the browser keeps it until it is answered.</summary>
    public sealed record SentLine(Guid Id, string Line);

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
        if (list!.Line(sent.Line) is not { Left: > 0 } line || list.NamesShown(sent.Line) is not { } shown)
        {
            // The page was loaded anew since: nothing was sent then, and its names are to be read again.
            return Told("refused", "Nothing was certified: read the names of this line first.");
        }

        var after = list.Index.Of(sent.Line);
        var choice = new ManyChoice(DecisionKind.Certify, [.. line.Undecided.Select(r => new SeenTurn(r.TurnId, r.EventSeq))], NamesShownAt: shown);
        if (await ManyAsync(sent.Id, choice) is not { } outcome)
        {
            return Told("refused", "Nothing was certified.");
        }

        if (outcome.Problem is { IsForNow: true } trouble)
        {
            return Later(sent.Id, trouble);
        }

        if (!outcome.IsOk)
        {
            Snackbar.Add(outcome.Problem.Sentence, Severity.Warning);
            return Told("refused", outcome.Problem.Sentence);
        }

        Unpick(outcome.Value.Items);
        left = [.. outcome.Value.Items.Where(i => i.Kind != ItemAnswerKind.Saved)];
        lastDecisionAt = outcome.Value.Saved > 0 ? outcome.Value.At : lastDecisionAt;
        list.Open(sent.Line, show: false);
        await RecountAsync(Task.CompletedTask, ++recounts, []);
        said = $"{N(outcome.Value.Saved)} certified.";
        var next = after is { } at && list.Index.NextOpen(at) is { } open ? new Place(list.Index.Lines[open].Id, open) : null;
        return new Answered("saved", outcome.Value.At, [.. outcome.Value.Items.Where(i => i.Kind == ItemAnswerKind.Saved).Select(i => new SeenRow(i.TurnId, i.EventSeq))], next);
    }

    /// <summary>Takes a line's undecided rows as a selection and asks for the one reason.</summary>
    [JSInvokable]
    public void RevokeLine(string line)
    {
        if (list!.Line(line) is { } found)
        {
            Take(found.Undecided.Select(r => new SeenTurn(r.TurnId, r.EventSeq)));
            reasonForPicked = true;
            StateHasChanged();
        }
    }

    private Answered Told(string kind, string sentence)
    {
        said = sentence;
        StateHasChanged();
        return new Answered(kind, Time.Now(), []);
    }
}
