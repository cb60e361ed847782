using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Web.Background;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Campaigns.Schedules;

/// <summary>Has a campaign held again: once, or every quarter, month or few weeks.</summary>
public sealed partial class NextCampaignPage : IDisposable
{
    private const int Shown = 4;
    private readonly Lifetime gone = new();
    private readonly NextCommand drafting = new();
    private readonly NextCommand setting = new();
    private Actor? actor;
    private NextView? view;
    private ScheduleModel model = new();
    private Problem? problem;
    private bool busy;
    private bool saved;

    /// <summary>The campaign.</summary>
    [Parameter]
    public int Number { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private NextCampaign Read { get; set; } = null!;

    [Inject]
    private SetSchedule Set { get; set; } = null!;

    [Inject]
    private EndSchedule End { get; set; } = null!;

    [Inject]
    private RepeatCampaign Repeat { get; set; } = null!;

    [Inject]
    private AfterAct After { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string? Sentence => view switch
    {
        null => null,
        { Schedule: { } schedule } => $"Held {schedule.Terms.Cadence}, set by {schedule.Owner}.",
        { Later: { } later } => $"The next one, {later.Name}, {later.Words}. It is not held again and again yet.",
        _ => "It is not held again yet.",
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        actor = await Current.GetAsync();
        await ReloadAsync(Cadence.Quarterly);
    }

    // While a number or a day is being typed the terms may be ones that nothing could be counted with.
    private IEnumerable<CycleDates> Coming()
    {
        var terms = model.ToTerms();
        return terms.WhyNotCounted() is not null
            ? []
            : Enumerable.Range(0, Shown).Select(n => view?.Schedule?.Coming(terms, n) ?? terms.Dates(n, n + 1));
    }

    private async Task ReloadAsync(Cadence cadence)
    {
        var read = await Read.RunAsync(actor!, Number, cadence, gone.Token);
        (view, problem) = (read.Value ?? view, read.Problem);
        if (read.IsOk)
        {
            model = ScheduleModel.From(read.Value.Terms);
        }
    }

    // Another step has other days; those of a schedule that is set already are the owner's to change.
    private async Task ProposeAsync()
    {
        if (view is { Schedule: null } && model.Every >= 1 && model.Every <= model.Cadence.Most)
        {
            var (series, itself) = (model.Series, model.LaunchesItself);
            await ReloadAsync(model.Cadence);
            (model.Series, model.LaunchesItself) = (series, itself);
        }
    }

    private Task SetAsync() => WorkAsync(async () =>
    {
        var (terms, edited) = (model.ToTerms(), view?.Schedule?.Terms);
        var done = await setting.SendAsync(id => Set.RunAsync(id, actor!, Number, terms, edited, gone.Token), Number, terms, edited);
        if (done.IsOk)
        {
            await After.RunAsync();
        }

        if (done is { IsOk: true } or { Problem.Code: Problem.ConflictCode })
        {
            await ReloadAsync(model.Cadence);
        }

        (problem, saved) = (problem ?? done.Problem, done.IsOk);
    });

    private Task EndAsync() => WorkAsync(async () =>
    {
        if (await ConfirmDialog.AskAsync(Dialogs, "Stop holding it again", "Nothing more is prepared. A draft that is there stays, and what was held and missed stays on record.", "Stop") is not null)
        {
            var done = await End.RunAsync(Guid.NewGuid(), actor!, Number, gone.Token);
            await ReloadAsync(model.Cadence);
            problem ??= done.Problem;
        }
    });

    private Task OnceAsync() => WorkAsync(async () =>
    {
        var drafted = await drafting.SendAsync(id => Repeat.RunAsync(id, actor!, Number, gone.Token), Number);
        problem = drafted.Problem;
        if (drafted.IsOk)
        {
            Navigation.NavigateTo(Links.Plan(drafted.Value));
        }
    });

    private async Task WorkAsync(Func<Task> work)
    {
        (busy, saved, problem) = (true, false, null);
        try
        {
            await work();
        }
        finally
        {
            busy = false;
        }
    }
}
