using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>What the browser calls. Core asks again who may do it, whatever is sent.</summary>
public sealed partial class ReviewWorkspace
{
    private readonly Dictionary<long, Clash> conflicts = [];
    private readonly HashSet<long> anew = [];
    private IReadOnlyList<string> recent = [];
    private LowerRoleOffer lower = LowerRoleOffer.None;
    private Asked? asked;
    private DateTime? lastDecisionAt;
    private int recounts;
    private Guid troubled;

    // Made once: every row of the list has them.
    private EventCallback<long> useTheirs;
    private EventCallback<long> decideAnew;

    /// <summary>A command as the browser keeps it until it is answered.</summary>
    public sealed record Sent(
        Guid Id, long Turn, long Seq, string? Kind = null, string? Reason = null, bool Lines = false, bool Batch = false, string? To = null, string? Line = null, string? Query = null);

    /// <summary>A row and what it must be seen in next.</summary>
    public sealed record SeenRow(long Turn, long Seq);

    /// <summary>The answer: <c>saved</c>, <c>refused</c>, <c>conflict</c>, or <c>later</c> when the browser is to send it again.</summary>
    /// <param name="Kind">Which of them.</param>
    /// <param name="At">When.</param>
    /// <param name="Items">Rows it touched.</param>
    /// <param name="Next">Where to go on, when the list itself became another.</param>
    public sealed record Answered(string Kind, DateTime At, IReadOnlyList<SeenRow> Items, Place? Next = null);

    /// <summary>A row or routine line and its place in the flat list.</summary>
    public sealed record Place(string Turn, int Index);

    private sealed record Asked(long Turn, string Kind, bool Lines);

    /// <summary>Certifies, revokes, or keeps at a lower role.</summary>
    [JSInvokable]
    public async Task<Answered> Decide(Sent sent)
    {
        var shown = list!.FirstShown(sent.Turn) is { } first ? new Shown(first, lastDecisionAt) : null;
        var choice = new ItemChoice(sent.Turn, sent.Seq, KindOf(sent.Kind), sent.Reason, sent.Lines, shown, sent.To);
        return await SettleAsync(sent, choice.Kind, await Use.DecideItem.RunAsync(sent.Id, actor!, choice, CancellationToken.None));
    }

    /// <summary>Asks the holder.</summary>
    [JSInvokable]
    public async Task<Answered> Question(Sent sent)
    {
        var asking = await Use.AskHolder.RunAsync(sent.Id, actor!, sent.Turn, sent.Reason ?? "", CancellationToken.None);
        if (Unanswered(sent.Id, asking.Problem) is { } unanswered)
        {
            return unanswered;
        }

        said = asking.IsOk ? "Asked." : asking.Problem.Sentence;
        if (!asking.IsOk)
        {
            Snackbar.Add(said, Severity.Warning);
        }

        await list!.RefreshAsync([sent.Turn], gone.Token);
        await Focused(sent.Turn.ToString(CultureInfo.InvariantCulture));
        counting = RecountAsync(counting, ++recounts, []);
        return new Answered(asking.IsOk ? "saved" : "refused", Time.Now(), []);
    }

    /// <summary>Takes back: a row, everything of its act, or what that did of a line.</summary>
    [JSInvokable]
    public async Task<Answered> Undo(Sent sent) => await SettleAsync(sent, DecisionKind.Withdrawn, sent.Line is { } line
        ? await Use.Undo.RunAsync(
            sent.Id, actor!, new SeenTurn(sent.Turn, sent.Seq), await list!.TouchedAsync(line, ReviewAddress.Parse(sent.Query ?? ""), sent.Seq, gone.Token), CancellationToken.None)
        : await Use.Undo.RunAsync(sent.Id, actor!, sent.Turn, sent.Seq, sent.Batch, CancellationToken.None));

    /// <summary>Opens the box for a reason; answers whether there is one.</summary>
    [JSInvokable]
    public async Task<bool> Ask(long turn, string kind, bool withLines)
    {
        if (list!.Row(turn) is not { } row)
        {
            return false;
        }

        lower = kind == "change" ? await Use.Lower.RunAsync(actor!, turn, gone.Token) : LowerRoleOffer.None;
        if (kind == "change" && lower.Offered.Count == 0)
        {
            said = "No lower role is known for this application: certify or revoke it.";
            Snackbar.Add(said, Severity.Info);
            StateHasChanged();
            return false;
        }

        recent = kind == "ask" ? [] : await Use.Reasons.RunAsync(actor!, head!.CampaignId, row.ItemId, KindOf(kind), gone.Token);
        asked = new Asked(turn, kind, withLines);
        StateHasChanged();
        return true;
    }

