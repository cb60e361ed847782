using AccessReview.Core.Reviewing;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>What can be done with a selection, and what an act on it left as it was. The page's script decides: the reason that is typed is in
/// the browser alone, and goes with its box.</summary>
public partial class PickBar
{
    private const int FirstLeft = 50;

    private IReadOnlyList<ItemAnswer>? named;
    private bool all;
    private bool focused;
    private ElementReference box;

    /// <summary>Rows selected.</summary>
    [Parameter]
    public int Count { get; set; }

    /// <summary>Rows that were selected on a page the server no longer knows.</summary>
    [Parameter]
    public int Lost { get; set; }

    /// <summary>Undecided rows the filter shows, at most as many as one selection holds: what selecting all takes.</summary>
    [Parameter]
    public int All { get; set; }

    /// <summary>What the last act left as it was, each with why.</summary>
    [Parameter]
    public IReadOnlyList<ItemAnswer> Left { get; set; } = [];

    /// <summary>What the last act did; null: it is the last no more.</summary>
    [Parameter]
    public ManyDone? Done { get; set; }

    /// <summary>The selection is to be revoked, and the reason is asked for.</summary>
    [Parameter]
    public bool Asking { get; set; }

    /// <summary>Own reasons that one key uses again.</summary>
    [Parameter]
    public IReadOnlyList<string> Reasons { get; set; } = [];

    /// <summary>Selects everything shown.</summary>
    [Parameter]
    public EventCallback PickAll { get; set; }

    /// <summary>Forgets the selection.</summary>
    [Parameter]
    public EventCallback None { get; set; }

    private bool IsAsking => Asking && Count > 0;

    /// <inheritdoc/>
    // What another act left is not opened yet, and another box has not had the focus.
    protected override void OnParametersSet() => (named, all, focused) = (Left, all && ReferenceEquals(named, Left), focused && IsAsking);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (IsAsking && !focused)
        {
            focused = true;
            await box.FocusAsync();
        }
    }
}
