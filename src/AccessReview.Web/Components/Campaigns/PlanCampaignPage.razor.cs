using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Roles;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>Plans a campaign on one page: every change is saved at once and the preview is computed anew, so that the numbers are
/// those a launch would freeze.</summary>
public sealed partial class PlanCampaignPage : IDisposable
{
    private readonly Lifetime gone = new();
    private readonly NextCommand launching = new();

    // The applications of which something was chosen that cannot be saved yet.
    private readonly HashSet<long> pending = [];
    private Actor? actor;
    private PlanView? saved;
    private PlanModel model = new();

    // Changes are saved one after the other: somebody quick makes the next before the answer to the last has come.
    private Task last = Task.CompletedTask;

    // The plan that stands as far as this page knows, how many changes of it are on their way and of anything, and how many were refused.
    private CampaignPlan? edited;
    private int saving;
    private int doing;
    private int refusals;
    private Problem? problem;

    /// <summary>The campaign.</summary>
    [Parameter]
    public int Number { get; set; }

    [CascadingParameter]
    private Role Reader { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private PlanCommands Commands { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool Busy => doing > 0;

    // A launch would freeze what is saved, so nothing may be shown that is not.
    private PlanView? View => saved is null || pending.Count == 0 ? saved : saved with
    {
        Gates =
        [
            .. saved.Gates,
            .. saved.Applications.Where(a => pending.Contains(a.ApplicationId))
                .Select(a => new Core.Campaigns.Gate("gate.pending", false, $"{a.Name}: choose the named reviewer; until then what was changed there is not saved.", a.ApplicationId)),
        ],
    };

    private string? Sentence => View switch
    {
        null => null,
        { Applications.Count: 0 } => "Choose what is reviewed; the numbers appear at once.",
        { MayLaunch: true } => $"Ready: {CampaignWords.N(View.Items, "item")} before {CampaignWords.Reviewers(View)}. Nobody is told before you launch.",
        _ => $"{CampaignWords.N(View.Items, "item")} before {CampaignWords.Reviewers(View)}; {ToMend([.. View.Gates.Where(g => !g.Passed).Select(g => g.Sentence)])}",
    };

    // In a narrow window the gates stand below everything else: where one is in the way, the first sentence names it.
    private static string ToMend(IReadOnlyList<string> open) => open is [var only] ? $"one thing is in the way. {only}" : $"{CampaignWords.N(open.Count, "thing")} to mend before the launch.";

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        actor = await Current.GetAsync();
        await ReloadAsync(null);
        if (View is { State: not CampaignState.Draft })
        {
            Navigation.NavigateTo(Links.Campaign(Number), replace: true);
        }
    }

    private async Task ReloadAsync(Problem? refused)
    {
        var read = await Commands.ReadAsync(actor!, Number, gone.Token);
        (saved, problem) = (read.Value ?? saved, refused ?? read.Problem);
        pending.IntersectWith(saved?.Applications.Select(a => a.ApplicationId) ?? []);
        if (saving == 0 && read.Value is { Plan: var plan } && plan != edited)
        {
            (edited, model) = (plan, PlanModel.From(plan));
        }
    }

    private Task DoAsync(Func<PlanCommands, Task<Outcome<Done>>> command) => last = AfterAsync(last, command);

    private async Task AfterAsync(Task before, Func<PlanCommands, Task<Outcome<Done>>> command)
    {
        doing++;
        try
        {
            await before;
            var refused = (await command(Commands)).Problem;
            refusals += refused is null ? 0 : 1;
            await ReloadAsync(refused);
        }
        finally
        {
            doing--;
        }
    }

    private Task SaveAsync()
    {
        var plan = model.ToPlan();
        saving++;
        return DoAsync(async c =>
        {
            var outcome = await c.Change.RunAsync(Guid.NewGuid(), actor!, Number, plan, edited, gone.Token);
            edited = outcome.IsOk ? plan : edited;
            saving--;
            return outcome;
        });
    }

    private Task AddAsync(long application) => DoAsync(c => c.Add.RunAsync(Guid.NewGuid(), actor!, Number, application, CampaignScope.Default, gone.Token));

    private Task ChangeScopeAsync(long application, CampaignScope chosen, CampaignScope from)
    {
        // What was chosen while something before it was refused was made from what never stood: what was refused is what there is to say.
        var before = refusals;
        return DoAsync(async c => before == refusals ? await c.ChangeScope.RunAsync(Guid.NewGuid(), actor!, Number, application, chosen, from, gone.Token) : problem ?? Problem.Conflict("Choose that again."));
    }

    private Task SecondAsync(long application, SecondReviewRule rule, long? reviewer) => DoAsync(c => c.SetSecond.RunAsync(Guid.NewGuid(), actor!, Number, application, rule, reviewer, gone.Token));

    private void Wait(long application, bool waits) => _ = waits ? pending.Add(application) : pending.Remove(application);

    private Task RemoveAsync(long application) => DoAsync(c => c.Remove.RunAsync(Guid.NewGuid(), actor!, Number, application, gone.Token));

    private async Task SpreadAsync(PlannedReviewer reviewer)
    {
        await ShiftDialog.AskAsync(Dialogs, Number, reviewer);
        await ReloadAsync(null);
    }

    private Task TakeBackAsync(PlannedShift shift) => DoAsync(c => c.TakeBack.RunAsync(Guid.NewGuid(), actor!, Number, shift.Id, gone.Token));

    private async Task LaunchAsync()
    {
        var shown = View!;
        var sentence = $"{CampaignWords.N(shown.Items, "item")} go to {CampaignWords.Reviewers(shown)}, due {CampaignWords.Day(shown.Plan.DueDate)}. Items, facts and reviewers are frozen as you see them. " + "What nobody has decided by then: " + CampaignWords.Of(shown.Plan.Deadline).ToLowerInvariant() + ".";
        if (await ConfirmDialog.AskAsync(Dialogs, $"Launch {shown.Plan.Name}", sentence, "Launch") is null)
        {
            return;
        }

        var launched = false;
        await DoAsync(async c =>
        {
            var outcome = await launching.SendAsync(id => c.Launch.RunAsync(id, actor!, Number, shown.Mark, gone.Token), Number, shown.Mark);
            launched = outcome.IsOk;
            return outcome.IsOk ? Done.Yes : outcome.Problem;
        });
        if (problem is { Code: Problem.ConflictCode } changed && PlanChanges.Words(shown, saved!) is { Length: > 0 } words)
        {
            problem = changed with { Sentence = $"{changed.Sentence} {words}" };
        }

        if (launched)
        {
            Navigation.NavigateTo(Links.Invitations(Number), replace: true);
        }
    }

    private async Task CancelAsync()
    {
        if (await ConfirmDialog.AskAsync(Dialogs, $"Give up {saved!.Plan.Name}", "The draft stays on record as cancelled; nothing was sent to anybody.", "Give it up", "Why", danger: true) is { } reason)
        {
            await DoAsync(c => c.Cancel.RunAsync(Guid.NewGuid(), actor!, Number, reason, CampaignState.Draft, still: null, gone.Token));
            if (problem is null)
            {
                Navigation.NavigateTo(Links.Campaigns());
            }
        }
    }
}
