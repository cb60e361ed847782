using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Layout;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;
using MudBlazor;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>The heart: a reviewer's own items of one campaign. Filter and row in focus are in the address, decisions in the database, keys,
/// focus and scroll in the browser, which alone writes the row into the address: the server hears of it later.</summary>
public sealed partial class ReviewWorkspace : IAsyncDisposable
{
    private readonly Lifetime gone = new();
    private Actor? actor;
    private ReviewHead? head;
    private ReviewList? list;
    private Story? story;
    private Receipt? receipt;
    private Receipt? statement;
    private int wentSince;
    private QueueFilter filter = new();
    private Virtualize<ScreenLine>? lines;
    private ElementReference root;
    private Task counting = Task.CompletedTask;
    private float height = 54;
    private long focused;
    private string focusedLine = "";
    private string? missing;
    private string said = "";

    /// <summary>The campaign's number.</summary>
    [Parameter]
    public int Number { get; set; }

    [SupplyParameterFromQuery]
    private int? Item { get; set; }

    [SupplyParameterFromQuery]
    private string? Line { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private ReviewUseCases Use { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private WhatWaits Waits { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>The row or routine line in focus as the list names it.</summary>
    private string FocusedId => focusedLine.Length > 0 ? focusedLine : focused.ToString(CultureInfo.InvariantCulture);

    /// <summary>The row or routine line whose story is drawn.</summary>
    private string? Told => list!.Line(focusedLine)?.Id ?? story?.Row.TurnId.ToString(CultureInfo.InvariantCulture);

    private string Silence => head!.Revokes ? "What is undecided then is revoked by the deadline, and counted apart" : "What is undecided then is counted as not reviewed";

    private string SignWords => head switch
    {
        { ToSign: > 0 } => $"Sign off {N(head.ToSign)}",
        { Left: > 0 } => $"Sign off, {N(head.Left)} left",
        _ => "Signed off",
    };

    private string EmptyTitle => head is { Total: 0 } ? "Nothing is before you" : filter.IsNarrow ? "No row is like that" : filter.Show == QueueShow.Decided ? "Nothing decided yet" : "Nothing left to decide";

    private string EmptySentence => filter.Application is { } one && !list!.Applications.ContainsKey(one) ? "The filter names no application of this campaign. Choose one anew, or drop it beside the list."
        : head is { Total: 0 } ? StandInWords.Nothing(head)
        : filter.IsNarrow ? "Other rows are hidden by the filter."
        : head?.Ended is not null ? "The campaign has ended."
        : filter.Show == QueueShow.Decided ? "What you certify or revoke is listed here, and can be undone until you sign off."
        : head is { ToSign: > 0 } ? "Everything before you is decided. Read it once more under Decided, or sign off." : "Everything before you is decided and signed. Thank you.";

    /// <inheritdoc/>
    public override Task SetParametersAsync(ParameterView parameters)
    {
        if (head is null || parameters.GetValueOrDefault<int>(nameof(Number)) != head.Number || ReviewAddress.Parse(Navigation.Uri) != filter)
        {
            return base.SetParametersAsync(parameters);
        }

        // The address says which row is in focus as well: that changes after every decision, and nothing that is shown does.
        parameters.SetParameterProperties(this);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void OnInitialized() =>
        (useTheirs, decideAnew) = (EventCallback.Factory.Create<long>(this, UseTheirs), EventCallback.Factory.Create<long>(this, DecideAnew));

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        actor ??= await Current.GetAsync();
        filter = ReviewAddress.Parse(Navigation.Uri);
        if (head?.Number != Number)
        {
            await LeaveBrowserAsync();
            var found = await Use.Head.RunAsync(actor, Number, gone.Token);
            liked = await Use.Likes.ReadAsync(actor, gone.Token);
            (head, missing, drawn) = (found.Value, found.Problem?.Sentence, false);
            list = head is null ? null : new ReviewList(Use.Queue, Time, actor, head.CampaignId, head.LaunchedAt);
        }

        if (list is not null && await ReadAsync(list))
        {
            await ListedAsync();
        }
    }

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Reads everything the page shows and goes on in the same row; where that has left the list, in what stands there now.</summary>
    private async Task LoadInPlaceAsync()
    {
        var (row, at) = (FocusedId, list!.Index.Of(FocusedId) ?? 0);
        if (await ReadAsync(list))
        {
            await ListedAsync(list.Index.Of(row) is { } same ? new Place(row, same) : InPlaceOf(row, at));
        }
    }

    /// <summary>Reads everything the page shows; selection and boxes are lost.</summary>
    /// <returns>False when another filter was chosen meanwhile: what is read for that says where its list begins.</returns>
    private async Task<bool> ReadAsync(ReviewList list)
    {
        var chosen = filter;
        picks.Clear();
        (left, done) = ([], null);
        (asked, story) = (null, null);
        conflicts.Clear();
        anew.Clear();
        await list.LoadAsync(chosen, gone.Token);
        if (filter == chosen)
        {
            await CountAsync();
            await DrawAsync();
        }

        return filter == chosen;
    }

    /// <summary>Draws the list as it stands now.</summary>
    private async Task DrawAsync()
    {
        if (lines is not null)
        {
            await lines.RefreshDataAsync();
        }

        StateHasChanged();
    }

    /// <summary>Starts the list at the item or the routine line that the address names, else at its first.</summary>
    private async Task ListedAsync()
    {
        if (browser is not null)
        {
            var row = Item is { } number ? list!.Numbered(number) : null;
            var hidden = row is not null && list!.Index.Of(ReviewList.Id(row)) is null;
            var index = row is null ? list!.Index.Of(Line ?? "") : list!.Reach(row);
            if (hidden && index is not null)
            {
                await DrawAsync();
            }

            await ListedAsync((index ?? list!.First) is { } at ? new Place(list!.Index.Lines[at].Id, at) : null);
        }
    }

    private async Task CountAsync()
    {
        var found = await Use.Head.RunAsync(actor!, Number, gone.Token);
        (head, missing) = (found.Value, found.Problem?.Sentence);
        if (head is null)
        {
            return;
        }

        if (head.Ended is not null)
        {
            picks.Clear();
            (done, asked, reasonForPicked) = (null, null, false);
        }

        var signed = filter.Signed is not null || head is { Left: 0, ToSign: 0 } ? await Use.Receipts.RunAsync(actor!, head.CampaignId, gone.Token) : [];
        var standing = signed.Where(r => r.WithdrawnAt is null).ToList();
        (receipt, wentSince, statement) = (standing.FirstOrDefault(), standing.Sum(r => r.WentSince), signed.FirstOrDefault(r => r.SignOffId == filter.Signed));
    }
}
