using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>Gives one item, or everything open before one reviewer, to somebody else, with a reason.</summary>
public sealed partial class ReassignDialog : IDisposable
{
    private readonly Lifetime gone = new();
    private readonly Guid command = Guid.NewGuid();
    private PersonChoice? to;
    private string reason = "";
    private DecideAnswer? answer;
    private bool pressed;

    /// <summary>The campaign.</summary>
    [Parameter, EditorRequired]
    public CampaignView Campaign { get; set; } = null!;

    /// <summary>Whose items.</summary>
    [Parameter, EditorRequired]
    public long From { get; set; }

    /// <summary>What is reassigned, in words.</summary>
    [Parameter, EditorRequired]
    public string What { get; set; } = "";

    /// <summary>One turn; null: everything open before the reviewer.</summary>
    [Parameter]
    public long? TurnId { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private OpenTurns Open { get; set; } = null!;

    [Inject]
    private ReassignItems Reassign { get; set; } = null!;

    private List<ItemAnswer> Stayed => answer is null ? [] : [.. answer.Items.Where(i => i.Kind != ItemAnswerKind.Saved)];

    /// <summary>Asks until something was moved or the dialog is left.</summary>
    public static async Task AskAsync(IDialogService dialogs, CampaignView campaign, long from, string what, long? turnId)
    {
        var parameters = new DialogParameters<ReassignDialog> { { d => d.Campaign, campaign }, { d => d.From, from }, { d => d.What, what }, { d => d.TurnId, turnId } };
        var shown = await dialogs.ShowAsync<ReassignDialog>("Reassign", parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        await shown.Result;
    }

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    private async Task SendAsync()
    {
        pressed = true;
        if (to is not null)
        {
            await OnceAsync(() => MoveAsync(to.Id));
        }
    }

    private async Task<DialogResult?> MoveAsync(long receiver)
    {
        var actor = await Current.GetAsync();
        Outcome<List<long>> turns = TurnId is { } one ? new List<long> { one } : await Open.RunAsync(actor, Campaign.Number, From, gone.Token);
        if (!turns.IsOk)
        {
            Problem = turns.Problem;
            return null;
        }

        var done = await Reassign.RunAsync(command, actor, Campaign.Id, turns.Value, receiver, reason, gone.Token);
        (Problem, answer) = (done.Problem, done.Value);
        return done.IsOk && Stayed.Count == 0 ? DialogResult.Ok(true) : null;
    }
}
