using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Notifications;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Query = AccessReview.Core.Campaigns.CampaignPage;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>A launched campaign: progress by reviewer, whether it is complete, and what happens if nothing more does.</summary>
public sealed partial class CampaignPage : IDisposable
{
    private readonly Lifetime gone = new();
    private readonly NextCommand cancelling = new();
    private readonly NextCommand reminding = new();
    private Actor? actor;
    private CampaignView? view;
    private Problem? problem;
    private string? said;
    private (int Number, string? Tab)? read;

    /// <summary>The campaign.</summary>
    [Parameter]
    public int Number { get; set; }

    [SupplyParameterFromQuery]
    private string? Tab { get; set; }

    [SupplyParameterFromQuery]
    private long? Reviewer { get; set; }

    [SupplyParameterFromQuery]
    private int? Draw { get; set; }

    [SupplyParameterFromQuery]
    private string? State { get; set; }

    [SupplyParameterFromQuery]
    private string? Why { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? AskedPage { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private Query Read { get; set; } = null!;

    [Inject]
    private CancelCampaign Cancel { get; set; } = null!;

    [Inject]
    private OpenTurns Open { get; set; } = null!;

    [Inject]
    private RemindReviewers Remind { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string Part => Tab ?? "progress";

    private string Heading => Part switch
    {
        "items" => "Items",
        "removals" => "Removals",
        "since" => "Since launch",
        "sample" => "Sample",
        "policy" => "Policy",
        "history" => "History",
        _ => "Progress",
    };

    private string? Sentence => view switch
    {
        null => null,
        { State: CampaignState.Active, Left: > 0 } when view.Left == view.Second.Left => $"Everything is decided once; {CampaignWords.N(view.Second.Left, "item waits", "items wait")} for a second reviewer.",
        { State: CampaignState.Active, Left: 0, MayClose: true } => "Everything is decided. Close it with your statement.",
        { State: CampaignState.Active, Left: 0 } => $"Everything is decided. {view.Closer} closes it with a statement.",
        { State: CampaignState.Active } => $"{CampaignWords.N(view.Left)} of {CampaignWords.N(view.Items.Accounts + view.Items.Assignments, "item")} left, {CampaignWords.N(view.Revoked)} revoked so far.",
        { State: CampaignState.Closed } => $"{CampaignWords.N(view.Kept - view.Carried)} kept, {(view.Carried > 0 ? $"{CampaignWords.N(view.Carried)} carried forward, " : "")}{CampaignWords.N(view.Revoked)} revoked, {CampaignWords.N(view.Left)} not reviewed. Its evidence is kept until {DateWords.Day(view.RetainUntil!.Value)}.",
        _ => view.Conclusion,
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        // Another choice within a tab is the same page. Another tab of the same campaign counts anew, since work went on, and shows what it
        // has until then; another campaign is another page.
        if (read == (Number, Tab))
        {
            return;
        }

        if (read?.Number != Number)
        {
            (view, said) = (null, null);
        }

        read = (Number, Tab);
        actor ??= await Current.GetAsync();
        await ReloadAsync();
        if (view is { State: CampaignState.Draft, MayChange: true })
        {
            Navigation.NavigateTo(Links.Plan(Number), replace: true);
        }
    }

    private string? On(string part) => Part == part ? "on" : null;

    private async Task ReloadAsync()
    {
        var answer = await Read.RunAsync(actor!, Number, gone.Token);
        (view, problem) = (answer.Value ?? view, answer.Problem);
    }

    private async Task ReassignAsync(ReviewerLine from)
    {
        // What is signed stays with its signature: only what can move is counted.
        var turns = await Open.RunAsync(actor!, Number, from.PersonId, gone.Token);
        if (!turns.IsOk)
        {
            problem = turns.Problem;
            return;
        }

        var what = $"{CampaignWords.N(turns.Value.Count, turns.Value.Count < from.Items ? "unsigned item" : "item")} of {from.Name}";
        await ReassignDialog.AskAsync(Dialogs, view!, from.PersonId, what, null);
        await ReloadAsync();
    }

    private async Task ExtendAsync()
    {
        await ExtendDialog.AskAsync(Dialogs, view!);
        await ReloadAsync();
    }

    private async Task RemindAsync(ReviewerLine? one)
    {
        var done = await reminding.SendAsync(id => Remind.RunAsync(id, actor!, Number, one is null ? null : [one.PersonId], gone.Token), Number, one?.PersonId);
        await ReloadAsync();
        problem ??= done.Problem;
        said = done.IsOk ? Words(done.Value, one) : null;
    }

    private static string Words(Reminded done, ReviewerLine? one) => string.Join(' ', new[]
    {
        one is not null && done.Mails == 1 ? $"A mail to {one.Name} is on its way." : done.Mails > 0 ? $"{CampaignWords.N(done.Mails, "mail is", "mails are")} on the way." : null,
        done.ToldToday > 0 ? $"{CampaignWords.N(done.ToldToday, "reviewer was", "reviewers were")} left alone: written to within a day." : null,
        done.Unreached > 0 ? $"{CampaignWords.N(done.Unreached, "reviewer")} can not be reached by mail." : null,
    }.OfType<string>());

    private async Task CancelAsync()
    {
        // Reviewers sign and removals begin while the page is open: what the question says is read when it is asked.
        await ReloadAsync();
        if (problem is not null)
        {
            return;
        }

        var (notBegun, begun) = view!.Removals;
        var sentence = string.Join(' ', new[]
        {
            $"Nobody can decide anything in it any more. All {CampaignWords.N(view.Items.Accounts + view.Items.Assignments)} items, decisions and signatures stay on record.",
            notBegun > 0 ? $"{CampaignWords.N(notBegun, "removal was", "removals were")} not begun and will be cancelled." : null,
            begun > 0 ? $"{CampaignWords.N(begun, "removal has", "removals have")} begun: nothing of that is taken back." : null,
        }.OfType<string>());
        if (await ConfirmDialog.AskAsync(Dialogs, $"Give up {view.Name}", sentence, "Give it up", "Why", danger: true) is { } reason)
        {
            var done = await cancelling.SendAsync(id => Cancel.RunAsync(id, actor!, Number, reason, gone.Token), Number, reason);
            await ReloadAsync();
            problem ??= done.Problem;
        }
    }
}