    /// <summary>Closes it.</summary>
    [JSInvokable]
    public void StopAsking()
    {
        asked = null;
        StateHasChanged();
    }

    /// <summary>Tells the story of the row or routine line in focus.</summary>
    [JSInvokable]
    public async Task Focused(string? at)
    {
        (focused, focusedLine) = long.TryParse(at, CultureInfo.InvariantCulture, out var turn) ? (turn, "") : (0, at ?? "");
        if (focusedLine.Length > 0 || list!.Index.Items == 0)
        {
            StateHasChanged();
            return;
        }

        var told = await Use.Story.RunAsync(actor!, turn, gone.Token);
        if (focused == turn)
        {
            story = told.Value;
            StateHasChanged();
        }
    }

    /// <summary>The next line on which something waits, wherever it is.</summary>
    [JSInvokable]
    public Place? Next(string at) => list!.Index.Of(at) is { } here && list.Index.NextOpen(here) is { } next ? new Place(list.Index.Lines[next].Id, next) : null;

    /// <summary>What stands now where something was that has left the list; null while it has not, or nothing does.</summary>
    [JSInvokable]
    public Place? InPlaceOf(string left, int index) => list!.Index.Of(left) is null && list.Index.At(index) is { } at ? new Place(list.Index.Lines[at].Id, at) : null;

    /// <summary>Where a row is.</summary>
    [JSInvokable]
    public async Task<Place?> Find(long turn)
    {
        if (list!.Slim(turn) is not { } row || list.Reach(row) is not { } index)
        {
            return null;
        }

        await DrawAsync();
        return new Place(ReviewList.Id(row), index);
    }

    /// <summary>Rows are higher in a narrow window.</summary>
    [JSInvokable]
    public void Height(float pixels)
    {
        height = pixels;
        StateHasChanged();
    }

    private static DecisionKind KindOf(string? kind) => kind switch
    {
        "revoke" => DecisionKind.Revoke,
        "change" => DecisionKind.Change,
        _ => DecisionKind.Certify,
    };

    private async Task<Answered> SettleAsync(Sent sent, DecisionKind mine, Outcome<DecideAnswer> outcome)
    {
        if (Unanswered(sent.Id, outcome.Problem) is { } unanswered)
        {
            return unanswered;
        }

        var turn = sent.Turn;
        conflicts.Remove(turn);
        anew.Remove(turn);
        var items = outcome.IsOk ? outcome.Value.Items : [];
        string kind;
        if (!outcome.IsOk)
        {
            Snackbar.Add(outcome.Problem.Sentence, Severity.Warning);
            (kind, said) = ("refused", outcome.Problem.Sentence);
        }
        else if (items.FirstOrDefault(i => i.Kind == ItemAnswerKind.Conflict) is { } conflict)
        {
            conflicts[turn] = new Clash(conflict, mine);
            (kind, said) = ("conflict", conflict.Sentence!);
        }
        else
        {
            Unpick(items);
            Forget(undone: sent.Batch && done?.Turn == turn);

            // Taking back is no decision: the clock of the next one is not moved by it.
            lastDecisionAt = mine == DecisionKind.Withdrawn ? lastDecisionAt : outcome.Value.At;
            (kind, said) = ("saved", items.Count > 1 ? $"Saved, {items.Count} items." : "Saved.");
        }

        counting = RecountAsync(counting, ++recounts, [turn, .. items.Select(i => i.TurnId)]);
        return new Answered(kind, outcome.IsOk ? outcome.Value.At : Time.Now(), kind == "saved" ? [.. items.Select(i => new SeenRow(i.TurnId, i.EventSeq))] : []);
    }

    /// <summary>Says once what is so; the browser keeps the command and sends it again.</summary>
    // What is kept in the window and sent again: a little later, or by the page that comes once its person has signed in again.
    private Answered? Unanswered(Guid sent, Problem? problem) => problem switch
    {
        { IsForNow: true } => Later(sent, problem),
        { IsSessionOver: true } => new Answered("over", Time.Now(), []),
        _ => null,
    };

    private Answered Later(Guid sent, Problem trouble)
    {
        if (troubled != sent)
        {
            (troubled, said) = (sent, trouble.Sentence);
            Snackbar.Add(trouble.Sentence, Severity.Warning);
            StateHasChanged();
        }

        return new Answered("later", Time.Now(), []);
    }

    private void UseTheirs(long turn) => conflicts.Remove(turn);

    private void DecideAnew(long turn)
    {
        conflicts.Remove(turn);
        anew.Add(turn);
    }
}
