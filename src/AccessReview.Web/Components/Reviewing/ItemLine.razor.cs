using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>One row of the list: who, what they hold, why it deserves a look, and the choice. The browser's keys read its data.</summary>
public partial class ItemLine
{
    private readonly Dictionary<string, object> data = [];
    private RowSaid said = null!;
    private int at;
    private bool asks;
    private bool changed;

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

    /// <summary>How the campaign ended; null while it is open.</summary>
    [Parameter]
    public CampaignState? Ended { get; set; }

    /// <summary>Their decision is kept.</summary>
    [Parameter]
    public EventCallback<long> UseTheirs { get; set; }

    /// <summary>It is decided anew.</summary>
    [Parameter]
    public EventCallback<long> DecideAnew { get; set; }

    /// <summary>The box for a reason, when open.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var now = new RowSaid(Row, Under, Line, Picked, Conflict, Anew, Ended, More);
        var same = now.Equals(said);
        changed = !same || at != Index || asks || ChildContent is not null;
        asks = ChildContent is not null;
        if (!same)
        {
            said = now;
            Describe();
        }

        if (!same || at != Index)
        {
            (at, data["data-index"]) = (Index, Index);
        }
    }

    /// <inheritdoc/>
    protected override bool ShouldRender() => changed;

    private void Describe()
    {
        data.Clear();
        (data["data-turn"], data["data-item"], data["data-seq"], data["data-number"]) = (Row.TurnId, Row.ItemId, Row.EventSeq, Row.Number);
        Flag("data-account", Row.IsAccount);
        Flag("data-done", said.Decided);
        Flag("data-clash", said.Clashes);
        Flag("data-signed", Row.Signed);
        Flag("data-gone", Row.WentWithAccount);
        Flag("data-routine", Row.IsRoutine && !Row.RevokedLast);
        Flag("data-change", Row.MayChange);
        Flag("data-ask", Row.MayAsk);
        Flag("data-why-certify", Row.ReasonToCertify);
        Flag("data-why-revoke", Row.ReasonToRevoke);
        if (Line is not null)
        {
            data["data-line"] = Line;
        }

        if (Row.ParentItemId is { } parent)
        {
            data["data-parent"] = parent;
        }
    }

    private void Flag(string name, bool on)
    {
        if (on)
        {
            data[name] = "1";
        }
    }
}
