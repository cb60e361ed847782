using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Persistence;
using AccessReview.Web.Background;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Components.SignIn;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>Closes a campaign: the statement word for word, each exception with reason, person and day, and a conclusion.</summary>
public sealed partial class ClosePage : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(10);

    private readonly Lifetime gone = new();
    private readonly NextCommand next = new();
    private Actor? actor;
    private CloseView? view;
    private List<ExceptionModel> entries = [];
    private string conclusion = "";
    private Problem? problem;
    private bool busy;
    private bool signing;
    private bool isClosed;
    private bool watching;

    /// <summary>The campaign.</summary>
    [Parameter]
    public int Number { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private ClosePreview Preview { get; set; } = null!;

    [Inject]
    private CloseCampaign Close { get; set; } = null!;

    [Inject]
    private AfterAct After { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    // Whether something stands here that leaving the page would lose.
    private bool IsTyped => !isClosed && (conclusion.Length > 0 || entries.Exists(e => e.IsBegun));

    private bool IsReady => view!.NotYet is null && entries.TrueForAll(e => e.IsStated) && conclusion.Trim().Length >= Campaign.MinReason;

    private string? Sentence => view switch
    {
        null => null,
        { NotYet: { } early } => early.Sentence,
        { Facts.Undecided: 0 } => "Everything is decided.",
        { IsOverdue: true } => $"It was due on {CampaignWords.Day(view.DueDate)}; {CampaignWords.N(view.Facts.Undecided, "item is", "items are")} not decided.",
        _ => $"It is not due before {CampaignWords.Day(view.DueDate)}, and {CampaignWords.N(view.Facts.Undecided, "item is", "items are")} not decided.",
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        actor = await Current.GetAsync();
        await ReadAsync(null);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!watching && view is not null)
        {
            watching = true;
            await WatchAsync();
        }
    }

    /// <summary>Looks now and then whether the due day has passed or was moved; what is written here stays, and what is being signed is what was shown.</summary>
    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Glance, Time);
        try
        {
            while (!isClosed && await timer.WaitForNextTickAsync(gone.Token))
            {
                if (!signing)
                {
                    await GlanceAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private async Task GlanceAsync()
    {
        try
        {
            if ((await Preview.DayAsync(actor!, Number, gone.Token)).Value is { } day && day != view?.Day && !signing)
            {
                // What was refused is said until it is answered; with no page below it, what stands there is why there is none.
                await ReadAsync(view is null ? null : problem);
                StateHasChanged();
            }
        }
        catch (Exception failure) when (StorageTrouble.Of(failure) is not null)
        {
            // What cannot be read just now is looked at with the next glance.
        }
    }

    private async Task ReadAsync(Problem? refused)
    {
        var read = await Preview.RunAsync(actor!, Number, gone.Token);
        (view, problem) = (read.Value, refused ?? read.Problem);
        if (view is not null)
        {
            // What was already written stays, as long as the exception is still there.
            entries = [.. view.Exceptions.Select(e => entries.Find(x => x.Kind == e.Kind) is { } kept ? kept.With(e.Words) : new ExceptionModel(e.Kind, e.Words) { FollowUp = view.Today.AddDays(30) })];
        }
    }

    private string Rows(string state) => Links.Campaign(Number, "items") + "&state=" + state;

    // What the page itself asks for has no other place.
    private (string Words, string Href)? Where(ChecklistLine line) => line switch
    {
        { Campaign: { } named } => ("Show it", Links.Campaign(named)),
        { Done: true } => null,
        { Item: ChecklistItem.Decided } => ("Show them", Rows("undecided")),
        { Item: ChecklistItem.Signed or ChecklistItem.Quality } => ("Progress", Links.Campaign(Number)),
        { Item: ChecklistItem.Appeared or ChecklistItem.Promoted } => ("Show them", Links.Campaign(Number, "since")),
        { Item: ChecklistItem.Remover } => ("Applications", Links.Applications()),
        { Item: ChecklistItem.Next } => ("Plan it", Links.NextCampaign(Number)),
        _ => null,
    };

    private async Task AskBeforeLeavingAsync(LocationChangingContext leaving)
    {
        if (IsTyped && await ConfirmDialog.AskAsync(Dialogs, "Leave without closing", "What you have written on this page is kept nowhere else.", "Leave", danger: true) is null)
        {
            leaving.PreventNavigation();
        }
    }

    private async Task CloseAsync()
    {
        signing = true;
        try
        {
            await SignAsync();
        }
        finally
        {
            signing = false;
        }
    }

    private async Task SignAsync()
    {
        // Whatever a glance that was on its way reads meanwhile, what was shown is signed or refused.
        var input = new CloseInput(view!.Statement, conclusion, [.. entries.Select(e => e.ToStated())]);
        if (await ConfirmDialog.AskAsync(Dialogs, $"Close {view.Name}", CampaignWords.Closing(view.Facts), "Sign and close") is null)
        {
            return;
        }

        busy = true;
        try
        {
            var closed = await ProveAgainDialog.SignAsync(
                Dialogs, () => next.SendAsync(id => Close.RunAsync(id, actor!, Number, input, gone.Token), [Number, input.Statement, input.Conclusion, .. input.Exceptions]));
            if (closed.IsOk)
            {
                isClosed = true;
                await After.RunAsync();
                Navigation.NavigateTo(Links.Campaign(Number));
                return;
            }

            // What may have been closed all the same is asked for again word for word.
            if (closed.Problem.IsForNow)
            {
                problem = closed.Problem;
                return;
            }

            await ReadAsync(closed.Problem);
        }
        finally
        {
            busy = false;
        }
    }
}
