using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>One row of the list: who, what they hold, why it deserves a look, and the choice. The browser's keys read its data.</summary>
public partial class ItemLine
{
    private Dictionary<string, object> data = [];
    private (string First, string More) why;

    /// <summary>The row.</summary>
    [Parameter, EditorRequired]
    public QueueRow Row { get; set; } = null!;

    /// <summary>Its place in the flat list.</summary>
    [Parameter]
    public int Index { get; set; }

    /// <summary>An assignment that stands right under its account.</summary>
    [Parameter]
    public bool Under { get; set; }

    /// <summary>The opened routine line it lies in.</summary>
    [Parameter]
    public string? Line { get; set; }

    /// <summary>What the columns the reviewer added say of it.</summary>
    [Parameter]
    public IReadOnlyList<(string Label, string Text)> More { get; set; } = [];

    /// <summary>Selected.</summary>
    [Parameter]
    public bool Picked { get; set; }

    /// <summary>Somebody else was faster.</summary>
    [Parameter]
    public Clash? Conflict { get; set; }

    /// <summary>Decided by somebody else, and to be decided anew.</summary>
    [Parameter]
    public bool Anew { get; set; }

    /// <summary>Their decision is kept.</summary>
    [Parameter]
    public EventCallback<long> UseTheirs { get; set; }

    /// <summary>It is decided anew.</summary>
    [Parameter]
    public EventCallback<long> DecideAnew { get; set; }

    /// <summary>The box for a reason, when open.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private bool Decided => Row.State != TurnState.Undecided && !Anew;

    private string Css => string.Join(' ', new[]
    {
        Under ? "under" : Line is not null ? "within" : null, Decided ? "done" : null, Conflict is not null ? "clash" : null,
    }.OfType<string>());

    private string Verdict => Row.State switch
    {
        TurnState.Undecided => "",
        TurnState.Certified => "Certified",
        TurnState.Revoked => "Revoked",
        TurnState.Changed => Row.ChangeTo is { } to ? $"Lowered to {to}" : "Changed",
        _ => throw new InvalidOperationException($"Unknown state {Row.State}."),
    };

    private string Small => Row.Signed ? "signed" : Row.WentWithAccount ? $"with the account, {Row.By}" : Row.Reason ?? "";

    private string Label => $"{Row.Name}, {(Row.IsAccount ? Row.Role : "group " + Row.Group)}. {why.First} {why.More} {Verdict}".Trim();

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        why = RowWords.Why(Row);
        data = new()
        {
            ["data-turn"] = Row.TurnId, ["data-item"] = Row.ItemId, ["data-seq"] = Row.EventSeq, ["data-number"] = Row.Number, ["data-index"] = Index,
        };
        Flag("account", Row.IsAccount);
        Flag("done", Decided);
        Flag("signed", Row.Signed);
        Flag("gone", Row.WentWithAccount);
        Flag("routine", Row.IsRoutine);
        Flag("change", Row.MayChange);
        Flag("ask", Row.MayAsk);
        Flag("why-certify", Row.ReasonToCertify);
        Flag("why-revoke", Row.ReasonToRevoke);
        if (Line is not null)
        {
            data["data-line"] = Line;
        }

        if (Row.ParentItemId is { } parent)
        {
            data["data-parent"] = parent;
        }
    }

    private string ClashWords(Clash clash) => clash.Mine switch
    {
        DecisionKind.Certify => "You chose Certify; it was not stored.",
        DecisionKind.Revoke => "You chose Revoke; it was not stored.",
        DecisionKind.Withdrawn => "You chose Undo; nothing was undone.",
        DecisionKind.Change => "You chose another role; it was not stored.",
        _ => throw new InvalidOperationException($"Unknown decision {clash.Mine} on item {Row.Number}."),
    };

    private void Flag(string name, bool on)
    {
        if (on)
        {
            data["data-" + name] = "1";
        }
    }
}
